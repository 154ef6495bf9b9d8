// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {ReplaceReason, SlotPlan, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev The table of states and reasons, cell by cell, and replacements that do not become what they should.
contract ReplaceReasonsTest is DealFixture {
    bytes private constant ACCEPTED = "";

    function setUp() public override {
        super.setUp();
        register(5);
        register(6);
        publish();
    }

    function _planOf(uint16 slot, uint256 node) private returns (SlotPlan memory) {
        return planFor(slot, theDeal.slotOf(slot).generation + 1, nodeAddress(node));
    }

    /// @dev Answers for slot 0, each on the same state.
    function _assertAnswers(
        bytes memory silent,
        bytes memory missed,
        bytes memory unhealthy,
        bytes memory refused,
        bytes memory exited
    ) private {
        SlotPlan memory plan = _planOf(0, 5);
        // In the order of ReplaceReason; an invalid proof is answered as bad health is.
        bytes[6] memory answers = [silent, missed, unhealthy, unhealthy, refused, exited];
        for (uint8 r = 0; r < 6; ++r) {
            uint256 snapshot = vm.snapshotState();
            if (answers[r].length != 0) vm.expectRevert(answers[r]);
            vm.prank(portal);
            replaceNode(plan, ReplaceReason(r));
            assertEq(theDeal.slotOf(0).generation, answers[r].length == 0 ? plan.generation : plan.generation - 1);
            vm.revertToState(snapshot);
        }
    }

    function _needs(SlotState expected, SlotState actual) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, 0, uint8(expected), uint8(actual));
    }

    function _notSo(ReplaceReason reason) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.WrongReason.selector, 0, uint8(reason));
    }

    function _tooEarly() private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IDealEvents.DeadlineNotReached.selector, terms.sealingDeadline, uint64(vm.getBlockTimestamp())
        );
    }

    function test_AnOfferWithoutAPreCommitIsSilentOnly() public {
        bytes memory live = _needs(SlotState.Live, SlotState.Offered);
        bytes memory vacant = _needs(SlotState.Vacant, SlotState.Offered);
        _assertAnswers(ACCEPTED, _notSo(ReplaceReason.MissedSealing), live, vacant, live);
    }

    function test_APreCommittedSlotMissesItsDeadlineOnly() public {
        preCommit(0);
        bytes memory offered = _needs(SlotState.Offered, SlotState.PreCommitted);
        bytes memory live = _needs(SlotState.Live, SlotState.PreCommitted);
        bytes memory vacant = _needs(SlotState.Vacant, SlotState.PreCommitted);
        _assertAnswers(offered, _tooEarly(), live, vacant, live);
        vm.warp(terms.sealingDeadline + 1);
        _assertAnswers(offered, ACCEPTED, live, vacant, live);
    }

    function test_ARejectedSlotIsNeitherSilentNorLate() public {
        preCommit(0);
        prove(0, 0);
        judge(0, 0, false);
        bytes memory live = _needs(SlotState.Live, SlotState.Offered);
        bytes memory vacant = _needs(SlotState.Vacant, SlotState.Offered);
        _assertAnswers(_notSo(ReplaceReason.Silent), _tooEarly(), live, vacant, live);
        vm.warp(terms.sealingDeadline + 1);
        _assertAnswers(_notSo(ReplaceReason.Silent), ACCEPTED, live, vacant, live);
    }

    function test_ARefusedSlotIsRefusedOnly() public {
        bytes32[] memory path = pathOf(0);
        vm.prank(nodeAddress(0));
        theDeal.refuseSlot(table[0], path);
        bytes memory offered = _needs(SlotState.Offered, SlotState.Vacant);
        bytes memory live = _needs(SlotState.Live, SlotState.Vacant);
        _assertAnswers(offered, offered, live, ACCEPTED, live);
    }

    function test_AProvedSlotIsReplacedLikeALiveOne() public {
        sealAll();
        _assertAnswers(
            _needs(SlotState.Offered, SlotState.Proved),
            _needs(SlotState.Offered, SlotState.Proved),
            ACCEPTED,
            _needs(SlotState.Vacant, SlotState.Proved),
            ACCEPTED
        );
        start(500 ether);
        _assertAnswers(
            _needs(SlotState.Offered, SlotState.Live),
            _needs(SlotState.Offered, SlotState.Live),
            ACCEPTED,
            _needs(SlotState.Vacant, SlotState.Live),
            ACCEPTED
        );
    }

    function test_ASlotThatItsNodeLeftHasOneReason() public {
        seal(0);
        vm.prank(nodeAddress(0));
        theDeal.exitSlot(0, 0);
        bytes memory offered = _needs(SlotState.Offered, SlotState.Ended);
        _assertAnswers(
            offered,
            offered,
            _needs(SlotState.Live, SlotState.Ended),
            _needs(SlotState.Vacant, SlotState.Ended),
            ACCEPTED
        );
    }

    // ---------------------------------------------------- what becomes of them
    /// @dev Offers that were refused weigh no more: the money is just enough for one at a time.
    function test_AReplacementThatRefusesIsReplaced() public {
        sealAll();
        start(cost(48) + rewards());
        for (uint256 i = 0; i < 3; ++i) {
            SlotPlan memory plan = replace(2, 5 + i % 2, i == 0 ? ReplaceReason.Unhealthy : ReplaceReason.Refused);
            vm.prank(plan.node);
            theDeal.refuseSlot(plan, new bytes32[](0));
            assertEq(registry.nodeOf(plan.node).reservedBytes, 0);
        }
        replace(2, 6, ReplaceReason.Refused);
        assertEq(registry.nodeOf(nodeAddress(6)).reservedBytes, SECTOR);
        assertEq(registry.rating(nodeAddress(5)), 9000);
    }

    function test_RevertWhen_TheNewNodeHasNoRoom() public {
        vm.prank(nodeAddress(5));
        registry.setCapacity(SECTOR - 1);
        SlotPlan memory plan = _planOf(0, 5);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.CapacityExceeded.selector, SECTOR - 1, SECTOR));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
    }

    function test_TermsWithoutRewardReserveNone() public {
        terms.planId = keccak256("no reward");
        terms.sealRewardPeriods = 0;
        publishAndStart(500 ether);
        sealReplacement(replace(2, 5, ReplaceReason.Unhealthy));
        assertEq(theDeal.purse().rewardsReserved, 0);
        skipPeriods(26);
        settleOne(period() - 1, work(2, 1, 25, 25, 25, period() - 1));
        assertFalse(theDeal.settledOf(2, 1).sealRewardPaid);
        assertEq(payoutOf(5).balance, owed(RATE, 25));
    }

    /// @dev One hour a day leaves 23 free: the deal then waits that much longer for proofs after its end.
    function test_ASparseReplacementLengthensTheWindow() public {
        uint256 daily;
        for (uint256 d = 0; d < 7; ++d) {
            daily |= 1 << (24 * d);
        }
        register(7, daily, parameters());
        sealAll();
        start(500 ether);
        sealReplacement(replace(2, 7, ReplaceReason.Unhealthy));
        vm.prank(client);
        theDeal.closeDeal();
        uint64 until = period() + 23 + 1 + ROOT_DELAY + DISPUTE_WINDOW;
        skipPeriods(until - period());
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SettlementWindowOpen.selector, until, until));
        vm.prank(portal);
        theDeal.endDeal(0, new WorkLeaf[](0), new bytes32[][](0));
        skipPeriods(1);
        vm.prank(portal);
        theDeal.endDeal(0, new WorkLeaf[](0), new bytes32[][](0));
    }
}
