// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealExtension} from "../interfaces/IDealExtension.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {DealState, SlotState, WorkLeaf} from "../libraries/Types.sol";
import {DealSettlement} from "./DealSettlement.sol";

/// @dev How a deal ends, and what becomes of the money that is left.
abstract contract DealEnds is DealSettlement, IDealExtension {
    /// @inheritdoc IDealExtension
    function closeDeal() external nonReentrant onlyClient {
        if (_status.state == DealState.Pending) return _cancel();
        _requireOpen();
        uint32 current = _advanceMeter();
        _status.closedAt = current;
        uint256 refunded = address(this).balance - _liabilities();
        emit DealClosed(current, refunded);
        _refundRest();
    }

    /// @inheritdoc IDealExtension
    function cancelDeal() external nonReentrant inState(DealState.Pending) {
        uint64 deadline = DealArgs.startDeadline();
        if (block.timestamp <= deadline && !_isPortal(msg.sender)) {
            revert DeadlineNotReached(deadline, uint64(block.timestamp));
        }
        _cancel();
    }

    /// @inheritdoc IDealExtension
    function endDeal(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths)
        external
        nonReentrant
        inState(DealState.Active)
    {
        if (leaves.length != 0) _settleAll(_rootOf(period), leaves, paths);
        (uint256 closedUnits, uint256 closedPaid, uint16 closedLive) = _closeGenerations(period, leaves);
        _requireEndable(closedLive);

        uint32 end = _accrualEnd();
        uint256 openUnits = _unitsAt(end) - closedUnits;
        uint256 retained =
            openUnits == 0 ? 0 : Accrual.cost(openUnits, DealArgs.sectorBytes()) - (_purse.settled - closedPaid);
        _purse.retained = uint128(retained);
        _status.retainedUntil = _currentPeriod() + RETENTION;
        address[] memory nodes = _endSlots(end);
        _status.state = DealState.Completed;
        uint256 refunded = address(this).balance - _liabilities();
        emit DealEnded(refunded);
        _releaseAll(nodes);
        _refundRest();
    }

    /// @inheritdoc IDealExtension
    function sweep() external nonReentrant {
        if (!_isTerminal()) revert WrongState(DealState.Completed, _status.state);
        if (_currentPeriod() > _status.retainedUntil) {
            _purse.retained = 0;
            _purse.rewardsReserved = 0;
        }
        address client = DealArgs.client();
        uint256 amount = address(this).balance - _liabilities();
        if (amount == 0) revert NothingToWithdraw(client);
        emit Swept(client, amount);
        _refundRest();
    }

    function _cancel() private {
        address[] memory nodes = _endSlots(0);
        _status.state = DealState.Cancelled;
        uint256 refunded = address(this).balance;
        emit DealCancelled(refunded);
        _releaseAll(nodes);
        _refundRest();
    }

    /// @dev The portal may end after the settlement window, or before it once every live slot has proved
    /// up to the end. Anybody may after the grace time.
    function _requireEndable(uint16 closedLive) private view {
        uint32 current = _currentPeriod();
        uint32 end = _accrualEnd();
        uint32 until = end + _status.longestGap + 1 + ROOT_DELAY + DISPUTE_WINDOW;
        if (!_isPortal(msg.sender)) {
            until += GRACE;
        } else if (current > end && closedLive == _status.live) {
            return;
        }
        if (current <= until) revert SettlementWindowOpen(until, current);
    }

    /// @dev Marks the generations whose leaf is final, so that nothing is kept back for them.
    /// @return units accrual of those generations
    /// @return paid what they were paid for it
    /// @return live how many of them are live and have proved up to the end
    function _closeGenerations(uint64 period, WorkLeaf[] calldata leaves)
        private
        returns (uint256 units, uint256 paid, uint16 live)
    {
        for (uint256 i = 0; i < leaves.length; ++i) {
            uint32 key = _key(leaves[i].slot, leaves[i].generation);
            Slot storage slot = _slots[key];
            Work storage work = slot.work;
            bool skip = slot.start == 0 || work.closed || !_isFinal(slot, period, leaves[i].lastAccepted);
            if (skip || work.open != 0) continue;
            work.closed = true;
            bool isLive = slot.state == SlotState.Live;
            uint32 end = _endOf(slot);
            // The meter runs on for a live slot, also beyond an announced end.
            units += uint256(slot.rate) * ((isLive ? _accrualEnd() : end) - slot.start);
            paid += work.paid;
            if (isLive && leaves[i].lastAccepted >= end) ++live;
            _forfeitReward(slot);
        }
    }

    function _forfeitReward(Slot storage slot) private {
        if (slot.reward != Reward.Reserved) return;
        slot.reward = Reward.Forfeited;
        _purse.rewardsReserved -= uint128(_sealReward(slot.rate));
    }

    /// @dev Names every node whose current generation still holds capacity, and says which slots end.
    function _endSlots(uint32 end) private returns (address[] memory nodes) {
        uint16 count = DealArgs.slotCount();
        nodes = new address[](count);
        uint256 found;
        for (uint16 i = 0; i < count; ++i) {
            uint16 generation = _heads[i].generation;
            Slot storage slot = _slots[_key(i, generation)];
            SlotState state = _stateOf(slot, generation);
            // Its node left it before.
            if (state == SlotState.Ended) continue;
            if (state != SlotState.Vacant) nodes[found++] = _nodeOf(i, generation);
            if (state != SlotState.Live) emit SlotEnded(i, generation, 0);
            else emit SlotEnded(i, generation, slot.end != 0 && slot.end < end ? slot.end : end);
        }
        assembly ("memory-safe") {
            mstore(nodes, found)
        }
    }

    function _releaseAll(address[] memory nodes) private {
        if (nodes.length != 0) REGISTRY.releaseMany(nodes, DealArgs.sectorBytes());
    }
}
