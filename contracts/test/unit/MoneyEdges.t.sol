// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Picky} from "../utils/Payees.sol";

/// @dev Writes more words than a push payment has gas for.
contract Spender {
    mapping(uint256 => uint256) private _entries;

    receive() external payable {
        for (uint256 i = 0; i < 8; ++i) {
            _entries[i] = msg.value + i;
        }
    }
}

/// @dev Money at its limits: the last moment, the whole term, receivers that need more, and calls nobody knows.
contract MoneyEdgesTest is DealFixture {
    // -------------------------------------------------------------------- start
    function test_TheMinimumIsNeverMoreThanTheWholeTerm() public {
        terms.minRunwayPeriods = uint16(DURATION) + 100;
        publishAndSeal();
        bytes32 hash = theDeal.termsHash();
        uint256 whole = cost(DURATION) + rewards();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.BelowMinimumRunway.selector, whole, whole - 1));
        vm.prank(client);
        theDeal.startDeal{value: whole - 1}(hash);
        start(whole);
        assertEq(theDeal.runway(), DURATION);
    }

    function test_TheClientMayStartUntilTheDeadline() public {
        publishAndSeal();
        vm.warp(terms.startDeadline);
        start(500 ether);
        assertEq(uint8(theDeal.dealData().state), uint8(DealState.Active));
    }

    function test_TheRunwayIsWhatTheMoneyLasts() public {
        publishAndSeal();
        assertEq(theDeal.runway(), 0, "nothing runs yet");
        start(cost(60) + rewards());
        assertEq(theDeal.runway(), 60);
        skipPeriods(59);
        assertEq(theDeal.runway(), 1);
        skipPeriods(2);
        assertEq(theDeal.runway(), 0);
    }

    // ---------------------------------------------------------------- receivers
    /// @dev The client is a contract that takes nothing: its money waits for it, and the deal goes on.
    function test_AClientThatTakesNothingIsCredited() public {
        Picky picky = new Picky();
        client = address(picky);
        terms.client = client;
        vm.deal(client, 1000 ether);
        publishAndStart(500 ether);
        uint256 excess = 500 ether - cost(DURATION) - rewards();
        assertEq(theDeal.creditOf(client), excess);
        skipPeriods(10);
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(theDeal.creditOf(client), excess + cost(DURATION) - cost(10));
        assertEq(theDeal.dealData().liabilities, address(theDeal).balance);
        picky.open();
        theDeal.withdraw(payable(client));
        assertEq(address(theDeal).balance, cost(10));
    }

    function test_WithdrawGivesAllTheGas() public {
        Spender spender = new Spender();
        vm.prank(nodeAddress(0));
        registry.setPayout(address(spender));
        table[0].payout = address(spender);
        publishAndStart(500 ether);
        assertEq(theDeal.creditOf(address(spender)), owed(RATE, 24), "too dear for a push");
        vm.expectEmit(address(theDeal));
        emit IDealEvents.Withdrawn(address(spender), owed(RATE, 24));
        theDeal.withdraw(payable(address(spender)));
        assertEq(address(spender).balance, owed(RATE, 24));
        assertEq(theDeal.creditOf(address(spender)), 0);
    }

    function test_LateTransfersToACancelledDealAreSwept() public {
        publish();
        vm.prank(portal);
        theDeal.cancelDeal();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, client));
        theDeal.sweep();
        vm.deal(address(theDeal), 2 ether);
        uint256 before = client.balance;
        vm.prank(stranger);
        theDeal.sweep();
        assertEq(client.balance - before, 2 ether);
    }

    // -------------------------------------------------------------- fee, unknown
    function test_RevertWhen_NobodyIsNamedForTheFee() public {
        publishAndStart(500 ether);
        vm.expectRevert(IDealEvents.NoFeeRecipient.selector);
        theDeal.collectFee();
    }

    function test_RevertWhen_NoPartKnowsTheCall() public {
        publish();
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool ok, bytes memory data) = address(theDeal).call{value: 1 ether}(hex"deadbeef");
        assertFalse(ok);
        assertEq(data.length, 0);
        assertEq(address(theDeal).balance, 0);
    }

    /// @dev Between too little gas for anything and enough for all, the call says that the push lacks gas.
    function test_RevertWhen_ThePushHasTooLittleGas() public {
        publishAndStart(500 ether);
        uint64 over = period() + 4;
        skipPeriods(5);
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(1, 0, 4, 4, 4, over);
        bytes32[][] memory paths = post(over, leaves);
        bytes memory settling = abi.encodeCall(theDeal.settle, (over, leaves[0], paths[0]));
        uint256 said;
        for (uint256 gas_ = 60_000; gas_ < 260_000; gas_ += 4_000) {
            uint256 snapshot = vm.snapshotState();
            (bool ok, bytes memory data) = address(theDeal).call{gas: gas_}(settling);
            if (!ok && bytes4(data) == IDealEvents.NotEnoughGas.selector) ++said;
            assertEq(theDeal.creditOf(payoutOf(1)), 0);
            vm.revertToState(snapshot);
        }
        assertGt(said, 3);
    }
}
