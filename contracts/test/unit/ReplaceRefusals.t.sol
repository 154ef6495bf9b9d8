// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {NodeParameters, ReplaceReason, SlotPlan} from "../../src/libraries/Types.sol";
import {ReplaceFixture} from "../utils/ReplaceFixture.sol";

contract ReplaceRefusalsTest is ReplaceFixture {
    function test_RevertWhen_NotThePortal() public {
        SlotPlan memory plan = _planOf(0, 5);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.Unauthorised.selector, client));
        vm.prank(client);
        replaceNode(plan, ReplaceReason.Silent);
    }

    function test_RevertWhen_SlotOrGenerationIsWrong() public {
        SlotPlan memory plan = _planOf(0, 5);
        plan.generation = 2;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 0, 1, 2));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
        plan.slot = SLOTS;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, SLOTS));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
    }

    function test_RevertWhen_DataWouldChange() public {
        preCommit(0);
        vm.warp(terms.sealingDeadline + 1);
        SlotPlan memory plan = _planOf(0, 5);
        bytes32 old = plan.commD;
        plan.commD = keccak256("other data");
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.CommDChanged.selector, old, plan.commD));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.MissedSealing);
    }

    /// @dev Also of a slot that nobody has taken: what it holds is agreed.
    function test_RevertWhen_DataWouldChangeBeforeThePreCommit() public {
        SlotPlan memory plan = _planOf(0, 5);
        plan.commD = keccak256("other data");
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.CommDChanged.selector, table[0].commD, plan.commD));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
    }

    /// @dev Nothing of it is stored, so the portal has to show what was published.
    function test_RevertWhen_AnotherRowIsShown() public {
        SlotPlan memory plan = _planOf(0, 5);
        bytes32[] memory path = pathOf(1);
        SlotPlan memory row = table[1];
        vm.startPrank(portal);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, 0));
        theDeal.replaceNode(plan, ReplaceReason.Silent, row, path);
        row = table[0];
        path = pathOf(0);
        row.commD = keccak256("other data");
        plan.commD = row.commD;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, 0));
        theDeal.replaceNode(plan, ReplaceReason.Silent, row, path);
        vm.stopPrank();
    }

    function test_RevertWhen_ReplacementIsTooExpensive() public {
        NodeParameters memory dear = parameters();
        dear.rate = 3 * RATE + 1;
        register(7, ALL_HOURS, dear);
        SlotPlan memory plan = _planOf(0, 7);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.RateAboveMaximum.selector, 3 * RATE, 3 * RATE + 1));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
    }

    function test_RevertWhen_AccrualIsOver() public {
        sealAll();
        start(cost(60) + rewards());
        uint64 begin = period();
        SlotPlan memory plan = _planOf(2, 5);
        skipPeriods(61);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.AccrualOver.selector, begin + 60, begin + 61));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Unhealthy);
    }
}
