// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealExtension} from "../interfaces/IDealExtension.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {SlotTable} from "../libraries/SlotTable.sol";
import {DealState, ReplaceReason, SlotPlan, SlotState} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev A slot changes hands: the old generation ends, the next is offered to another node.
abstract contract DealReplace is DealGenerations, IDealExtension {
    /// @inheritdoc IDealExtension
    function replaceNode(SlotPlan calldata plan, ReplaceReason reason, SlotPlan calldata first, bytes32[] calldata path)
        external
        nonReentrant
        onlyPortal
    {
        _requireOpen();
        uint16 index = plan.slot;
        if (index >= DealArgs.slotCount()) revert NotInSlotTable(index);
        uint16 old = _heads[index].generation;
        if (plan.generation != old + 1) revert WrongGeneration(index, old + 1, plan.generation);
        Slot storage slot = _slots[_key(index, old)];
        address oldNode = _nodeOf(index, old);
        SlotState state = _stateOf(slot, old);
        _requireReason(index, slot, state, reason);
        _requireSameData(plan, first, path);
        FACTORY.checkSlot(DealArgs.terms(), plan);

        if (_status.state == DealState.Active) {
            _swapRates(slot, state, plan.rate);
        } else {
            _changedDigest = keccak256(abi.encode(_slotsDigest(), SlotTable.leafOf(plan)));
        }
        // A slot that its node left has ended already.
        if (state != SlotState.Ended) emit SlotEnded(index, old, _endGeneration(slot, state));
        _heads[index].generation = plan.generation;
        uint256 sealingTime = DealArgs.sealingDeadline() - DealArgs.publishedAt();
        Slot storage next = _slots[_key(index, plan.generation)];
        _store(next, plan, uint40(block.timestamp + sealingTime));
        // For its node to read; the preCommit writes CommR over it.
        next.commR = plan.commD;
        emit NodeReplaced(index, plan.generation, oldNode, plan, reason);

        uint64 sectorBytes = DealArgs.sectorBytes();
        if (state != SlotState.Vacant && state != SlotState.Ended) REGISTRY.release(oldNode, sectorBytes);
        if (reason == ReplaceReason.MissedSealing) {
            REGISTRY.recordWork(oldNode, 0, uint64(Schedule.hoursPerDay(slot.hoursMap)));
        }
        REGISTRY.reserve(plan.node, sectorBytes);
        if (_status.state == DealState.Active) _checkpoint();
    }

    /// @dev Nodes change, what the slot holds does not: `first` is its row in the published table.
    function _requireSameData(SlotPlan calldata plan, SlotPlan calldata first, bytes32[] calldata path) private view {
        if (first.slot != plan.slot) revert NotInSlotTable(plan.slot);
        _requireListed(first, path);
        if (plan.commD != first.commD) revert CommDChanged(first.commD, plan.commD);
    }

    /// @dev Which reason fits which state: a node can lose what it does well only if it is said why.
    function _requireReason(uint16 index, Slot storage slot, SlotState state, ReplaceReason reason) private view {
        if (reason == ReplaceReason.Refused) {
            _requireState(index, SlotState.Vacant, state);
        } else if (reason == ReplaceReason.Silent) {
            _requireState(index, SlotState.Offered, state);
            if (slot.preCommits != 0) revert WrongReason(index, uint8(reason));
        } else if (reason == ReplaceReason.MissedSealing) {
            if (state != SlotState.PreCommitted) _requireState(index, SlotState.Offered, state);
            if (slot.preCommits == 0) revert WrongReason(index, uint8(reason));
            bool exhausted = state == SlotState.Offered && slot.preCommits == MAX_PRE_COMMITS;
            if (!exhausted && block.timestamp <= slot.sealBy) {
                revert DeadlineNotReached(slot.sealBy, uint64(block.timestamp));
            }
        } else if (state != SlotState.Proved && !(reason == ReplaceReason.Exited && state == SlotState.Ended)) {
            _requireState(index, SlotState.Live, state);
        }
    }

    function _requireState(uint16 index, SlotState expected, SlotState actual) private pure {
        if (actual != expected) revert WrongSlotState(index, uint8(expected), uint8(actual));
    }

    /// @dev Moves the old rate out and the new one in; a replacement may not use up the minimum runway.
    function _swapRates(Slot storage slot, SlotState state, uint96 rate) private {
        uint32 current = _advanceMeter();
        uint256 money = _moneyForAccrual();
        uint32 before = _fundedUntil(money, uint256(_meter.liveRate) + _meter.offeredRate, current);
        if (state == SlotState.Live) {
            slot.end = _stopAccrual(slot, current);
        } else if (state != SlotState.Ended) {
            _meter.offeredRate -= slot.rate;
        }
        _meter.offeredRate += rate;
        uint32 afterwards = _fundedUntil(money, uint256(_meter.liveRate) + _meter.offeredRate, current);
        uint32 needed = _runwayFrom(current);
        if (before < needed) needed = before;
        if (afterwards < needed) revert RunwayTooShort(needed, afterwards);
    }

    /// @return end last period that the generation may still be paid for, 0 if it never was live
    function _endGeneration(Slot storage slot, SlotState state) private returns (uint32 end) {
        if (state == SlotState.Live) {
            end = slot.end;
            --_status.live;
        } else if (state == SlotState.Proved) {
            --_status.proved;
        }
        if (slot.node != address(0)) slot.state = SlotState.Ended;
    }
}
