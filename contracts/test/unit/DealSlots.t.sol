// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IBeacon} from "../../src/interfaces/IBeacon.sol";
import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealState, PoRepVerdict, ReplaceReason, SlotPlan, SlotRecord, SlotState} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev From the offer to a proved slot, and every step that is not allowed on the way.
contract DealSlotsTest is DealFixture {
    bytes32[] internal none;

    function setUp() public override {
        super.setUp();
        publish();
    }

    function _state(uint16 slot) internal view returns (SlotState) {
        return theDeal.slotOf(slot).state;
    }

    function _wrongState(uint16 slot, SlotState expected, SlotState actual) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, slot, uint8(expected), uint8(actual));
    }

    // ------------------------------------------------------------- the way through
    function test_OfferedToProved() public {
        assertEq(uint8(_state(1)), uint8(SlotState.Offered));
        vm.expectEmit(address(theDeal));
        emit IDealEvents.PreCommitted(
            1, 0, nodeAddress(1), keccak256(abi.encode("commR", uint16(1))), uint64(block.number), 1
        );
        preCommit(1);
        SlotRecord memory record = theDeal.slotOf(1);
        assertEq(uint8(record.state), uint8(SlotState.PreCommitted));
        assertEq(record.payout, payoutOf(1));
        assertEq(record.rate, RATE);
        assertEq(record.maxSpan, 24);
        assertEq(record.hoursMap, ALL_HOURS);
        assertEq(record.preCommitEpoch, block.number);

        uint256 epoch = block.number + SEED_DELAY;
        vm.roll(epoch);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SeedNotReady.selector, epoch, epoch));
        theDeal.interactiveBeacon(1);
        vm.roll(epoch + 1);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.CommitProved(1, 0, digestOf(1, 0), blockhash(epoch));
        vm.prank(nodeAddress(1));
        theDeal.proveCommit(1, 0, digestOf(1, 0));
        judge(1, 0, true);
        assertEq(uint8(_state(1)), uint8(SlotState.Proved));
        assertEq(theDeal.dealData().provedSlots, 1);
    }

    function test_RejectedGoesBackToOffered() public {
        preCommit(0);
        prove(0, 0);
        judge(0, 0, false);
        assertEq(uint8(_state(0)), uint8(SlotState.Offered));
        assertEq(theDeal.slotOf(0).proofDigest, 0);
        seal(0);
        assertEq(uint8(_state(0)), uint8(SlotState.Proved));
        assertEq(theDeal.slotOf(0).preCommits, 2);
    }

    function test_AtMostThreePreCommits() public {
        for (uint256 i = 0; i < 3; ++i) {
            preCommit(0);
            prove(0, 0);
            judge(0, 0, false);
        }
        bytes32[] memory path = pathOf(0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.TooManyPreCommits.selector, 0));
        vm.prank(nodeAddress(0));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    /// @dev On a local chain a seed is gone after 256 blocks; a new preCommit then gives a new one.
    function test_PreCommitAgainForgetsTheOldProof() public {
        preCommit(0);
        prove(0, 0);
        preCommit(0);
        assertEq(theDeal.slotOf(0).proofDigest, 0);
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(0, 0, digestOf(0, 0), true);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DigestMismatch.selector, bytes32(0), digestOf(0, 0)));
        vm.prank(verifier);
        theDeal.recordPoReps(verdicts);
        vm.roll(block.number + 300);
        vm.expectPartialRevert(IBeacon.RandomnessUnavailable.selector);
        theDeal.interactiveBeacon(0);
    }

    // --------------------------------------------------------------- preCommit
    function test_RevertWhen_PlanIsNotInTheTable() public {
        SlotPlan memory plan = table[0];
        bytes32[] memory path = pathOf(0);
        plan.rate = 2 * RATE;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, 0));
        vm.prank(plan.node);
        theDeal.preCommit(plan, path, bytes32(uint256(1)));
        path[0] = bytes32(0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, 0));
        vm.prank(plan.node);
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    function test_RevertWhen_PreCommitIsNotTheNodes() public {
        bytes32[] memory path = pathOf(0);
        bytes memory refused = abi.encodeWithSelector(IDealEvents.NotTheNode.selector, nodeAddress(0), nodeAddress(1));
        vm.expectRevert(refused);
        vm.prank(nodeAddress(1));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
        preCommit(0);
        vm.expectRevert(refused);
        vm.prank(nodeAddress(1));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    function test_RevertWhen_PreCommitIsLate() public {
        bytes32[] memory path = pathOf(0);
        vm.warp(terms.sealingDeadline);
        preCommit(1);
        vm.warp(terms.sealingDeadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.DeadlinePassed.selector, terms.sealingDeadline, terms.sealingDeadline + 1
            )
        );
        vm.prank(nodeAddress(0));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    function test_RevertWhen_PreCommittingAProvedSlot() public {
        seal(0);
        bytes32[] memory path = pathOf(0);
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.Proved));
        vm.prank(nodeAddress(0));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    function test_RevertWhen_GenerationIsNotTheCurrentOne() public {
        register(5);
        replace(0, 5, ReplaceReason.Silent);
        bytes32[] memory path = pathOf(0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 0, 1, 0));
        vm.prank(nodeAddress(0));
        theDeal.preCommit(table[0], path, bytes32(uint256(1)));
    }

    // ------------------------------------------------------------- proveCommit
    function test_RevertWhen_ProvingWithoutPreCommit() public {
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, address(0), nodeAddress(0)));
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, bytes32(uint256(1)));
        vm.expectRevert(_wrongState(0, SlotState.PreCommitted, SlotState.Vacant));
        theDeal.interactiveBeacon(0);
    }

    function test_RevertWhen_ProvingTwice() public {
        seal(0);
        vm.expectRevert(_wrongState(0, SlotState.PreCommitted, SlotState.Proved));
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, bytes32(uint256(1)));
    }

    function test_RevertWhen_ProvingIsLateOrForeign() public {
        preCommit(0);
        vm.roll(block.number + SEED_DELAY + 1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, nodeAddress(0), stranger));
        vm.prank(stranger);
        theDeal.proveCommit(0, 0, bytes32(uint256(1)));
        vm.warp(terms.sealingDeadline + 1);
        vm.expectPartialRevert(IDealEvents.DeadlinePassed.selector);
        vm.prank(nodeAddress(0));
        theDeal.proveCommit(0, 0, bytes32(uint256(1)));
    }

    // ------------------------------------------------------------ recordPoReps
    function test_RevertWhen_VerdictIsNotTheVerifiers() public {
        preCommit(0);
        prove(0, 0);
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(0, 0, digestOf(0, 0), true);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.Unauthorised.selector, portal));
        vm.prank(portal);
        theDeal.recordPoReps(verdicts);
    }

    function test_RevertWhen_VerdictIsForAnotherProof() public {
        preCommit(0);
        prove(0, 0);
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(0, 0, keccak256("other"), true);
        vm.startPrank(verifier);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DigestMismatch.selector, digestOf(0, 0), keccak256("other")));
        theDeal.recordPoReps(verdicts);
        verdicts[0] = PoRepVerdict(0, 1, digestOf(0, 0), true);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 0, 0, 1));
        theDeal.recordPoReps(verdicts);
        verdicts[0] = PoRepVerdict(1, 0, bytes32(0), true);
        vm.expectRevert(_wrongState(1, SlotState.PreCommitted, SlotState.Vacant));
        theDeal.recordPoReps(verdicts);
        vm.stopPrank();
    }

    function test_RevertWhen_JudgedTwice() public {
        seal(0);
        vm.expectRevert(_wrongState(0, SlotState.PreCommitted, SlotState.Proved));
        judge(0, 0, true);
    }

    function test_RevertWhen_ProofWasNeverGiven() public {
        preCommit(0);
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(0, 0, bytes32(0), true);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DigestMismatch.selector, bytes32(0), bytes32(0)));
        vm.prank(verifier);
        theDeal.recordPoReps(verdicts);
    }

    // -------------------------------------------------------------- refuseSlot
    function test_RefusingCostsNothing() public {
        bytes32[] memory path = pathOf(2);
        vm.prank(nodeAddress(2));
        theDeal.refuseSlot(table[2], path);
        assertEq(uint8(_state(2)), uint8(SlotState.Vacant));
        assertEq(registry.nodeOf(nodeAddress(2)).reservedBytes, 0);
        assertEq(registry.rating(nodeAddress(2)), 9000);
        vm.expectRevert(_wrongState(2, SlotState.Offered, SlotState.Vacant));
        vm.prank(nodeAddress(2));
        theDeal.refuseSlot(table[2], path);
        vm.expectRevert(_wrongState(2, SlotState.Offered, SlotState.Vacant));
        vm.prank(nodeAddress(2));
        theDeal.preCommit(table[2], path, bytes32(uint256(1)));
    }

    function test_ReplacementRefusesToo() public {
        register(5);
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, plan.node, stranger));
        vm.prank(stranger);
        theDeal.refuseSlot(plan, none);
        vm.prank(plan.node);
        theDeal.refuseSlot(plan, none);
        assertEq(registry.nodeOf(plan.node).reservedBytes, 0);
        assertEq(uint8(_state(0)), uint8(SlotState.Vacant));
    }

    function test_RevertWhen_RefusingAfterPreCommit() public {
        bytes32[] memory path = pathOf(0);
        preCommit(0);
        vm.expectRevert(_wrongState(0, SlotState.Offered, SlotState.PreCommitted));
        vm.prank(nodeAddress(0));
        theDeal.refuseSlot(table[0], path);
        prove(0, 0);
        judge(0, 0, false);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.TooManyPreCommits.selector, 0));
        vm.prank(nodeAddress(0));
        theDeal.refuseSlot(table[0], path);
    }

    function test_RevertWhen_RefusingForAnother() public {
        bytes32[] memory path = pathOf(0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, nodeAddress(0), nodeAddress(1)));
        vm.prank(nodeAddress(1));
        theDeal.refuseSlot(table[0], path);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, 0));
        vm.prank(nodeAddress(0));
        theDeal.refuseSlot(table[0], none);
    }

    // -------------------------------------------------------------- submitPoSt
    function test_SubmitPoSt() public {
        sealAll();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Pending));
        vm.prank(nodeAddress(0));
        theDeal.submitPoSt(0, 0, 1, digestOf(0, 0));
        start(500 ether);
        uint64 now_ = period();
        vm.expectEmit(address(theDeal));
        emit IDealEvents.PoStSubmitted(0, 0, now_, digestOf(0, 0));
        vm.startPrank(nodeAddress(0));
        theDeal.submitPoSt(0, 0, now_, digestOf(0, 0));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.OutsideBounds.selector, 0, now_, now_ - 1));
        theDeal.submitPoSt(0, 0, now_ - 1, digestOf(0, 0));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, nodeAddress(1), nodeAddress(0)));
        theDeal.submitPoSt(1, 0, now_, digestOf(0, 0));
        vm.stopPrank();
    }

    // ----------------------------------------------------- not in the wrong state
    function test_NothingMovesInACancelledDeal() public {
        preCommit(0);
        prove(0, 0);
        bytes32[] memory path = pathOf(1);
        register(5);
        SlotPlan memory plan = planFor(1, 1, nodeAddress(5));
        vm.prank(portal);
        theDeal.cancelDeal();
        assertEq(uint8(_state(0)), uint8(SlotState.Ended));
        assertEq(uint8(_state(1)), uint8(SlotState.Ended));

        bytes memory over =
            abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Cancelled);
        vm.startPrank(nodeAddress(1));
        vm.expectRevert(over);
        theDeal.preCommit(table[1], path, bytes32(uint256(1)));
        vm.expectRevert(over);
        theDeal.refuseSlot(table[1], path);
        vm.expectRevert(over);
        theDeal.submitPoSt(1, 0, 1, 0);
        vm.stopPrank();
        vm.prank(nodeAddress(0));
        vm.expectRevert(over);
        theDeal.proveCommit(0, 0, 0);
        vm.expectRevert(over);
        judge(0, 0, true);
        vm.expectRevert(over);
        theDeal.topUp();
        vm.prank(portal);
        vm.expectRevert(over);
        replaceNode(plan, ReplaceReason.Silent);
        bytes memory notPending =
            abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Pending, DealState.Cancelled);
        vm.expectRevert(notPending);
        vm.prank(client);
        theDeal.startDeal(0);
        vm.expectRevert(notPending);
        vm.prank(portal);
        theDeal.cancelDeal();
        vm.expectRevert(over);
        vm.prank(client);
        theDeal.closeDeal();
    }
}
