// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealDisputes} from "./deal/DealDisputes.sol";
import {DealExits} from "./deal/DealExits.sol";
import {DealExtensions} from "./deal/DealExtensions.sol";
import {DealParts, DealStorage} from "./deal/DealStorage.sol";
import {IDealAnnex} from "./interfaces/IDealAnnex.sol";
import {DealArgs} from "./libraries/DealArgs.sol";
import {Fee} from "./libraries/Fee.sol";
import {DealState, DisputedRecord, PurseRecord} from "./libraries/Types.sol";

/// @title The part of a deal for exits, extensions, disputes and the platform's fee
/// @notice Never called at its own address, where it has no deal: StorageDealExtension runs it in the clone's storage.
contract StorageDealAnnex is DealExits, DealExtensions, DealDisputes {
    constructor(DealParts memory parts) DealStorage(parts) {}

    /// @inheritdoc IDealAnnex
    function collectFee() external nonReentrant {
        address recipient = FACTORY.feeRecipient();
        if (recipient == address(0)) revert NoFeeRecipient();
        uint256 amount = _feesDue();
        if (amount == 0) revert NothingToWithdraw(recipient);
        _purse.feesPaid += uint128(amount);
        emit FeeCollected(recipient, amount);
        if (!_push(recipient, amount, gasleft())) revert PaymentFailed(recipient, amount);
    }

    /// @inheritdoc IDealAnnex
    function disputedOf(uint16 slot, uint16 generation) external view returns (DisputedRecord memory) {
        uint32 key = _key(slot, generation);
        Disputed storage disputed = _disputed[key];
        return DisputedRecord({
            credited: disputed.credited,
            restored: disputed.restored,
            added: disputed.added,
            newest: disputed.newest,
            judged: disputed.judged,
            covered: disputed.covered,
            open: _slots[key].start == 0 ? 0 : _slots[key].work.open
        });
    }

    /// @inheritdoc IDealAnnex
    function purse() external view returns (PurseRecord memory) {
        return PurseRecord({
            settled: _purse.settled,
            credited: _purse.credited,
            rewardsPaid: _purse.rewardsPaid,
            rewardsReserved: _purse.rewardsReserved,
            refunded: _purse.refunded,
            retained: _purse.retained,
            feesPaid: _purse.feesPaid,
            feesDue: _feesDue()
        });
    }

    /// @inheritdoc IDealAnnex
    function runway() external view returns (uint64) {
        if (_status.state != DealState.Active) return 0;
        uint32 end = _accrualEnd();
        uint32 current = _currentPeriod();
        return end > current ? end - current : 0;
    }

    function _feesDue() private view returns (uint256) {
        return Fee.on(uint256(_purse.settled) + _purse.rewardsPaid, DealArgs.feeBps()) - _purse.feesPaid;
    }
}
