// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealData, DealState, ReplaceReason, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {EndFixture} from "../utils/EndFixture.sol";

/// @dev What an ended deal keeps for nodes, what goes back to the client, and when.
contract DealRemaindersTest is EndFixture {
    /// @dev The portal cannot refund to the client what a node may still show to have earned.
    function test_UnshownWorkStaysSettleable() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(2);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed + 1, leaves);
        skipPeriods(WINDOW);
        _end(0, noLeaves, noPaths);
        DealData memory data = theDeal.dealData();
        assertEq(data.liabilities, cost(10));
        assertEq(data.contractBalance, cost(10));

        theDeal.settle(closed + 1, leaves[1], paths[1]);
        assertEq(payoutOf(1).balance, owed(RATE, 24) + owed(RATE, 10));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, client));
        theDeal.sweep();
        skipPeriods(168);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, client));
        theDeal.sweep();
        theDeal.settle(closed + 1, leaves[2], paths[2]);
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Completed));
        theDeal.settle(closed + 1, leaves[3], paths[3]);
        uint256 before = client.balance;
        theDeal.sweep();
        assertEq(client.balance - before, cost(10) - 2 * owed(RATE, 10));
        _assertCompletedAndEmpty();
    }

    /// @dev The schedule's next hour after the end is the next period; its proof could still pay the rest.
    function test_LeafFromBeforeTheLastProofIsNotFinal() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed - 1);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(WINDOW);
        _end(closed, leaves, paths);
        assertEq(theDeal.dealData().liabilities, cost(10) - SLOTS * owed(RATE, 9));
    }

    function test_WorkShownAndUnshownAreKeptApart() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = diligent(0, closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(WINDOW);
        _end(closed, leaves, paths);
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 10));
        assertEq(theDeal.dealData().liabilities, (3 * uint256(RATE) * SECTOR * 10 + (24 << 20) - 1) / (24 << 20));
    }

    function test_UnclaimedRewardIsSweptInTheEnd() public {
        vm.deal(address(theDeal), address(theDeal).balance + 1 ether);
        sealReplacement(replace(2, 5, ReplaceReason.Unhealthy));
        skipPeriods(10);
        _close();
        skipPeriods(WINDOW + 1);
        _end(0, noLeaves, noPaths);
        assertEq(theDeal.dealData().liabilities, cost(10) + owed(RATE, 24));
        skipPeriods(169);
        theDeal.sweep();
        _assertCompletedAndEmpty();
    }

    function test_NothingFollowsAFinalLeaf() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(2);
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(2, 0, 4, 4, 9, closed - 6);
        bytes32[][] memory paths = post(closed + 1, leaves);
        skipPeriods(WINDOW);
        _end(closed + 1, leaves, paths);
        uint256 before = payoutOf(2).balance;
        settleOne(period() - 1, diligent(2, closed));
        assertEq(payoutOf(2).balance, before);
        assertEq(theDeal.settledOf(2, 0).provenPeriods, 4);
    }

    function test_UnvestedRewardGoesBackToTheClient() public {
        vm.deal(address(theDeal), address(theDeal).balance + 1 ether);
        SlotPlan memory plan = replace(2, 5, ReplaceReason.Unhealthy);
        sealReplacement(plan);
        skipPeriods(10);
        uint64 closed = _close();
        assertEq(theDeal.dealData().liabilities, cost(10) + owed(RATE, 24));
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        _end(closed, leaves, paths);
        _assertCompletedAndEmpty();
        assertEq(payoutOf(5).balance, owed(RATE, 10));
        assertFalse(theDeal.settledOf(2, 1).sealRewardPaid);
    }

    function test_LateTransfersAreSweptToTheClient() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        _end(closed, leaves, paths);
        _assertCompletedAndEmpty();
        vm.deal(address(theDeal), 2 ether);
        uint256 before = client.balance;
        vm.prank(stranger);
        theDeal.sweep();
        assertEq(client.balance - before, 2 ether);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, client));
        theDeal.sweep();
    }

    function test_RevertWhen_SweepingARunningDeal() public {
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Completed, DealState.Active));
        theDeal.sweep();
    }
}
