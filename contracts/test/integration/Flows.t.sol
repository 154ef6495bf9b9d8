// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {DealData, DealState, NodeParameters, ReplaceReason, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Picky} from "../utils/Payees.sol";

/// @dev What a storage provider's owner and client are promised, one test for each sentence of it.
contract FlowsTest is DealFixture {
    uint8 private constant ACCEPTING = 1;
    uint8 private constant RATE_FIELD = 2;

    function _offer(uint8 mask, NodeParameters memory changed) private {
        vm.prank(nodeAddress(0));
        registry.setParameters(mask, changed);
    }

    /// @dev A node that takes no money until it is opened holds slot 0.
    function _pickyNode() private returns (Picky picky) {
        picky = new Picky();
        vm.prank(nodeAddress(0));
        registry.setPayout(address(picky));
        table[0].payout = address(picky);
    }

    function _anotherDeal(string memory name) private returns (IStorageDeal deal) {
        terms.planId = keccak256(bytes(name));
        publishAndStart(500 ether);
        return theDeal;
    }

    // ------------------------------------------------- parameters of a provider
    function test_AClientCanReadWhatAProviderAsks() public view {
        NodeParameters memory asked = registry.parametersOf(table[0].node);
        assertTrue(asked.accepting);
        assertEq(asked.rate, RATE);
        assertEq(asked.maxSpan, 24);
        assertEq(asked.minFileSize, 0);
        assertEq(asked.maxFileSize, 1 << 40);
    }

    function test_SomeParametersCanBeSetAndTheOthersKept() public {
        NodeParameters memory changed = parameters();
        (changed.rate, changed.maxSpan, changed.minFileSize) = (7, 1, 5);
        _offer(RATE_FIELD, changed);
        skipPeriods(1);
        NodeParameters memory now_ = registry.parametersOf(nodeAddress(0));
        assertEq(now_.rate, 7);
        assertEq(now_.maxSpan, 24);
        assertEq(now_.minFileSize, 0);
    }

    function test_ConsecutiveChangesBuildOnEachOther() public {
        NodeParameters memory changed = parameters();
        (changed.rate, changed.accepting) = (7, false);
        _offer(RATE_FIELD, changed);
        changed.rate = 9;
        _offer(ACCEPTING, changed);
        skipPeriods(1);
        assertEq(registry.parametersOf(nodeAddress(0)).rate, 7);
        assertFalse(registry.parametersOf(nodeAddress(0)).accepting);
    }

    function test_ParametersChangedSinceThePlanRejectTheRequestWithBothValues() public {
        NodeParameters memory changed = parameters();
        changed.rate = 2 * RATE;
        _offer(RATE_FIELD, changed);
        skipPeriods(1);
        terms.sealingDeadline += T;
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.ParametersChanged.selector, nodeAddress(0), RATE, 2 * RATE, 24, 24
            )
        );
        vm.prank(portal);
        factory.publish(terms, table);
        assertEq(registry.nodeOf(nodeAddress(1)).reservedBytes, 0, "nothing happened to anybody");
    }

    function test_ConditionsOfAContractAreThoseThatTheClientExpected() public {
        publishAndSeal();
        NodeParameters memory changed = parameters();
        changed.rate = 2 * RATE;
        _offer(RATE_FIELD, changed);
        skipPeriods(2);
        start(500 ether);
        assertEq(theDeal.slotOf(0).rate, RATE);
        assertEq(theDeal.terms().maxRate, 3 * RATE);
    }

    function test_AProviderThatDoesNotAcceptIsNotGivenAContract() public {
        NodeParameters memory changed = parameters();
        changed.accepting = false;
        _offer(ACCEPTING, changed);
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.NotAccepting.selector, nodeAddress(0)));
        vm.prank(portal);
        factory.publish(terms, table);
    }

    function test_FilesOutsideTheLimitsAreNotGivenToAProvider() public {
        NodeParameters memory changed = parameters();
        (changed.minFileSize, changed.maxFileSize) = (1, terms.fileBytes - 1);
        _offer(8 | 16, changed);
        skipPeriods(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.FileSizeRefused.selector, nodeAddress(0), 1, terms.fileBytes - 1, terms.fileBytes
            )
        );
        vm.prank(portal);
        factory.publish(terms, table);
    }

    // ------------------------------------------------------------- activation
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

    // ---------------------------------------------------------------- balance
    function test_TheClientsBalanceIsDebitedGraduallyAtTheRate() public {
        publishAndStart(500 ether);
        uint256 before = theDeal.dealData().clientBalance;
        for (uint256 hour = 1; hour <= 5; ++hour) {
            skipPeriods(1);
            DealData memory data = theDeal.dealData();
            assertEq(data.accrued, cost(hour));
            assertEq(data.clientBalance, before - cost(hour));
            assertEq(data.contractBalance, before, "nothing moves before a proof");
        }
    }

    function test_AnyAddressCanTopUpByASimpleTransfer() public {
        publishAndStart(cost(48) + rewards());
        uint64 before = theDeal.dealData().fundedUntil;
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool ok,) = address(theDeal).call{value: cost(10)}("");
        assertTrue(ok);
        assertEq(theDeal.dealData().clientBalance, cost(58), "counted as the client's at once");
        assertEq(theDeal.dealData().fundedUntil, before, "but not yet for the time");
        vm.prank(stranger);
        theDeal.topUp();
        assertEq(theDeal.dealData().fundedUntil, before + 10);
    }

    function test_AStrangerCanTopUpByCall() public {
        publishAndStart(cost(48) + rewards());
        uint64 before = theDeal.dealData().fundedUntil;
        uint256 value = cost(24);
        vm.deal(stranger, value);
        vm.prank(stranger);
        theDeal.topUp{value: value}();
        assertEq(theDeal.dealData().fundedUntil, before + 24);
        assertEq(theDeal.dealData().clientBalance, cost(72));
    }

    function test_TheRemainingBalanceIsReturnedByAView() public {
        publishAndStart(cost(100) + rewards());
        skipPeriods(7);
        assertEq(theDeal.dealData().clientBalance, cost(100) - cost(7));
    }

    // ------------------------------------------------------------------- ends
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

    // --------------------------------------------------------- proofs and pay
    function test_ALateProofLosesOnlyWhatExceedsTheSpan() public {
        publishAndStart(500 ether);
        uint64 begin = period();
        skipPeriods(31);
        // The verifier's leaf of a node that proved once, 30 periods after the start, with a span of 24.
        settleOne(begin + 30, work(0, 0, 24, 1, 1, begin + 30));
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 24));
        skipPeriods(10);
        settleOne(begin + 40, work(0, 0, 34, 11, 11, begin + 40));
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, 34), "and nothing of what follows");
    }

    function test_WhatALateProofLostIsTheClientsInTheEnd() public {
        publishAndStart(cost(48) + rewards());
        uint64 begin = period();
        skipPeriods(56);
        WorkLeaf[] memory leaves = diligentAll(begin + 48);
        leaves[0].provenPeriods = 42;
        bytes32[][] memory paths = post(begin + 55, leaves);
        skipPeriods(DISPUTE_WINDOW + 1);
        uint256 before = client.balance;
        vm.prank(portal);
        theDeal.endDeal(begin + 55, leaves, paths);
        assertEq(client.balance - before, cost(48) - 3 * owed(RATE, 48) - owed(RATE, 42));
    }

    // --------------------------------------------------------------- withdraw
    function test_ContractsAreListedWithClientsAndContractsBalance() public {
        IStorageDeal first = _anotherDeal("first");
        skipPeriods(4);
        terms.sealingDeadline += 4 * T;
        IStorageDeal second = _anotherDeal("second");
        skipPeriods(3);
        DealData memory a = first.dealData();
        DealData memory b = second.dealData();
        assertEq(a.contractBalance - a.clientBalance, cost(7), "the difference is the providers'");
        assertEq(b.contractBalance - b.clientBalance, cost(3));
    }

    function test_WithdrawSendsWhatAPaymentCouldNotDeliver() public {
        Picky picky = _pickyNode();
        publishAndStart(500 ether);
        assertEq(theDeal.creditOf(address(picky)), owed(RATE, 24));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.PaymentFailed.selector, address(picky), owed(RATE, 24)));
        theDeal.withdraw(payable(address(picky)));
        picky.open();
        vm.prank(stranger);
        theDeal.withdraw(payable(address(picky)));
        assertEq(address(picky).balance, owed(RATE, 24));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, address(picky)));
        theDeal.withdraw(payable(address(picky)));
    }

    function test_WithdrawAllEmptiesEveryContract() public {
        Picky picky = _pickyNode();
        IStorageDeal[3] memory deals = [_anotherDeal("a"), _anotherDeal("b"), _anotherDeal("c")];
        picky.open();
        for (uint256 i = 0; i < 3; ++i) {
            deals[i].withdraw(payable(address(picky)));
        }
        assertEq(address(picky).balance, 3 * owed(RATE, 24));
    }
}
