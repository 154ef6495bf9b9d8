// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {
    Consent,
    DealData,
    DealState,
    ReplaceReason,
    SlotPlan,
    SlotRecord,
    SlotState,
    WorkLeaf
} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract DealExitsTest is DealFixture {
    uint64 internal constant NOTICE = 24;
    uint64 internal begin;

    function setUp() public override {
        super.setUp();
        register(5);
    }

    function _start() internal {
        publishAndStart(500 ether);
        begin = period();
    }

    function _exit(uint16 slot) internal {
        vm.prank(table[slot].node);
        theDeal.exitSlot(slot, 0);
    }

    function _reserved(uint16 slot) internal view returns (uint64) {
        return registry.nodeOf(table[slot].node).reservedBytes;
    }

    // ----------------------------------------------------------------- notice
    function test_ANodeLeavesADayAfterItsWord() public {
        _start();
        skipPeriods(10);
        uint64 end = period() + NOTICE;
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEndSet(1, 0, table[1].node, end);
        _exit(1);
        SlotRecord memory slot = theDeal.slotOf(1);
        assertEq(uint8(slot.state), uint8(SlotState.Live));
        assertEq(slot.end, end);
        assertEq(_reserved(1), SECTOR);

        skipPeriods(NOTICE - 1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotNotOver.selector, 1, end, end - 1));
        theDeal.releaseSlot(1);
        skipPeriods(1);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEnded(1, 0, end);
        vm.prank(stranger);
        theDeal.releaseSlot(1);
        assertEq(uint8(theDeal.slotOf(1).state), uint8(SlotState.Ended));
        assertEq(theDeal.slotOf(1).end, end);
        assertEq(_reserved(1), 0);
        assertEq(theDeal.dealData().liveSlots, 3);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.WrongSlotState.selector, 1, uint8(SlotState.Live), uint8(SlotState.Ended)
            )
        );
        theDeal.releaseSlot(1);
    }

    function test_WorkIsPaidUpToTheEndAndNoFurther() public {
        _start();
        _exit(1);
        skipPeriods(NOTICE + 20);
        uint64 last = period() - 1;
        settleOne(last, work(1, 0, 44, 44, 44, last));
        assertEq(payoutOf(1).balance, owed(RATE, 24) + owed(RATE, NOTICE));
        assertEq(registry.nodeOf(table[1].node).commitments, NOTICE);
    }

    /// @dev Whenever the slot is released, the client pays for the time until the announced end alone.
    function testFuzz_ALateReleaseCostsTheClientNothing(uint8 late) public {
        _start();
        _exit(1);
        uint256 wait = uint256(late) % 150;
        skipPeriods(NOTICE + wait);
        theDeal.releaseSlot(1);
        uint256 units = 4 * uint256(RATE) * NOTICE + 3 * uint256(RATE) * wait;
        assertEq(theDeal.dealData().accrued, (units * SECTOR + (24 << 20) - 1) / (24 << 20));
    }

    function test_TheMoneyLastsLongerAfterARelease() public {
        publishAndStart(rewards() + cost(100));
        uint64 until = theDeal.dealData().fundedUntil;
        _exit(1);
        assertEq(theDeal.dealData().fundedUntil, until);
        skipPeriods(40);
        theDeal.releaseSlot(1);
        // 60 periods of four slots and 16 of one are left, 256 in all, for three.
        assertEq(theDeal.dealData().fundedUntil, period() + 85);
    }

    function test_RevertWhen_ANodeLeavesTwice() public {
        _start();
        _exit(1);
        uint64 end = theDeal.slotOf(1).end;
        skipPeriods(3);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotLeaves.selector, 1, end));
        _exit(1);
    }

    function test_RevertWhen_AnotherNodeGivesNotice() public {
        _start();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, table[1].node, table[2].node));
        vm.prank(table[2].node);
        theDeal.exitSlot(1, 0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 1, 0, 1));
        vm.prank(table[1].node);
        theDeal.exitSlot(1, 1);
    }

    function test_RevertWhen_ASlotThatStaysIsReleased() public {
        _start();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotNotOver.selector, 1, 0, period()));
        theDeal.releaseSlot(1);
    }

    function test_RevertWhen_TheDealIsClosing() public {
        _start();
        vm.prank(client);
        theDeal.closeDeal();
        vm.expectPartialRevert(IDealEvents.AccrualOver.selector);
        _exit(1);
    }

    function test_RevertWhen_ReleasedBeforeTheStart() public {
        publish();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Pending));
        theDeal.releaseSlot(1);
    }

    function test_RevertWhen_AnOfferedReplacementLeaves() public {
        _start();
        SlotPlan memory plan = replace(1, 5, ReplaceReason.Unhealthy);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.WrongSlotState.selector, 1, uint8(SlotState.Live), uint8(SlotState.Offered)
            )
        );
        vm.prank(plan.node);
        theDeal.exitSlot(1, 1);
    }

    function test_RevertWhen_AnUnknownSlotIsReleased() public {
        _start();
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.WrongSlotState.selector, SLOTS, uint8(SlotState.Live), uint8(SlotState.Vacant)
            )
        );
        theDeal.releaseSlot(SLOTS);
    }

    /// @dev The term was made longer without it, so it is bound to the old end; a day's notice is still enough.
    function test_ANodeBoundToTheOldTermMayLeaveSooner() public {
        _start();
        vm.prank(client);
        theDeal.extendDeal(begin + DURATION + 100, new Consent[](0));
        assertEq(theDeal.slotOf(1).end, begin + DURATION);
        _exit(1);
        assertEq(theDeal.slotOf(1).end, begin + NOTICE);
    }

    // --------------------------------------------------------- before the start
    function test_BeforeTheStartAProvedNodeLeavesAtOnce() public {
        publishAndSeal();
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEnded(1, 0, 0);
        _exit(1);
        assertEq(_reserved(1), 0);
        assertEq(theDeal.dealData().provedSlots, 3);
        bytes32 hash = theDeal.termsHash();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotProved.selector, 4, 3));
        vm.prank(client);
        theDeal.startDeal{value: 10 ether}(hash);

        sealReplacement(replace(1, 5, ReplaceReason.Exited));
        assertEq(registry.nodeOf(nodeAddress(5)).reservedBytes, SECTOR);
        start(500 ether);
        assertEq(theDeal.dealData().liveSlots, 4);
        assertEq(registry.nodeOf(table[1].node).commitments, 0);
    }

    function test_RevertWhen_ANodeLeavesWhileItSeals() public {
        publish();
        preCommit(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.WrongSlotState.selector, 1, uint8(SlotState.Proved), uint8(SlotState.PreCommitted)
            )
        );
        _exit(1);
    }

    function test_AnExitBeforeTheStartAndACancelReleaseOnce() public {
        publishAndSeal();
        _exit(1);
        vm.prank(portal);
        theDeal.cancelDeal();
        for (uint16 i = 0; i < SLOTS; ++i) {
            assertEq(_reserved(i), 0);
        }
    }

    // -------------------------------------------------------------- replacement
    function test_AnExitedSlotGoesToAnotherNode() public {
        _start();
        _exit(1);
        skipPeriods(NOTICE + 2);
        theDeal.releaseSlot(1);
        uint256 accrued = theDeal.dealData().accrued;
        SlotPlan memory plan = planFor(1, 1, nodeAddress(5));
        vm.expectPartialRevert(IDealEvents.WrongSlotState.selector);
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Unhealthy);
        sealReplacement(replace(1, 5, ReplaceReason.Exited));
        assertEq(uint8(theDeal.slotOf(1).state), uint8(SlotState.Live));
        assertEq(theDeal.slotOf(1).end, 0);
        assertEq(theDeal.generationOf(1, 0).end, begin + NOTICE);
        assertEq(theDeal.dealData().accrued, accrued);
        skipPeriods(1);
        assertEq(theDeal.dealData().accrued - accrued, cost(1));
        assertEq(_reserved(1), 0);
    }

    function test_AReplacementDuringTheNoticeEndsItNow() public {
        _start();
        _exit(1);
        skipPeriods(5);
        replace(1, 5, ReplaceReason.Exited);
        assertEq(theDeal.generationOf(1, 0).end, begin + 5);
        assertEq(_reserved(1), 0);
    }

    function test_AReplacementAfterTheNoticeEndsItWhereItWasAnnounced() public {
        _start();
        _exit(1);
        skipPeriods(NOTICE + 7);
        replace(1, 5, ReplaceReason.Exited);
        assertEq(theDeal.generationOf(1, 0).end, begin + NOTICE);
        uint256 units = 4 * uint256(RATE) * NOTICE + 3 * uint256(RATE) * 7;
        assertEq(theDeal.dealData().accrued, (units * SECTOR + (24 << 20) - 1) / (24 << 20));
    }

    // --------------------------------------------------------------------- ends
    function test_TheDealEndsThoughANodeThatLeftWasNeverReleased() public {
        _start();
        _exit(1);
        skipPeriods(NOTICE + 6);
        vm.prank(client);
        theDeal.closeDeal();
        uint64 closed = period();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        leaves[1] = work(1, 0, NOTICE, uint32(NOTICE), uint32(NOTICE), begin + NOTICE);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEnded(1, 0, begin + NOTICE);
        vm.prank(portal);
        theDeal.endDeal(closed, leaves, paths);
        DealData memory data = theDeal.dealData();
        assertEq(data.contractBalance, 0);
        assertEq(payoutOf(1).balance, owed(RATE, 24) + owed(RATE, NOTICE));
        for (uint16 i = 0; i < SLOTS; ++i) {
            assertEq(_reserved(i), 0);
        }
    }

    function test_WhenAllNodesLeaveTheClientGetsTheRest() public {
        _start();
        for (uint16 i = 0; i < SLOTS; ++i) {
            _exit(i);
        }
        skipPeriods(NOTICE);
        for (uint16 i = 0; i < SLOTS; ++i) {
            theDeal.releaseSlot(i);
        }
        skipPeriods(30);
        uint64 last = period() - 1;
        WorkLeaf[] memory leaves = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            leaves[i] = work(i, 0, NOTICE, uint32(NOTICE), uint32(NOTICE), begin + NOTICE);
        }
        bytes32[][] memory paths = post(last, leaves);
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(DISPUTE_WINDOW + 1);
        vm.prank(portal);
        theDeal.endDeal(last, leaves, paths);
        assertEq(address(theDeal).balance, 0);
        assertEq(client.balance, 1000 ether - rewards() - SLOTS * owed(RATE, NOTICE));
    }
}
