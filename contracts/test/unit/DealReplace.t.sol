// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {
    DealData,
    NodeParameters,
    ReplaceReason,
    SettledRecord,
    SlotPlan,
    SlotRecord,
    SlotState
} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract DealReplaceTest is DealFixture {
    function setUp() public override {
        super.setUp();
        register(5);
        register(6);
        publish();
    }

    function _reserved(uint256 node) internal returns (uint64) {
        return registry.nodeOf(nodeAddress(node)).reservedBytes;
    }

    function _planOf(uint16 slot, uint256 node) internal returns (SlotPlan memory) {
        return planFor(slot, theDeal.slotOf(slot).generation + 1, nodeAddress(node));
    }

    // ------------------------------------------------------------------ pending
    function test_SilentNodeIsReplaced() public {
        bytes32 digest = theDeal.slotsDigest();
        SlotPlan memory plan = replace(1, 5, ReplaceReason.Silent);
        assertEq(theDeal.slotsDigest(), keccak256(abi.encode(digest, SlotTable.leafOf(plan))));
        assertEq(_reserved(1), 0, "released once");
        assertEq(_reserved(5), SECTOR);
        SlotRecord memory record = theDeal.slotOf(1);
        assertEq(record.generation, 1);
        assertEq(record.node, nodeAddress(5));
        assertEq(uint8(record.state), uint8(SlotState.Offered));
        assertEq(uint8(theDeal.generationOf(1, 0).state), uint8(SlotState.Ended));
        assertEq(theDeal.generationOf(1, 0).node, nodeAddress(1));
        assertEq(registry.rating(nodeAddress(1)), 9000, "silence costs rank, not rating");
        sealReplacement(plan);
        assertEq(theDeal.dealData().provedSlots, 1);
    }

    function test_RefusedSlotIsReplaced() public {
        bytes32[] memory path = pathOf(1);
        vm.prank(nodeAddress(1));
        theDeal.refuseSlot(table[1], path);
        _assertOnlyReason(1, ReplaceReason.Refused);
        replace(1, 5, ReplaceReason.Refused);
        assertEq(_reserved(1), 0);
        assertEq(_reserved(5), SECTOR);
    }

    function _assertOnlyReason(uint16 slot, ReplaceReason only) internal {
        SlotPlan memory plan = _planOf(slot, 5);
        SlotState state = theDeal.slotOf(slot).state;
        for (uint8 r = 0; r <= uint8(type(ReplaceReason).max); ++r) {
            if (r == uint8(only)) continue;
            vm.expectRevert(_refusalOf(slot, state, ReplaceReason(r)));
            vm.prank(portal);
            replaceNode(plan, ReplaceReason(r));
        }
    }

    /// @dev What a reason says to a slot, without preCommit, in a state that it does not fit.
    function _refusalOf(uint16 slot, SlotState state, ReplaceReason reason) internal pure returns (bytes memory) {
        SlotState fitting = SlotState.Live;
        if (reason == ReplaceReason.Refused) fitting = SlotState.Vacant;
        if (reason == ReplaceReason.Silent || reason == ReplaceReason.MissedSealing) fitting = SlotState.Offered;
        if (fitting == state) return abi.encodeWithSelector(IDealEvents.WrongReason.selector, slot, uint8(reason));
        return abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, slot, uint8(fitting), uint8(state));
    }

    function test_OfferedSlotIsReplacedAsSilentOnly() public {
        _assertOnlyReason(0, ReplaceReason.Silent);
    }

    function test_MissedSealingCostsADayOfCommitments() public {
        preCommit(0);
        _assertOnlyReason(0, ReplaceReason.MissedSealing);
        SlotPlan memory plan = _planOf(0, 5);
        vm.warp(terms.sealingDeadline);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.DeadlineNotReached.selector, terms.sealingDeadline, terms.sealingDeadline
            )
        );
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.MissedSealing);
        vm.warp(terms.sealingDeadline + 1);
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(0)).commitments, 24);
        assertEq(registry.rating(nodeAddress(0)), 0);
        assertEq(_reserved(0), 0);
    }

    /// @dev Digest and work share a word: what waited for a verdict must never count as work.
    function test_AProofWithoutVerdictIsNoWork() public {
        preCommit(0);
        prove(0, 0);
        for (uint16 i = 1; i < SLOTS; ++i) {
            seal(i);
        }
        assertEq(theDeal.slotOf(2).proofDigest, 0, "with its verdict a digest has done its work");
        assertEq(theDeal.slotOf(0).proofDigest, digestOf(0, 0));
        vm.warp(terms.sealingDeadline + 1);
        sealReplacement(replace(0, 5, ReplaceReason.MissedSealing));
        start(40 ether);
        assertEq(theDeal.generationOf(0, 0).proofDigest, 0);
        skipPeriods(5);
        settleOne(period() - 1, work(0, 0, 4, 4, 4, period() - 1));
        SettledRecord memory record = theDeal.settledOf(0, 0);
        assertEq(record.provenPeriods, 0);
        assertEq(record.paid, 0);
        assertEq(theDeal.disputedOf(0, 0).open, 0);
        assertEq(theDeal.purse().settled, 0);
    }

    function test_ExhaustedAttemptsNeedNoDeadline() public {
        for (uint256 i = 0; i < 3; ++i) {
            preCommit(0);
            prove(0, 0);
            judge(0, 0, false);
        }
        SlotPlan memory plan = _planOf(0, 5);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongReason.selector, 0, uint8(ReplaceReason.Silent)));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
        replace(0, 5, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(0)).commitments, 24);
    }

    function test_ReplacementHasAsMuchTimeToSeal() public {
        skipPeriods(3);
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        vm.warp(block.timestamp + 6 * T);
        preCommitReplacement(plan);
        skipPeriods(1);
        replace(0, 6, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(5)).commitments, 24);
    }

    function test_ProvedSlotOfAPendingDealIsReplaced() public {
        seal(0);
        assertEq(theDeal.dealData().provedSlots, 1);
        replace(0, 5, ReplaceReason.Unhealthy);
        assertEq(theDeal.dealData().provedSlots, 0);
    }

    function test_ClientAgreesToTheReplacedTable() public {
        bytes32 old = theDeal.termsHash();
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        sealReplacement(plan);
        for (uint16 i = 1; i < SLOTS; ++i) {
            seal(i);
        }
        bytes32 hash = theDeal.termsHash();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.TermsMismatch.selector, old, hash));
        vm.prank(client);
        theDeal.startDeal{value: 500 ether}(old);
        start(500 ether);
    }

    // ------------------------------------------------------------------ refused
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

    function test_CommDOfAReplacementIsReadableUntilItsPreCommit() public {
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        assertEq(theDeal.slotOf(0).commD, plan.commD);
        assertEq(theDeal.slotOf(0).commR, 0);
        preCommitReplacement(plan);
        assertEq(theDeal.slotOf(0).commD, 0);
        assertEq(theDeal.slotOf(0).commR, keccak256("commR of a replacement"));
        assertEq(theDeal.generationOf(0, 0).commD, 0, "a first generation's is in the table");
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

    /// @dev Also of a slot that nobody has taken: what it holds is agreed.
    function test_RevertWhen_DataWouldChangeBeforeThePreCommit() public {
        SlotPlan memory plan = _planOf(0, 5);
        plan.commD = keccak256("other data");
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.CommDChanged.selector, table[0].commD, plan.commD));
        vm.prank(portal);
        replaceNode(plan, ReplaceReason.Silent);
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

    // ------------------------------------------------------------------- active
    function test_LiveSlotChangesHands() public {
        sealAll();
        start(500 ether);
        uint64 begin = period();
        _assertOnlyReasons();
        skipPeriods(10);
        SlotPlan memory plan = replace(2, 5, ReplaceReason.Unhealthy);
        SlotRecord memory old = theDeal.generationOf(2, 0);
        assertEq(old.end, begin + 10);
        assertEq(uint8(old.state), uint8(SlotState.Ended));
        assertEq(theDeal.dealData().liveSlots, SLOTS - 1);
        skipPeriods(2);
        sealReplacement(plan);
        SlotRecord memory now_ = theDeal.slotOf(2);
        assertEq(uint8(now_.state), uint8(SlotState.Live));
        assertEq(now_.start, begin + 12);
        assertEq(theDeal.dealData().liveSlots, SLOTS);
        assertEq(theDeal.dealData().provedSlots, 0);
        skipPeriods(5);
        uint256 units = RATE * (17 * 3 + 10 + 5);
        assertEq(theDeal.dealData().accrued, (units * SECTOR + (24 << 20) - 1) / (24 << 20), "nothing while vacant");
    }

    function _assertOnlyReasons() internal {
        SlotPlan memory plan = _planOf(2, 5);
        ReplaceReason[3] memory wrong = [ReplaceReason.Silent, ReplaceReason.MissedSealing, ReplaceReason.Refused];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(_refusalOf(2, SlotState.Live, wrong[i]));
            vm.prank(portal);
            replaceNode(plan, wrong[i]);
        }
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

    // -------------------------------------------------- reward of a replacement
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
