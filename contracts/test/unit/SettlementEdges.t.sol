// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IProofLedger} from "../../src/interfaces/IProofLedger.sol";
import {WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Leaves that pay nothing, and leaves of which one is bad.
contract SettlementEdgesTest is DealFixture {
    uint64 internal begin;

    function setUp() public override {
        super.setUp();
        publishAndStart(500 ether);
        begin = period();
    }

    function test_AMissedCommitmentCostsRatingAndPaysNothing() public {
        skipPeriods(3);
        settleOne(begin + 2, work(0, 0, 0, 0, 2, 0));
        assertEq(payoutOf(0).balance, owed(RATE, 24));
        assertEq(theDeal.settledOf(0, 0).commitments, 2);
        assertEq(registry.nodeOf(nodeAddress(0)).commitments, 2);
        assertEq(registry.rating(nodeAddress(0)), 0);
    }

    function test_RevertWhen_OneOfManyIsNotProven() public {
        skipPeriods(6);
        WorkLeaf[] memory leaves = diligentAll(begin + 5);
        bytes32[][] memory paths = post(begin + 5, leaves);
        leaves[3].provenPeriods += 1;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotProvenByLedger.selector, 3, 0));
        theDeal.settleMany(begin + 5, leaves, paths);
        assertEq(theDeal.settledOf(0, 0).paid, 0, "nor is any other settled");
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.UnknownRoot.selector, begin + 4));
        theDeal.settleMany(begin + 4, new WorkLeaf[](0), new bytes32[][](0));
        leaves[3].deal = stranger;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongDeal.selector, address(theDeal), stranger));
        theDeal.settleMany(begin + 5, leaves, paths);
    }

    function test_RevertWhen_TheDealIsEndedWithABadLeaf() public {
        skipPeriods(5);
        vm.prank(client);
        theDeal.closeDeal();
        uint64 closed = period();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.startPrank(portal);
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.UnknownRoot.selector, closed + 1));
        theDeal.endDeal(closed + 1, leaves, paths);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.LengthMismatch.selector, SLOTS, 0));
        theDeal.endDeal(closed, leaves, new bytes32[][](0));
        leaves[1].commitments += 1;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotProvenByLedger.selector, 1, 0));
        theDeal.endDeal(closed, leaves, paths);
        leaves[1].commitments -= 1;
        leaves[2].deal = stranger;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongDeal.selector, address(theDeal), stranger));
        theDeal.endDeal(closed, leaves, paths);
        leaves[2].deal = address(theDeal);
        theDeal.endDeal(closed, leaves, paths);
        vm.stopPrank();
    }

    /// @dev A leaf of a slot that never was live is shown at the end too, and says nothing there either.
    function test_ALeafOfNobodyEndsNothing() public {
        skipPeriods(5);
        vm.prank(client);
        theDeal.closeDeal();
        uint64 closed = period();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        leaves[3] = work(3, 9, 5, 5, 5, closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        vm.prank(portal);
        theDeal.endDeal(closed, leaves, paths);
    }
}
