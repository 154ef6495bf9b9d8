// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealState, ReplaceReason, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {EndFixture} from "../utils/EndFixture.sol";

/// @dev When a deal may be ended, by the portal and by anybody.
contract DealEndsTest is EndFixture {
    function test_EndsEarlyOnceEveryLiveSlotProvedToTheEnd() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);

        uint64 now_ = period();
        bytes memory open = abi.encodeWithSelector(IDealEvents.SettlementWindowOpen.selector, closed + WINDOW, now_);
        vm.expectRevert(open);
        _end(closed, leaves, paths);
        skipPeriods(1);
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(closed, leaves, paths);
        skipPeriods(1);
        _end(closed, leaves, paths);
        _assertCompletedAndEmpty();
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 10));
        assertEq(uint8(theDeal.slotOf(0).state), uint8(SlotState.Ended));
        for (uint256 i = 0; i < SLOTS; ++i) {
            assertEq(registry.nodeOf(nodeAddress(i)).reservedBytes, 0);
            assertEq(registry.rating(nodeAddress(i)), 10_000);
        }
    }

    function test_RevertWhen_OneSlotHasNotProvedToTheEnd() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        leaves[2] = work(2, 0, 9, 9, 9, closed - 1);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(closed, leaves, paths);
    }

    /// @dev The same leaf four times is one slot that has proved, not four.
    function test_RevertWhen_OneLeafIsShownAgainAndAgain() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        for (uint256 i = 1; i < SLOTS; ++i) {
            leaves[i] = leaves[0];
            paths[i] = paths[0];
        }
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(closed, leaves, paths);
    }

    function test_EndsAfterTheWindowForfeitingWhatWasNotProved() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(2);
        WorkLeaf[] memory leaves = diligentAll(closed);
        leaves[2] = work(2, 0, 4, 4, 9, closed - 6);
        bytes32[][] memory paths = post(closed + 1, leaves);
        skipPeriods(WINDOW - 2);
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(closed + 1, leaves, paths);
        skipPeriods(1);
        uint256 before = client.balance;
        _end(closed + 1, leaves, paths);
        _assertCompletedAndEmpty();
        assertEq(client.balance - before, cost(10) - 3 * owed(RATE, 10) - owed(RATE, 4));
    }

    function test_RevertWhen_NoSlotIsLiveButTheTermRuns() public {
        skipPeriods(10);
        for (uint16 i = 0; i < SLOTS; ++i) {
            replace(i, 5, ReplaceReason.Unhealthy);
        }
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(0, noLeaves, noPaths);
    }

    function test_RevertWhen_DealIsRunning() public {
        skipPeriods(10);
        WorkLeaf[] memory leaves = diligentAll(begin + 9);
        bytes32[][] memory paths = post(begin + 9, leaves);
        vm.expectPartialRevert(IDealEvents.SettlementWindowOpen.selector);
        _end(begin + 9, leaves, paths);
    }

    function test_TermOver() public {
        skipPeriods(DURATION + 1);
        WorkLeaf[] memory leaves = diligentAll(begin + DURATION);
        bytes32[][] memory paths = post(begin + DURATION, leaves);
        skipPeriods(DISPUTE_WINDOW);
        _end(begin + DURATION, leaves, paths);
        _assertCompletedAndEmpty();
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, DURATION));
    }

    function test_AllNodesGone() public {
        skipPeriods(10);
        // Every slot changes hands, and none of the replacements ever seals.
        for (uint16 i = 0; i < SLOTS; ++i) {
            replace(i, 5, ReplaceReason.Unhealthy);
        }
        assertEq(theDeal.dealData().liveSlots, 0);
        skipPeriods(3);
        assertEq(theDeal.dealData().accrued, cost(10));
        uint64 closed = _close();
        skipPeriods(2);
        WorkLeaf[] memory leaves = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            leaves[i] = work(i, 0, 10, 10, 10, begin + 10);
        }
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        _end(closed, leaves, paths);
        _assertCompletedAndEmpty();
        assertEq(registry.nodeOf(nodeAddress(5)).reservedBytes, 0);
        assertEq(payoutOf(2).balance, owed(RATE, 24) + owed(RATE, 10));
    }

    function test_AnyoneEndsAfterTheGrace() public {
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(WINDOW + 168);
        uint64 until = closed + WINDOW + 168;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SettlementWindowOpen.selector, until, until));
        vm.prank(stranger);
        theDeal.endDeal(0, noLeaves, noPaths);
        skipPeriods(1);
        vm.prank(stranger);
        theDeal.endDeal(0, noLeaves, noPaths);
        assertEq(theDeal.dealData().liabilities, cost(10), "what accrued stays settleable");
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0);
    }

    function test_RevertWhen_EndedTwice() public {
        test_AnyoneEndsAfterTheGrace();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Completed));
        _end(0, noLeaves, noPaths);
    }

    function test_WindowCoversTheLongestGap() public {
        // One hour a day: 23 free hours between.
        uint256 daily;
        for (uint256 d = 0; d < 7; ++d) {
            daily |= 1 << (24 * d);
        }
        vm.prank(nodeAddress(0));
        registry.setAvailability(daily);
        terms.planId = keccak256("sparse");
        terms.sealingDeadline += 100 * T;
        terms.startDeadline += 100 * T;
        table[0].hoursMap = daily;
        publishAndStart(500 ether);
        skipPeriods(10);
        uint64 closed = _close();
        skipPeriods(24 + ROOT_DELAY + DISPUTE_WINDOW);
        uint64 until = closed + 24 + ROOT_DELAY + DISPUTE_WINDOW;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SettlementWindowOpen.selector, until, until));
        _end(0, noLeaves, noPaths);
        skipPeriods(1);
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(0, 0, 0, 0, 0, 0);
        bytes32[][] memory paths = post(period() - 5, leaves);
        _end(period() - 5, leaves, paths);
        // Its root is from after its last scheduled hour, so nothing is kept for it; the others' is.
        assertEq(theDeal.dealData().liabilities, (3 * uint256(RATE) * SECTOR * 10 + (24 << 20) - 1) / (24 << 20));
    }
}
