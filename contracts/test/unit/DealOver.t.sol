// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {Consent, DealState, PoRepVerdict, ReplaceReason, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Every call, in every kind of deal that is not the one it needs.
contract DealOverTest is DealFixture {
    SlotPlan internal offered;
    SlotPlan internal sealing;
    bytes32[] internal none;
    bytes32[][] internal noPaths;
    WorkLeaf[] internal noLeaves;

    /// @dev Slot 0 is offered again, slot 1 waits for its verdict, 2 and 3 are live.
    function setUp() public override {
        super.setUp();
        register(5);
        register(6);
        publishAndStart(cost(60) + rewards());
        offered = replace(0, 5, ReplaceReason.Unhealthy);
        sealing = replace(1, 6, ReplaceReason.Unhealthy);
        preCommitReplacement(sealing);
        prove(1, 1);
    }

    function _wrong(DealState expected, DealState actual) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.WrongState.selector, expected, actual);
    }

    function _over() internal view returns (bytes memory) {
        return abi.encodeWithSelector(IDealEvents.AccrualOver.selector, theDeal.dealData().accrualEnd, period());
    }

    function _assertNotOpen(bytes memory reason) internal {
        vm.expectRevert(reason);
        theDeal.topUp();
        vm.startPrank(offered.node);
        vm.expectRevert(reason);
        theDeal.preCommit(offered, none, bytes32(uint256(1)));
        vm.expectRevert(reason);
        theDeal.refuseSlot(offered, none);
        vm.stopPrank();
        vm.expectRevert(reason);
        vm.prank(sealing.node);
        theDeal.proveCommit(1, 1, bytes32(uint256(1)));
        vm.expectRevert(reason);
        vm.prank(verifier);
        theDeal.recordPoReps(new PoRepVerdict[](0));
        vm.expectRevert(reason);
        vm.prank(portal);
        replaceNode(offered, ReplaceReason.Silent);
        vm.expectRevert(reason);
        vm.prank(table[2].node);
        theDeal.exitSlot(2, 0);
        vm.expectRevert(reason);
        theDeal.releaseSlot(2);
        vm.startPrank(client);
        vm.expectRevert(reason);
        theDeal.extendDeal(type(uint32).max, new Consent[](0));
        vm.expectRevert(reason);
        theDeal.closeDeal();
        vm.stopPrank();
    }

    function _assertNotSettleable(bytes memory reason) internal {
        WorkLeaf memory leaf = work(2, 0, 1, 1, 1, 1);
        vm.expectRevert(reason);
        theDeal.settle(1, leaf, none);
        vm.expectRevert(reason);
        theDeal.settleMany(1, noLeaves, noPaths);
        vm.expectRevert(reason);
        vm.prank(table[2].node);
        theDeal.disputePoSt(2, 0, 1, "", "");
        vm.expectRevert(reason);
        theDeal.decideDispute(2, 0, 1, 1, leaf, none);
        vm.expectRevert(reason);
        theDeal.concludeDispute(2, 0, 1);
    }

    function _assertNotActive(DealState actual) internal {
        bytes memory reason = _wrong(DealState.Active, actual);
        vm.expectRevert(reason);
        vm.prank(table[2].node);
        theDeal.submitPoSt(2, 0, 1, 0);
        vm.expectRevert(reason);
        vm.prank(portal);
        theDeal.endDeal(1, noLeaves, noPaths);
        vm.expectRevert(reason);
        theDeal.releaseSlot(2);
        vm.expectRevert(reason);
        vm.prank(client);
        theDeal.extendDeal(type(uint32).max, new Consent[](0));
    }

    function _assertNotPending(DealState actual) internal {
        bytes memory reason = _wrong(DealState.Pending, actual);
        vm.expectRevert(reason);
        vm.prank(client);
        theDeal.startDeal(0);
        vm.expectRevert(reason);
        vm.prank(portal);
        theDeal.cancelDeal();
    }

    function test_NothingMovesOnceTheMoneyIsUsedUp() public {
        // Two of four are live, so sixty periods' money lasts for twice as many.
        assertEq(theDeal.dealData().accrualEnd, period() + 120);
        skipPeriods(121);
        _assertNotOpen(_over());
        _assertNotPending(DealState.Active);
    }

    function test_NothingMovesOnceTheTermIsOver() public {
        vm.deal(stranger, 500 ether);
        vm.prank(stranger);
        theDeal.topUp{value: 500 ether}();
        skipPeriods(DURATION + 1);
        _assertNotOpen(_over());
    }

    function test_NothingMovesOnceTheClientHasClosed() public {
        vm.prank(client);
        theDeal.closeDeal();
        _assertNotOpen(_over());
        skipPeriods(1);
        _assertNotOpen(_over());
    }

    function test_NothingMovesInACompletedDeal() public {
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(1 + ROOT_DELAY + DISPUTE_WINDOW + 169);
        theDeal.endDeal(0, noLeaves, noPaths);
        _assertNotOpen(_wrong(DealState.Active, DealState.Completed));
        _assertNotActive(DealState.Completed);
        _assertNotPending(DealState.Completed);
        skipPeriods(169);
        _assertNotSettleable(_wrong(DealState.Active, DealState.Completed));
    }

    function test_NothingIsSettledInACancelledDeal() public {
        terms.planId = keccak256("second");
        publish();
        vm.prank(portal);
        theDeal.cancelDeal();
        _assertNotOpen(_wrong(DealState.Active, DealState.Cancelled));
        _assertNotActive(DealState.Cancelled);
        _assertNotPending(DealState.Cancelled);
        _assertNotSettleable(_wrong(DealState.Active, DealState.Cancelled));
    }

    function test_NothingOfARunningDealWorksBeforeTheStart() public {
        terms.planId = keccak256("second");
        publish();
        _assertNotActive(DealState.Pending);
        _assertNotSettleable(_wrong(DealState.Active, DealState.Pending));
        vm.expectRevert(_wrong(DealState.Completed, DealState.Pending));
        theDeal.sweep();
    }

    function test_AnEndedDealCountsNoSlots() public {
        assertEq(theDeal.dealData().liveSlots, 2);
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(1 + ROOT_DELAY + DISPUTE_WINDOW + 169);
        theDeal.endDeal(0, noLeaves, noPaths);
        assertEq(theDeal.dealData().liveSlots, 0);
        terms.planId = keccak256("second");
        terms.sealingDeadline = uint64(vm.getBlockTimestamp()) + 6 * T;
        terms.startDeadline = terms.sealingDeadline;
        publishAndSeal();
        assertEq(theDeal.dealData().provedSlots, SLOTS);
        vm.prank(portal);
        theDeal.cancelDeal();
        assertEq(theDeal.dealData().provedSlots, 0);
    }
}
