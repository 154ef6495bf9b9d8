// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Schedule} from "../../../src/libraries/Schedule.sol";
import {
    DealData,
    DealState,
    ReplaceReason,
    SlotPlan,
    SlotRecord,
    SlotState,
    WorkLeaf
} from "../../../src/libraries/Types.sol";
import {Sealing} from "./Sealing.sol";

/// @dev The portal replaces nodes, for a fitting reason or not, and ends deals.
abstract contract Portal is Sealing {
    /// @dev Commitments that missed sealings cost, by node.
    mapping(address node => uint256) public missed;

    function replaceNode(uint16 index, uint8 who, uint8 reason) external watched {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        ReplaceReason said = reason % 4 == 0 ? ReplaceReason(reason / 4 % 6) : _fitting(slot);
        SlotPlan memory plan = _planFor(index, slot.generation + 1, setting.nodes[who % setting.nodes.length]);
        vm.prank(portal);
        target.replaceNode(plan, said, table[index], paths[index]);
        if (said == ReplaceReason.MissedSealing) missed[slot.node] += Schedule.hoursPerDay(slot.hoursMap);
        // A replacement never shortens what the money lasts for below the runway that was agreed to.
        DealData memory data = _dataAfter();
        if (data.state == DealState.Active && data.fundedUntil < ledger.currentPeriod()) _break("runway used up");
    }

    function endByPortal(uint256 root) external watched {
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(_aRoot(root));
        uint64 period = _aRoot(root).period;
        vm.prank(portal);
        target.endDeal(period, leaves, paths);
    }

    function cancel(uint8 chance) external watched {
        _seldom(chance, 64);
        vm.prank(portal);
        target.cancelDeal();
    }

    function _fitting(SlotRecord memory slot) private pure returns (ReplaceReason) {
        if (slot.state == SlotState.Ended) return ReplaceReason.Exited;
        if (slot.state == SlotState.Live || slot.state == SlotState.Proved) return ReplaceReason.Unhealthy;
        if (slot.state == SlotState.Vacant) return ReplaceReason.Refused;
        return slot.preCommits == 0 ? ReplaceReason.Silent : ReplaceReason.MissedSealing;
    }
}
