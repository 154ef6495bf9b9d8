// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealEnds} from "./deal/DealEnds.sol";
import {DealReplace} from "./deal/DealReplace.sol";
import {DealStart} from "./deal/DealStart.sol";
import {DealParts, DealStorage} from "./deal/DealStorage.sol";
import {IDealExtension} from "./interfaces/IDealExtension.sol";
import {DealArgs} from "./libraries/DealArgs.sol";
import {DealData, DealTerms, SettledRecord, SlotRecord, SlotState} from "./libraries/Types.sol";

/// @title The part of a deal that is called seldom: start, replacement, ends, views
/// @notice Never called at its own address, where it has no deal: StorageDeal runs it in the clone's storage.
contract StorageDealExtension is DealStart, DealReplace, DealEnds {
    address public immutable ANNEX;

    constructor(DealParts memory parts, address annex) DealStorage(parts) {
        ANNEX = annex;
    }

    /// @dev What neither the core nor this part knows is for the annex.
    fallback() external payable {
        address annex = ANNEX;
        assembly ("memory-safe") {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), annex, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }

    /// @inheritdoc IDealExtension
    function dealData() external view returns (DealData memory data) {
        uint256 liabilities = _liabilities();
        data.state = _status.state;
        data.client = DealArgs.client();
        data.contractBalance = address(this).balance;
        data.clientBalance = address(this).balance - liabilities;
        data.accrued = _accruedNow();
        data.paid = uint256(_purse.settled) + _purse.rewardsPaid;
        data.liabilities = liabilities;
        data.startPeriod = _status.start;
        data.endPeriod = _status.end;
        data.accrualEnd = _accrualEnd();
        data.fundedUntil = _meter.fundedUntil;
        data.liveSlots = _isTerminal() ? 0 : _status.live;
        data.provedSlots = _isTerminal() ? 0 : _status.proved;
        data.termsHash = termsHash();
    }

    /// @inheritdoc IDealExtension
    function terms() external view returns (DealTerms memory) {
        return DealArgs.terms();
    }

    /// @inheritdoc IDealExtension
    function slotsRoot() external view returns (bytes32) {
        return DealArgs.slotsRoot();
    }

    /// @inheritdoc IDealExtension
    function slotsDigest() external view returns (bytes32) {
        return _slotsDigest();
    }

    /// @inheritdoc IDealExtension
    function slotOf(uint16 slot) external view returns (SlotRecord memory) {
        return generationOf(slot, _heads[slot].generation);
    }

    /// @inheritdoc IDealExtension
    function settledOf(uint16 slot, uint16 generation) external view returns (SettledRecord memory) {
        Slot storage held = _slots[_key(slot, generation)];
        // Before that the word of its work may hold something else.
        Work memory work;
        if (held.start != 0) work = held.work;
        bool paidAtStart = held.start != 0 && held.reward == Reward.None;
        return SettledRecord({
            provenPeriods: work.provenPeriods,
            fulfilments: work.fulfilments,
            commitments: work.commitments,
            paid: work.paid,
            sealRewardPaid: paidAtStart || held.reward == Reward.Paid
        });
    }

    /// @inheritdoc IDealExtension
    function generationOf(uint16 index, uint16 generation) public view returns (SlotRecord memory record) {
        if (index >= DealArgs.slotCount()) revert NotInSlotTable(index);
        uint16 current = _heads[index].generation;
        if (generation > current) revert WrongGeneration(index, current, generation);
        Slot storage slot = _slots[_key(index, generation)];
        record = SlotRecord({
            node: _nodeOf(index, generation),
            payout: slot.payout,
            rate: slot.rate,
            generation: generation,
            maxSpan: slot.maxSpan,
            state: _stateOf(slot, generation),
            preCommits: slot.preCommits,
            preCommitEpoch: slot.preCommitEpoch,
            start: slot.start,
            end: slot.end,
            hoursMap: slot.hoursMap,
            commD: generation != 0 && slot.preCommits == 0 ? slot.commR : bytes32(0),
            commR: slot.preCommits == 0 ? bytes32(0) : slot.commR,
            proofDigest: slot.state == SlotState.PreCommitted ? _digestOf(slot) : bytes32(0)
        });
        if (generation < current) {
            // Also where nothing was stored: the slot has moved on.
            record.state = SlotState.Ended;
        }
    }

    function _accruedNow() private view returns (uint256) {
        uint32 current = _currentPeriod();
        uint32 end = _accrualEnd();
        return end == 0 ? 0 : _accruedAt(current < end ? current : end);
    }
}
