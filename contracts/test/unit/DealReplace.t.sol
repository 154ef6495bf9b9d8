// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {ReplaceReason, SlotPlan, SlotRecord, SlotState} from "../../src/libraries/Types.sol";
import {ReplaceFixture} from "../utils/ReplaceFixture.sol";

/// @dev A slot changes hands, each for the one reason that fits.
contract DealReplaceTest is ReplaceFixture {
    function test_SilentNodeIsReplaced() public {
        bytes32 digest = theDeal.slotsDigest();
        SlotPlan memory plan = replace(1, 5, ReplaceReason.Silent);
        assertEq(theDeal.slotsDigest(), keccak256(abi.encode(digest, SlotTable.leafOf(plan))));
        assertEq(_reserved(1), 0, "released once");
        assertEq(_reserved(5), SECTOR);
        SlotRecord memory record = theDeal.slotOf(1);
        assertEq(record.generation, 1);
        assertEq(record.node, nodeAddress(5));
        assertEq(uint8(record.state), uint8(SlotState.Offered));
        assertEq(uint8(theDeal.generationOf(1, 0).state), uint8(SlotState.Ended));
        assertEq(theDeal.generationOf(1, 0).node, nodeAddress(1));
        assertEq(registry.rating(nodeAddress(1)), 9000, "silence costs rank, not rating");
        sealReplacement(plan);
        assertEq(theDeal.dealData().provedSlots, 1);
    }

    function test_RefusedSlotIsReplaced() public {
        bytes32[] memory path = pathOf(1);
        vm.prank(nodeAddress(1));
        theDeal.refuseSlot(table[1], path);
        _assertOnlyReason(1, ReplaceReason.Refused);
        replace(1, 5, ReplaceReason.Refused);
        assertEq(_reserved(1), 0);
        assertEq(_reserved(5), SECTOR);
    }

    function _assertOnlyReason(uint16 slot, ReplaceReason only) internal {
        SlotPlan memory plan = _planOf(slot, 5);
        SlotState state = theDeal.slotOf(slot).state;
        for (uint8 r = 0; r <= uint8(type(ReplaceReason).max); ++r) {
            if (r == uint8(only)) continue;
            vm.expectRevert(_refusalOf(slot, state, ReplaceReason(r)));
            vm.prank(portal);
            replaceNode(plan, ReplaceReason(r));
        }
    }

    /// @dev What a reason says to a slot, without preCommit, in a state that it does not fit.
    function _refusalOf(uint16 slot, SlotState state, ReplaceReason reason) internal pure returns (bytes memory) {
        SlotState fitting = SlotState.Live;
        if (reason == ReplaceReason.Refused) fitting = SlotState.Vacant;
        if (reason == ReplaceReason.Silent || reason == ReplaceReason.MissedSealing) fitting = SlotState.Offered;
        if (fitting == state) return abi.encodeWithSelector(IDealEvents.WrongReason.selector, slot, uint8(reason));
        return abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, slot, uint8(fitting), uint8(state));
    }

    function test_OfferedSlotIsReplacedAsSilentOnly() public {
        _assertOnlyReason(0, ReplaceReason.Silent);
    }

    function test_MissedSealingCostsADayOfCommitments() public {
        preCommit(0);
        _assertOnlyReason(0, ReplaceReason.MissedSealing);
        SlotPlan memory plan = _planOf(0, 5);
        vm.warp(terms.sealingDeadline);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.DeadlineNotReached.selector, terms.sealingDeadline, terms.sealingDeadline
            )
        );
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.MissedSealing);
        vm.warp(terms.sealingDeadline + 1);
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(0)).commitments, 24);
        assertEq(registry.rating(nodeAddress(0)), 0);
        assertEq(_reserved(0), 0);
    }

    function test_ExhaustedAttemptsNeedNoDeadline() public {
        for (uint256 i = 0; i < 3; ++i) {
            preCommit(0);
            prove(0, 0);
            judge(0, 0, false);
        }
        SlotPlan memory plan = _planOf(0, 5);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongReason.selector, 0, uint8(ReplaceReason.Silent)));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
        replace(0, 5, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(0)).commitments, 24);
    }

    function test_LiveSlotChangesHands() public {
        sealAll();
        start(500 ether);
        uint64 begin = period();
        _assertOnlyReasons();
        skipPeriods(10);
        SlotPlan memory plan = replace(2, 5, ReplaceReason.Unhealthy);
        SlotRecord memory old = theDeal.generationOf(2, 0);
        assertEq(old.end, begin + 10);
        assertEq(uint8(old.state), uint8(SlotState.Ended));
        assertEq(theDeal.dealData().liveSlots, SLOTS - 1);
        skipPeriods(2);
        sealReplacement(plan);
        SlotRecord memory now_ = theDeal.slotOf(2);
        assertEq(uint8(now_.state), uint8(SlotState.Live));
        assertEq(now_.start, begin + 12);
        assertEq(theDeal.dealData().liveSlots, SLOTS);
        assertEq(theDeal.dealData().provedSlots, 0);
        skipPeriods(5);
        uint256 units = RATE * (17 * 3 + 10 + 5);
        assertEq(theDeal.dealData().accrued, (units * SECTOR + (24 << 20) - 1) / (24 << 20), "nothing while vacant");
    }

    function _assertOnlyReasons() internal {
        SlotPlan memory plan = _planOf(2, 5);
        ReplaceReason[3] memory wrong = [ReplaceReason.Silent, ReplaceReason.MissedSealing, ReplaceReason.Refused];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(_refusalOf(2, SlotState.Live, wrong[i]));
            vm.prank(portal);
            replaceNode(plan, wrong[i]);
        }
    }
}
