// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealArgs} from "../libraries/DealArgs.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {SlotTable} from "../libraries/SlotTable.sol";
import {SlotPlan, SlotState} from "../libraries/Types.sol";
import {DealMoney} from "./DealMoney.sol";

/// @dev Slots and their generations, as core and extension both read and change them.
abstract contract DealGenerations is DealMoney {
    function _store(Slot storage slot, SlotPlan calldata plan, uint40 sealBy) internal {
        slot.node = plan.node;
        slot.rate = plan.rate;
        slot.payout = plan.payout;
        slot.sealBy = sealBy;
        slot.hoursMap = uint168(plan.hoursMap);
        slot.maxSpan = plan.maxSpan;
        slot.state = SlotState.Offered;
    }

    function _enterLive(uint16 index, uint16 generation, Slot storage slot, uint32 current) internal {
        slot.state = SlotState.Live;
        slot.start = current;
        uint16 gap = Schedule.longestGap(slot.hoursMap);
        if (gap > _status.longestGap) _status.longestGap = uint8(gap);
        emit SlotLive(index, generation, current);
    }

    function _current(uint16 index, uint16 generation) internal view returns (Slot storage) {
        uint16 current = _heads[index].generation;
        if (generation != current) revert WrongGeneration(index, current, generation);
        return _slots[_key(index, generation)];
    }

    /// @dev Takes a live slot out of what accrues. Whatever the meter counted after its announced end is
    /// taken back; the meter must be at `current`.
    /// @return end last period that the generation may be paid for
    function _stopAccrual(Slot storage slot, uint32 current) internal returns (uint32 end) {
        end = slot.end;
        _meter.liveRate -= slot.rate;
        if (end != 0 && end < current) {
            _meter.units -= uint144(slot.rate) * (current - end);
        } else {
            end = current;
        }
    }

    /// @dev `plan` is a row of the table that the deal was published with.
    function _requireListed(SlotPlan calldata plan, bytes32[] calldata path) internal view {
        if (SlotTable.rootFrom(SlotTable.leafOfCall(plan), path) != DealArgs.slotsRoot()) {
            revert NotInSlotTable(plan.slot);
        }
    }

    function _sectorId(uint16 slot, uint16 generation) internal view returns (uint64) {
        return uint64(uint256(keccak256(abi.encode(address(this), slot, generation))));
    }

    function _requireSlotState(uint16 index, Slot storage slot, SlotState expected) internal view {
        if (slot.state != expected) revert WrongSlotState(index, uint8(expected), uint8(slot.state));
    }

    /// @dev State as the protocol names it: slots of the table are offered though nothing is stored.
    function _stateOf(Slot storage slot, uint16 generation) internal view returns (SlotState) {
        if (_isTerminal()) return SlotState.Ended;
        if (generation == 0 && slot.node == address(0)) return SlotState.Offered;
        return slot.state;
    }

    /// @dev Who holds a generation, also before it is stored.
    function _nodeOf(uint16 index, uint16 generation) internal view returns (address node) {
        node = _slots[_key(index, generation)].node;
        if (node == address(0)) {
            node = REGISTRY.nodeAt(DealArgs.firstNode(index));
        }
    }
}
