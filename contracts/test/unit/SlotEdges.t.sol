// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IBeacon} from "../../src/interfaces/IBeacon.sol";
import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {PoRepVerdict, ReplaceReason, SlotPlan, SlotState} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Slots that are not there, that moved on, and proofs that come too early, too late or twice.
contract SlotEdgesTest is DealFixture {
    bytes32[] internal none;

    function setUp() public override {
        super.setUp();
        register(5);
        publish();
    }

    function _wrongState(uint16 slot, SlotState expected, SlotState actual) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, slot, uint8(expected), uint8(actual));
    }

    function test_RevertWhen_TheSlotDoesNotExist() public {
        SlotPlan memory plan = table[0];
        plan.slot = SLOTS;
        bytes32[] memory path = pathOf(0);
        bytes memory unknown = abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, SLOTS);
        bytes memory nobodys = abi.encodeWithSelector(IDealEvents.NotTheNode.selector, address(0), plan.node);
        vm.startPrank(plan.node);
        vm.expectRevert(unknown);
        theDeal.preCommit(plan, path, bytes32(uint256(1)));
        vm.expectRevert(unknown);
        theDeal.refuseSlot(plan, path);
        vm.expectRevert(nobodys);
        theDeal.proveCommit(SLOTS, 0, bytes32(uint256(1)));
        vm.expectRevert(nobodys);
        theDeal.exitSlot(SLOTS, 0);
        vm.stopPrank();
        vm.expectRevert(_wrongState(SLOTS, SlotState.PreCommitted, SlotState.Vacant));
        judge(SLOTS, 0, true);
    }

    function test_RevertWhen_TheGenerationIsAnother() public {
        preCommit(0);
        SlotPlan memory plan = table[0];
        plan.generation = 1;
        bytes memory wrong = abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 0, 0, 1);
        vm.startPrank(plan.node);
        vm.expectRevert(wrong);
        theDeal.proveCommit(0, 1, bytes32(uint256(1)));
        vm.expectRevert(wrong);
        theDeal.refuseSlot(plan, none);
        vm.stopPrank();
    }

    function test_RevertWhen_TheSeedIsNotThere() public {
        preCommit(0);
        uint256 epoch = block.number + SEED_DELAY;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SeedNotReady.selector, epoch, block.number));
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, digestOf(0, 0));
        vm.roll(epoch + 257);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RandomnessUnavailable.selector, epoch, epoch + 257));
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, digestOf(0, 0));
        vm.roll(epoch + 256);
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, digestOf(0, 0));
    }

    function test_AnotherProofTakesThePlaceOfTheOneThatWaits() public {
        preCommit(0);
        prove(0, 0);
        bytes32 other = keccak256("another proof");
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, other);
        assertEq(theDeal.slotOf(0).proofDigest, other);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DigestMismatch.selector, other, digestOf(0, 0)));
        judge(0, 0, true);
    }

    function test_RevertWhen_AReplacementSealsLate() public {
        skipPeriods(3);
        uint256 sealBy = vm.getBlockTimestamp() + 6 * T;
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        vm.warp(sealBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DeadlinePassed.selector, sealBy, sealBy + 1));
        vm.prank(plan.node);
        theDeal.preCommit(plan, none, bytes32(uint256(1)));
    }

    function test_RevertWhen_ItsNodeHasLeft() public {
        seal(0);
        bytes32[] memory path = pathOf(0);
        vm.startPrank(nodeAddress(0));
        theDeal.exitSlot(0, 0);
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.Ended));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.Ended));
        theDeal.refuseSlot(table[0], path);
        vm.expectRevert(_wrongState(0, SlotState.Proved, SlotState.Ended));
        theDeal.exitSlot(0, 0);
        vm.stopPrank();
    }

    function test_OneBadVerdictStopsAll() public {
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](2);
        for (uint16 i = 0; i < 2; ++i) {
            preCommit(i);
            prove(i, 0);
            verdicts[i] = PoRepVerdict(i, 0, digestOf(i, 0), true);
        }
        verdicts[1].digest = keccak256("other");
        vm.expectRevert(
            abi.encodeWithSelector(IDealEvents.DigestMismatch.selector, digestOf(1, 0), keccak256("other"))
        );
        vm.prank(verifier);
        theDeal.recordPoReps(verdicts);
        assertEq(uint8(theDeal.slotOf(0).state), uint8(SlotState.PreCommitted));
        verdicts[1].digest = digestOf(1, 0);
        vm.prank(verifier);
        theDeal.recordPoReps(verdicts);
        assertEq(theDeal.dealData().provedSlots, 2);
    }

    function test_RevertWhen_ALiveSlotIsOfferedAgain() public {
        sealAll();
        start(500 ether);
        bytes32[] memory path = pathOf(0);
        uint64 now_ = period();
        vm.startPrank(nodeAddress(0));
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.Live));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.Live));
        theDeal.refuseSlot(table[0], path);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.OutsideBounds.selector, 0, now_, now_ + 1));
        theDeal.submitPoSt(0, 0, now_ + 1, digestOf(0, 0));
        vm.stopPrank();
    }

    function test_AGenerationThatEndedMayStillPutADigest() public {
        sealAll();
        start(500 ether);
        replace(2, 5, ReplaceReason.Unhealthy);
        uint64 now_ = period();
        vm.expectEmit(address(theDeal));
        emit IDealEvents.PoStSubmitted(2, 0, now_, digestOf(2, 0));
        vm.prank(nodeAddress(2));
        theDeal.submitPoSt(2, 0, now_, digestOf(2, 0));
    }
}
