// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IProofLedger} from "../interfaces/IProofLedger.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {SlotTable} from "../libraries/SlotTable.sol";
import {DealState, WorkLeaf} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev Pays for proven work. A leaf that the ledger holds never reverts for its content: what it claims
/// beyond the time elapsed is cut off, and what is older than the settled state changes nothing.
abstract contract DealSettlement is DealGenerations {
    function _settleAll(bytes32 root, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) internal {
        if (leaves.length != paths.length) revert LengthMismatch(leaves.length, paths.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            _settle(root, leaves[i], paths[i]);
        }
    }

    function _rootOf(uint64 period) internal view returns (bytes32 root) {
        root = LEDGER.rootOf(period);
        if (root == 0) revert IProofLedger.UnknownRoot(period);
    }

    /// @dev End of a generation's accrual.
    function _endOf(Slot storage slot) internal view returns (uint32 end) {
        end = _accrualEnd();
        if (slot.end != 0 && slot.end < end) end = slot.end;
    }

    function _settle(bytes32 root, WorkLeaf calldata leaf, bytes32[] calldata path) internal {
        if (leaf.deal != address(this)) revert WrongDeal(address(this), leaf.deal);
        if (SlotTable.rootFrom(SlotTable.leafOfCall(leaf), path) != root) {
            revert NotProvenByLedger(leaf.slot, leaf.generation);
        }
        uint32 key = _key(leaf.slot, leaf.generation);
        Slot storage slot = _slots[key];
        Work memory work = slot.work;
        // Without a start there was no accrual: a leaf about it says nothing.
        if (slot.start == 0 || work.closed) return;

        (uint256 amount, uint64 fulfilled, uint64 committed) = _record(key, slot, work, leaf);
        if (amount == 0 && fulfilled == 0 && committed == 0) return;
        if (fulfilled != 0 || committed != 0) REGISTRY.recordWork(slot.node, fulfilled, committed);
        _payForWork(key, slot, work, amount, leaf);
    }

    /// @dev Takes the newer of leaf and record, field by field, within the bounds of time. What disputes
    /// added stays beside it, and both together stay within the same bounds.
    /// @param work as stored; brought up to date and stored again
    /// @return amount due now
    /// @return fulfilled increase of fulfilments
    /// @return committed increase of commitments
    function _record(uint32 key, Slot storage slot, Work memory work, WorkLeaf calldata leaf)
        private
        returns (uint256 amount, uint64 fulfilled, uint64 committed)
    {
        Disputed memory disputed;
        if (work.disputed) disputed = _disputed[key];
        uint32 elapsed = _elapsed(slot);
        // A leaf fulfils no more than it promises itself, whatever other leaves promise: so their order is all one.
        uint32 promised = _newer(0, leaf.commitments, elapsed - disputed.added);
        uint32 bound = promised > disputed.restored ? promised - disputed.restored : 0;
        uint32 fulfilments = _newer(work.fulfilments, leaf.fulfilments, bound);
        uint32 commitments = promised > work.commitments ? promised : work.commitments;
        fulfilled = fulfilments - work.fulfilments;
        committed = commitments - work.commitments;

        work.provenPeriods = _newer(work.provenPeriods, leaf.provenPeriods, elapsed);
        work.commitments = commitments;
        work.fulfilments = fulfilments;
        amount = _account(slot, work, disputed.credited, elapsed);
    }

    /// @dev Stores the record and what it is worth together with what disputes credited.
    function _account(Slot storage slot, Work memory work, uint256 credited, uint256 elapsed)
        internal
        returns (uint256 amount)
    {
        uint256 proven = credited + work.provenPeriods;
        if (proven > elapsed) proven = elapsed;
        amount = Accrual.owed(slot.rate, DealArgs.sectorBytes(), proven) - work.paid;
        work.paid += uint120(amount);
        slot.work = work;
        _purse.settled += uint128(amount);
        if (_status.state == DealState.Completed) _purse.retained -= uint128(amount);
    }

    function _payForWork(uint32 key, Slot storage slot, Work memory work, uint256 amount, WorkLeaf calldata leaf)
        private
    {
        uint256 fulfilments = work.fulfilments;
        emit Settled(
            leaf.slot,
            leaf.generation,
            slot.payout,
            amount,
            work.provenPeriods,
            uint32(fulfilments),
            work.commitments
        );
        if (work.disputed) fulfilments += _disputed[key].restored + _disputed[key].added;
        _payOut(leaf.slot, leaf.generation, slot, amount, fulfilments);
    }

    /// @dev Pays for work, and with it the reserved seal reward once enough of it is there.
    function _payOut(uint16 index, uint16 generation, Slot storage slot, uint256 amount, uint256 fulfilments)
        internal
    {
        address payout = slot.payout;
        if (slot.reward == Reward.Reserved && fulfilments >= REWARD_VESTS_AFTER) {
            uint256 reward = _sealReward(slot.rate);
            slot.reward = Reward.Paid;
            _purse.rewardsReserved -= uint128(reward);
            _purse.rewardsPaid += uint128(reward);
            emit SealRewardPaid(index, generation, payout, reward);
            amount += reward;
        }
        _pay(payout, amount);
    }

    /// @dev Periods in (start, min(now, end)].
    function _elapsed(Slot storage slot) internal view returns (uint32) {
        uint32 until = _endOf(slot);
        uint32 current = _currentPeriod();
        if (current < until) until = current;
        return until > slot.start ? until - slot.start : 0;
    }

    function _newer(uint32 settled, uint64 claimed, uint32 bound) private pure returns (uint32) {
        uint32 capped = claimed < bound ? uint32(claimed) : bound;
        return capped > settled ? capped : settled;
    }

    /// @dev True when no later leaf can pay this generation more: it has proved up to its end, or the root
    /// is from after the last scheduled proof that could. Either way disputes about the root are over.
    function _isFinal(Slot storage slot, uint64 period, uint64 lastAccepted) internal view returns (bool) {
        uint32 end = _endOf(slot);
        if (_currentPeriod() <= period + DISPUTE_WINDOW) return false;
        return lastAccepted >= end || period > uint256(end) + Schedule.longestGap(slot.hoursMap);
    }
}
