// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealData, DealState, ReplaceReason, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev What providers and clients are promised about how a deal begins and ends, one test for each sentence of it.
contract DealFlowsTest is DealFixture {
    function test_ANewContractIsNotActive() public {
        publish();
        skipPeriods(3);
        DealData memory data = theDeal.dealData();
        assertEq(uint8(data.state), uint8(DealState.Pending));
        assertEq(data.accrued, 0);
        assertEq(data.startPeriod, 0);
    }

    function test_ItBecomesActiveWhenTheProvidersHaveTheDataAndTheClientPays() public {
        publish();
        for (uint16 i = 0; i + 1 < SLOTS; ++i) {
            seal(i);
        }
        bytes32 hash = theDeal.termsHash();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotProved.selector, SLOTS, SLOTS - 1));
        vm.prank(client);
        theDeal.startDeal{value: 10 ether}(hash);
        seal(SLOTS - 1);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotLive(0, 0, period());
        start(500 ether);
        assertEq(uint8(theDeal.dealData().state), uint8(DealState.Active));
    }

    function test_AProviderMayRefuseBeforeActivationWithoutHarm() public {
        publish();
        bytes32[] memory path = pathOf(1);
        vm.prank(nodeAddress(1));
        theDeal.refuseSlot(table[1], path);
        assertEq(uint8(theDeal.slotOf(1).state), uint8(SlotState.Vacant));
        assertEq(registry.rating(nodeAddress(1)), 9000);
        assertEq(registry.nodeOf(nodeAddress(1)).reservedBytes, 0);
    }

    function test_AContractThatNobodyActivatesIsCancelledByAnyoneAndReturnsEverything() public {
        publish();
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        theDeal.topUp{value: 1 ether}();
        uint256 before = client.balance;
        vm.warp(terms.startDeadline + 1);
        vm.prank(makeAddr("anyone"));
        theDeal.cancelDeal();
        assertEq(client.balance - before, 1 ether);
        assertEq(uint8(theDeal.dealData().state), uint8(DealState.Cancelled));
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0);
    }

    function test_ABalanceOfZeroEndsTheContract() public {
        publishAndStart(cost(48) + rewards());
        uint64 begin = period();
        skipPeriods(48);
        assertEq(theDeal.dealData().clientBalance, 0);
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.AccrualOver.selector, begin + 48, begin + 49));
        theDeal.topUp{value: 1 ether}();
        skipPeriods(200);
        assertEq(theDeal.dealData().accrued, cost(48), "nothing is owed for the time after");

        WorkLeaf[] memory leaves = diligentAll(begin + 48);
        bytes32[][] memory paths = post(period() - 1, leaves);
        uint64 last = period() - 1;
        skipPeriods(DISPUTE_WINDOW);
        vm.prank(portal);
        theDeal.endDeal(last, leaves, paths);
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 48), "paid to the last period");
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0, "and free again");
    }

    function test_AProviderMayCloseWithNoticeAndIsPaidUntilThen() public {
        publishAndStart(500 ether);
        uint64 begin = period();
        skipPeriods(5);
        vm.prank(nodeAddress(0));
        theDeal.exitSlot(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotNotOver.selector, 0, begin + 29, begin + 5));
        theDeal.releaseSlot(0);
        skipPeriods(30);
        vm.prank(stranger);
        theDeal.releaseSlot(0);
        assertEq(theDeal.generationOf(0, 0).end, begin + 29);
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0);
        settleOne(begin + 34, work(0, 0, 34, 34, 34, begin + 34));
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 29), "not for the time after");
        assertEq(theDeal.dealData().liveSlots, SLOTS - 1, "the deal goes on without it");
    }

    function test_AProviderThatLeftIsReplaced() public {
        publishAndStart(500 ether);
        register(4);
        uint64 begin = period();
        skipPeriods(5);
        replace(0, 4, ReplaceReason.Exited);
        assertEq(theDeal.generationOf(0, 0).end, begin + 5);
        skipPeriods(5);
        settleOne(begin + 9, work(0, 0, 9, 9, 9, begin + 9));
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 5), "not for the time after");
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0);
    }

    function test_TheClientMayCloseBeforeActivationAndGetsEverything() public {
        publish();
        seal(0);
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        theDeal.topUp{value: 1 ether}();
        uint256 before = client.balance;
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DealCancelled(1 ether);
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(client.balance - before, 1 ether);
        assertEq(address(theDeal).balance, 0);
    }

    function test_TheClientMayCloseAfterActivationAndGetsTheRestAtOnce() public {
        publishAndStart(cost(DURATION) + rewards());
        uint64 begin = period();
        skipPeriods(10);
        uint256 before = client.balance;
        uint256 rest = cost(DURATION) - cost(10);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DealClosed(begin + 10, rest);
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(client.balance - before, rest);
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(begin + 10);
        bytes32[][] memory paths = post(begin + 10, leaves);
        theDeal.settleMany(begin + 10, leaves, paths);
        assertEq(payoutOf(2).balance, owed(RATE, 24) + owed(RATE, 10), "nodes lose nothing by it");
    }

    function test_NobodyElseMayClose() public {
        publishAndStart(500 ether);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheClient.selector, client, portal));
        vm.prank(portal);
        theDeal.closeDeal();
    }
}
