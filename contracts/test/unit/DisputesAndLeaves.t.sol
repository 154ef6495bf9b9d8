// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {ReplaceReason, SettledRecord, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";
import {FakeSector} from "../utils/FakeSector.sol";

/// @dev What disputes give and what the ledger gives, beside each other and at the end of a deal.
contract DisputesAndLeavesTest is DisputeFixture {
    function test_LeafAndDisputeTogetherNeverExceedTheTime() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        skipPeriods(ROOT_DELAY + 2 * DISPUTE_WINDOW + 1);
        theDeal.concludeDispute(SLOT, 0, p);
        uint64 last = period() - 1;
        // The verifier counts everything, also what the dispute gave.
        uint64 elapsed = period() - begin;
        settleOne(last, _leaf(elapsed, uint32(elapsed), uint32(elapsed), last));
        assertEq(_earned(), _due(elapsed));
        assertEq(registry.nodeOf(node).commitments, elapsed);
        assertEq(registry.nodeOf(node).fulfilments, elapsed);
    }

    function test_TheOrderOfLeafAndDisputeChangesNothing() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        skipPeriods(ROOT_DELAY + 2 * DISPUTE_WINDOW + 1);
        uint64 last = period() - 1;
        uint256 snapshot = vm.snapshotState();
        settleOne(last, _leaf(7, 7, 9, last));
        theDeal.concludeDispute(SLOT, 0, p);
        uint256 paid = _earned();
        vm.revertToState(snapshot);
        theDeal.concludeDispute(SLOT, 0, p);
        settleOne(last, _leaf(7, 7, 9, last));
        assertEq(_earned(), paid);
        assertEq(paid, _due(8));
    }

    function test_ADisputedGenerationIsNotClosedBeforeItIsDecided() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        vm.prank(client);
        theDeal.closeDeal();
        uint64 closed = period();
        skipPeriods(1);
        WorkLeaf[] memory leaves = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            leaves[i] = i == SLOT ? _leaf(0, 0, 0, 0) : work(i, 0, 1, 0, 0, closed);
        }
        bytes32[][] memory paths = post(closed, leaves);
        skipPeriods(1 + ROOT_DELAY + DISPUTE_WINDOW);
        vm.prank(portal);
        theDeal.endDeal(closed, leaves, paths);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[SLOT], paths[SLOT]);
        assertEq(_earned(), _due(1));
        SettledRecord memory settled = theDeal.settledOf(SLOT, 0);
        assertEq(settled.paid, _due(1));
        // Rounding of the reserve: less than one attoFIL a generation.
        assertLe(theDeal.dealData().liabilities, 1);
    }

    function test_RevertWhen_TheGenerationIsClosed() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        bytes memory receipt = _receipt(verifierKey, p, proof);
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(1);
        WorkLeaf[] memory leaves = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            leaves[i] = work(i, 0, 1, 0, 0, p);
        }
        bytes32[][] memory paths = post(p, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.prank(portal);
        theDeal.endDeal(p, leaves, paths);
        vm.expectPartialRevert(IDealEvents.DisputeWindowOver.selector);
        _dispute(p, proof, receipt);
    }

    function test_TheReservedRewardVestsByDisputesToo() public {
        // Slot 1 goes to another node, whose reward needs 24 fulfilments.
        register(5);
        vm.deal(client, 10 ether);
        replace(SLOT, 5, ReplaceReason.Unhealthy);
        node = nodeAddress(5);
        SlotPlan memory plan = planFor(SLOT, 1, node);
        bytes32 commR = FakeSector.commR(bytes32(uint256(SLOT)));
        vm.prank(node);
        theDeal.preCommit(plan, new bytes32[](0), commR);
        prove(SLOT, 1);
        judge(SLOT, 1, true);
        assertEq(theDeal.purse().rewardsReserved, _due(24));
        skipPeriods(23);
        settleOne(period() - 1, work(SLOT, 1, 23, 23, 23, period() - 1));
        uint64 p = _nextPeriod();
        bytes32 seed = keccak256(
            abi.encode(beacon.ofPeriod(p), block.chainid, address(theDeal), SLOT, uint16(1))
        );
        bytes memory proof =
            FakeSector.prove(bytes32(uint256(SLOT)), seed, theDeal.sectorId(SLOT, 1));
        vm.prank(node);
        theDeal.disputePoSt(SLOT, 1, p, proof, "");
        skipPeriods(ROOT_DELAY + 2 * DISPUTE_WINDOW + 1);
        uint256 before = payoutOf(5).balance;
        theDeal.concludeDispute(SLOT, 1, p);
        assertTrue(theDeal.settledOf(SLOT, 1).sealRewardPaid);
        assertGt(payoutOf(5).balance - before, _due(24));
    }
}
