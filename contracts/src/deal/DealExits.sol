// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealAnnex} from "../interfaces/IDealAnnex.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {DealState, SlotState} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev A node leaves its slot, and nobody has to agree.
abstract contract DealExits is DealGenerations, IDealAnnex {
    /// @inheritdoc IDealAnnex
    function exitSlot(uint16 index, uint16 generation) external nonReentrant {
        _requireOpen();
        Slot storage slot = _current(index, generation);
        _requireNode(slot.node);
        // Before the start nothing depends on the sector yet.
        if (_status.state == DealState.Pending) return _leaveNow(index, generation, slot);
        _requireSlotState(index, slot, SlotState.Live);
        uint32 end = _currentPeriod() + EXIT_NOTICE;
        if (slot.end != 0 && slot.end <= end) revert SlotLeaves(index, slot.end);
        slot.end = end;
        emit SlotEndSet(index, generation, slot.node, end);
    }

    /// @inheritdoc IDealAnnex
    function releaseSlot(uint16 index) external nonReentrant inState(DealState.Active) {
        _requireOpen();
        uint16 generation = _heads[index].generation;
        Slot storage slot = _slots[_key(index, generation)];
        _requireSlotState(index, slot, SlotState.Live);
        uint32 current = _currentPeriod();
        if (slot.end == 0 || current < slot.end) revert SlotNotOver(index, slot.end, current);
        _advanceMeter();
        uint32 end = _stopAccrual(slot, current);
        --_status.live;
        _end(index, generation, slot, end);
        _checkpoint();
    }

    function _leaveNow(uint16 index, uint16 generation, Slot storage slot) private {
        _requireSlotState(index, slot, SlotState.Proved);
        --_status.proved;
        _end(index, generation, slot, 0);
    }

    function _end(uint16 index, uint16 generation, Slot storage slot, uint32 end) private {
        slot.state = SlotState.Ended;
        emit SlotEnded(index, generation, end);
        REGISTRY.release(slot.node, DealArgs.sectorBytes());
    }
}
