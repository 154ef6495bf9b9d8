// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {Fee} from "../../src/libraries/Fee.sol";
import {PurseRecord, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract DealFeesTest is DealFixture {
    uint16 internal constant BPS = 250;
    address internal treasury = makeAddr("treasury");

    function setUp() public override {
        super.setUp();
        vm.prank(admin);
        factory.setFeeRecipient(treasury);
        terms.feeBps = BPS;
    }

    function _with(uint256 paid) internal pure returns (uint256) {
        return paid + paid * BPS / 10_000;
    }

    // ---------------------------------------------------------------- arithmetic
    /// forge-config: default.fuzz.runs = 2000
    /// forge-config: long.fuzz.runs = 10000
    function testFuzz_WithoutIsTheMostThatFits(uint128 money, uint16 bps) public pure {
        bps = bps % 1001;
        uint256 most = Fee.without(money, bps);
        assertLe(Fee.with(most, bps), money);
        assertGt(Fee.with(most + 1, bps), money);
    }

    // --------------------------------------------------------------------- start
    function test_TheFeeIsInTheMinimumAndInTheWhole() public {
        publishAndSeal();
        bytes32 hash = theDeal.termsHash();
        uint256 needed = _with(rewards() + cost(48));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.BelowMinimumRunway.selector, needed, needed - 1));
        vm.prank(client);
        theDeal.startDeal{value: needed - 1}(hash);
        uint256 whole = _with(rewards() + cost(DURATION));
        start(whole + 1 ether);
        assertEq(client.balance, 1000 ether - whole);
        assertEq(theDeal.dealData().fundedUntil, theDeal.dealData().endPeriod);
    }

    function test_FundedUntilLeavesRoomForTheFee() public {
        publishAndStart(_with(rewards() + cost(60)));
        uint64 begin = period();
        assertEq(theDeal.dealData().fundedUntil, begin + 60);
        vm.prank(stranger);
        vm.deal(stranger, 1 ether);
        theDeal.topUp{value: _with(cost(10)) + 1}();
        assertEq(theDeal.dealData().fundedUntil, begin + 70);
    }

    // ------------------------------------------------------------------- collect
    function test_ThePlatformCollectsWhatItEarned() public {
        publishAndStart(500 ether);
        uint256 first = rewards() * BPS / 10_000;
        assertEq(theDeal.purse().feesDue, first);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.FeeCollected(treasury, first);
        vm.prank(stranger);
        theDeal.collectFee();
        assertEq(treasury.balance, first);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, treasury));
        theDeal.collectFee();

        skipPeriods(11);
        settleOne(period() - 1, diligent(1, period() - 1));
        theDeal.collectFee();
        assertEq(treasury.balance, (rewards() + owed(RATE, 10)) * BPS / 10_000);
        assertEq(theDeal.purse().feesPaid, treasury.balance);
    }

    function test_RevertWhen_TheRecipientTakesNothing() public {
        vm.prank(admin);
        factory.setFeeRecipient(address(ledger));
        publishAndStart(500 ether);
        vm.expectPartialRevert(IDealEvents.PaymentFailed.selector);
        theDeal.collectFee();
        // And nothing else depends on it.
        skipPeriods(3);
        settleOne(period() - 1, diligent(1, period() - 1));
        vm.prank(client);
        theDeal.closeDeal();
    }

    function test_RevertWhen_NobodyIsToReceiveIt() public {
        terms.feeBps = 0;
        publishAndStart(500 ether);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, treasury));
        theDeal.collectFee();
    }

    /// @dev Whatever the amounts: money in = nodes + fee + client, to the last attoFIL.
    function testFuzz_EverythingIsPaidOrReturned(uint8 ran, uint16 bps, bool collectEarly, uint64 odd) public {
        terms.feeBps = bps % 1001;
        publishAndStart(100 ether + odd);
        uint256 periods = uint256(ran) % 200 + 1;
        skipPeriods(periods);
        if (collectEarly && terms.feeBps != 0) theDeal.collectFee();
        vm.prank(client);
        theDeal.closeDeal();
        uint64 closed = period();
        skipPeriods(1);
        WorkLeaf[] memory leaves = diligentAll(closed);
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.prank(portal);
        theDeal.endDeal(closed, leaves, paths);
        if (terms.feeBps != 0) theDeal.collectFee();

        uint256 nodes = rewards() + SLOTS * owed(RATE, periods);
        assertEq(treasury.balance, nodes * terms.feeBps / 10_000);
        assertEq(address(theDeal).balance, 0);
        assertEq(client.balance, 1000 ether - nodes - treasury.balance);
    }

    /// @dev Nobody showed a leaf: what is kept for the nodes is kept with the fee on it, then all returns.
    function test_TheRetainedFeeReturnsWithTheRetainedMoney() public {
        publishAndStart(500 ether);
        skipPeriods(10);
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(1 + ROOT_DELAY + DISPUTE_WINDOW + 169);
        theDeal.endDeal(0, new WorkLeaf[](0), new bytes32[][](0));
        PurseRecord memory purse = theDeal.purse();
        assertEq(purse.retained, cost(10));
        assertEq(address(theDeal).balance, cost(10) + _with(rewards() + cost(10)) - rewards() - cost(10));
        skipPeriods(169);
        theDeal.sweep();
        assertEq(address(theDeal).balance, rewards() * BPS / 10_000);
        theDeal.collectFee();
        assertEq(address(theDeal).balance, 0);
    }
}
