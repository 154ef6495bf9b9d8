// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Schedule} from "../../../src/libraries/Schedule.sol";
import {NodeOffer, NodeParameters, SlotPlan, SlotRecord, SlotState} from "../../../src/libraries/Types.sol";
import {FakeSector} from "../../utils/FakeSector.sol";
import {World} from "./World.sol";

/// @dev Nodes: they take slots or refuse them, prove, leave, and change what they offer.
abstract contract Nodes is World {
    bytes32 private immutable commR = FakeSector.commR(SALT);

    function preCommit(uint16 index) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Offered);
        _preCommit(index, slot);
    }

    function refuse(uint16 index, uint8 chance) external watched {
        _seldom(chance, 8);
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Offered);
        (SlotPlan memory plan, bytes32[] memory path) = _planOf(index, slot);
        vm.prank(slot.node);
        target.refuseSlot(plan, path);
    }

    function prove(uint16 index) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.PreCommitted);
        _prove(index, slot);
    }

    function exit(uint16 index, uint8 chance) external watched {
        _seldom(chance, _isPending() ? 16 : 2);
        SlotRecord memory slot = target.slotOf(index % SLOTS);
        vm.prank(slot.node);
        target.exitSlot(index % SLOTS, slot.generation);
    }

    /// @dev Other hours, rates, payees and capacities, for slots to come.
    function changeOffer(uint8 who, uint8 what, uint96 value, uint256 hoursMap) external watched {
        address node = setting.nodes[who % setting.nodes.length];
        NodeParameters memory wanted;
        // Before every call its own prank: one that lasts would outlive a call that fails.
        vm.prank(node);
        if (what % 4 == 0) {
            wanted.rate = uint96(bound(value, 0, 4e15));
            registry.setParameters(2, wanted);
        } else if (what % 4 == 1) {
            // Never so many free hours that no span fits.
            hoursMap = (hoursMap | 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff) & Schedule.WEEK_MASK;
            registry.setAvailability(hoursMap);
            (wanted.maxSpan,) = Schedule.spanRange(hoursMap);
            wanted.maxSpan += uint16(value % 24);
            vm.prank(node);
            registry.setParameters(4, wanted);
        } else if (what % 4 == 2) {
            registry.setPayout(setting.payees[value % setting.payees.length]);
        } else {
            registry.setCapacity(what % 8 == 3 ? 1 << 40 : uint64(1 + value % (8 * FakeSector.BYTES)));
        }
    }

    function _preCommit(uint16 index, SlotRecord memory slot) internal {
        (SlotPlan memory plan, bytes32[] memory path) = _planOf(index, slot);
        vm.prank(slot.node);
        target.preCommit(plan, path, commR);
    }

    function _prove(uint16 index, SlotRecord memory slot) internal {
        vm.roll(vm.getBlockNumber() + 4);
        vm.prank(slot.node);
        target.proveCommit(index, slot.generation, keccak256("porep"));
    }

    /// @dev The plan that a slot's holder answers to: the table's row, or the offer as the portal made it.
    function _planOf(uint16 index, SlotRecord memory slot) internal view returns (SlotPlan memory, bytes32[] memory) {
        if (slot.generation == 0) return (table[index], paths[index]);
        return (_planFor(index, slot.generation, slot.node), new bytes32[](0));
    }

    function _planFor(uint16 index, uint16 generation, address node) internal view returns (SlotPlan memory) {
        NodeOffer memory offer = registry.offerOf(node);
        return SlotPlan({
            slot: index,
            generation: generation,
            node: node,
            payout: offer.payout,
            rate: offer.parameters.rate,
            maxSpan: offer.parameters.maxSpan,
            hoursMap: offer.hoursMap,
            commD: table[index].commD
        });
    }
}
