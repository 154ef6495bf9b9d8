// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {DealData, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Picky} from "../utils/Payees.sol";

/// @dev What providers and clients are promised about money, one test for each sentence of it.
contract MoneyFlowsTest is DealFixture {
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
