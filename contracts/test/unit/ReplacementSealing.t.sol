// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {ReplaceReason, SettledRecord, SlotPlan} from "../../src/libraries/Types.sol";
import {ReplaceFixture} from "../utils/ReplaceFixture.sol";

/// @dev Time to seal, what is stored meanwhile, and what the client then agrees to.
contract ReplacementSealingTest is ReplaceFixture {
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

    function test_ReplacementHasAsMuchTimeToSeal() public {
        skipPeriods(3);
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        vm.warp(block.timestamp + 6 * T);
        preCommitReplacement(plan);
        skipPeriods(1);
        replace(0, 6, ReplaceReason.MissedSealing);
        assertEq(registry.nodeOf(nodeAddress(5)).commitments, 24);
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

    function test_CommDOfAReplacementIsReadableUntilItsPreCommit() public {
        SlotPlan memory plan = replace(0, 5, ReplaceReason.Silent);
        assertEq(theDeal.slotOf(0).commD, plan.commD);
        assertEq(theDeal.slotOf(0).commR, 0);
        preCommitReplacement(plan);
        assertEq(theDeal.slotOf(0).commD, 0);
        assertEq(theDeal.slotOf(0).commR, keccak256("commR of a replacement"));
        assertEq(theDeal.generationOf(0, 0).commD, 0, "a first generation's is in the table");
    }

    function test_ProvedSlotOfAPendingDealIsReplaced() public {
        seal(0);
        assertEq(theDeal.dealData().provedSlots, 1);
        replace(0, 5, ReplaceReason.Unhealthy);
        assertEq(theDeal.dealData().provedSlots, 0);
    }
}
