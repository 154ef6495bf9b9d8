// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealData, NodeParameters, ReplaceReason, SlotPlan} from "../../src/libraries/Types.sol";
import {ReplaceFixture} from "../utils/ReplaceFixture.sol";

/// @dev What a replacement costs, and what the old and the new node get.
contract ReplacementMoneyTest is ReplaceFixture {
    function test_RevertWhen_RunwayWouldBecomeTooShort() public {
        // Rate 3 instead of 1 for one slot of four: the money lasts 4/6 as long.
        NodeParameters memory dear = parameters();
        dear.rate = 3 * RATE;
        register(7, ALL_HOURS, dear);
        sealAll();
        start(cost(60) + rewards());
        uint64 begin = period();
        SlotPlan memory plan = _planOf(2, 7);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.RunwayTooShort.selector, begin + 48, begin + 40));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Unhealthy);
        vm.deal(address(theDeal), address(theDeal).balance + cost(20));
        replace(2, 7, ReplaceReason.Unhealthy);
    }

    /// @dev A short runway forbids to shorten it, not to replace at the same price.
    function test_SameRateIsAlwaysAffordable() public {
        sealAll();
        start(cost(60) + rewards());
        skipPeriods(40);
        SlotPlan memory plan = replace(2, 5, ReplaceReason.Unhealthy);
        uint64 until = theDeal.dealData().fundedUntil;
        assertGt(until, period() + 19, "money lasts longer while the slot is empty");
        sealReplacement(plan);
        assertLt(theDeal.dealData().fundedUntil, until);
    }

    function test_OffersThatWereReplacedDoNotCount() public {
        sealAll();
        start(cost(48) + rewards());
        replace(2, 5, ReplaceReason.Unhealthy);
        replace(2, 6, ReplaceReason.Silent);
        replace(2, 5, ReplaceReason.Silent);
        assertEq(theDeal.slotOf(2).generation, 3);
    }

    function test_OffersThatWentLiveCountOnce() public {
        NodeParameters memory dear = parameters();
        dear.rate = 3 * RATE;
        register(7, ALL_HOURS, dear);
        sealAll();
        // 4 × 79 units, less the reward's 24, at 6 a period, are just more than the runway of 48.
        start(cost(79) + rewards());
        sealReplacement(replace(2, 5, ReplaceReason.Unhealthy));
        replace(1, 7, ReplaceReason.Unhealthy);
    }

    function test_ReplacedNodeIsPaidUpToItsEnd() public {
        sealAll();
        start(500 ether);
        uint64 begin = period();
        skipPeriods(10);
        SlotPlan memory plan = _planOf(2, 5);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEnded(2, 0, uint32(begin + 10));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.InvalidProof);
        skipPeriods(30);
        uint256 before = payoutOf(2).balance;
        // The verifier says 25; 10 is all that can be true.
        settleOne(begin + 38, work(2, 0, 25, 10, 10, begin + 25));
        assertEq(payoutOf(2).balance - before, owed(RATE, 10));
    }

    function test_RewardOfAReplacementVestsAfter24Fulfilments() public {
        sealAll();
        start(500 ether);
        vm.deal(address(theDeal), address(theDeal).balance + 1 ether);
        SlotPlan memory plan = replace(2, 5, ReplaceReason.Unhealthy);
        sealReplacement(plan);
        DealData memory data = theDeal.dealData();
        assertEq(data.liabilities, owed(RATE, 24), "set aside");
        uint64 begin = period();

        skipPeriods(26);
        settleOne(begin + 24, work(2, 1, 23, 23, 23, begin + 23));
        assertFalse(theDeal.settledOf(2, 1).sealRewardPaid);
        settleOne(begin + 25, work(2, 1, 24, 24, 24, begin + 24));
        assertTrue(theDeal.settledOf(2, 1).sealRewardPaid);
        assertEq(payoutOf(5).balance, owed(RATE, 24) + owed(RATE, 24));
        data = theDeal.dealData();
        assertEq(data.liabilities, data.accrued - owed(RATE, 24), "nothing is set aside any more");
        assertTrue(theDeal.settledOf(2, 0).sealRewardPaid, "the first generation was paid at the start");
    }

    function test_ReservedRewardIsNoMoneyForAccrual() public {
        sealAll();
        start(cost(100) + rewards());
        uint64 begin = period();
        sealReplacement(replace(2, 5, ReplaceReason.Unhealthy));
        // 4 × 100 units less the 24 of the reward, at 4 a period.
        assertEq(theDeal.dealData().fundedUntil, begin + 94);
    }

    function test_AtMostTwoReplacementsAreRewarded() public {
        sealAll();
        start(500 ether);
        vm.deal(address(theDeal), address(theDeal).balance + 1 ether);
        for (uint256 i = 0; i < 3; ++i) {
            sealReplacement(replace(2, 5 + i % 2, ReplaceReason.Unhealthy));
        }
        assertEq(theDeal.dealData().liabilities, 2 * owed(RATE, 24));
    }

    function test_NoRewardWhenTheRunwayWouldSuffer() public {
        sealAll();
        start(cost(48) + rewards());
        sealReplacement(replace(2, 5, ReplaceReason.Unhealthy));
        assertEq(theDeal.dealData().liabilities, 0);
    }
}
