// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {DealState, DisputedRecord, ReplaceReason, SettledRecord, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {FakeSector} from "../utils/FakeSector.sol";

/// @dev Sectors of 2 KiB with real trees, so that proofs of spacetime are real too. The verifier has a key.
contract DealDisputesTest is DealFixture {
    uint16 internal constant SLOT = 1;
    uint256 internal verifierKey;
    address internal node;
    uint64 internal begin;

    function setUp() public override {
        super.setUp();
        (verifier, verifierKey) = makeAddrAndKey("verifier with a key");
        vm.startPrank(admin);
        ledger.grantRole(ledger.VERIFIER_ROLE(), verifier);
        vm.stopPrank();
        terms.sectorBytes = FakeSector.BYTES;
        terms.minRunwayPeriods = 4;
        publishAndStart(1 ether);
        begin = period();
        node = nodeAddress(SLOT);
    }

    function preCommit(uint16 slot) internal override {
        bytes32[] memory path = pathOf(slot);
        bytes32 commR = FakeSector.commR(bytes32(uint256(slot)));
        vm.prank(table[slot].node);
        theDeal.preCommit(table[slot], path, commR);
    }

    // ------------------------------------------------------------------ actors
    function _seedOf(uint64 period_, uint16 slot) internal view returns (bytes32) {
        bytes32 seed = beacon.ofPeriod(period_);
        return keccak256(abi.encode(seed, block.chainid, address(theDeal), slot, uint16(0)));
    }

    /// @dev Brings the beginning of the next period and its seed.
    function _nextPeriod() internal returns (uint64 now_) {
        now_ = period() + 1;
        vm.warp(uint256(now_) * T + 10);
        vm.roll(vm.getBlockNumber() + 10);
        beacon.record();
    }

    function _proof(uint64 period_) internal view returns (bytes memory) {
        uint64 sector = theDeal.sectorId(SLOT, 0);
        return FakeSector.prove(bytes32(uint256(SLOT)), _seedOf(period_, SLOT), sector);
    }

    function _dispute(uint64 period_, bytes memory proof, bytes memory receipt) internal {
        vm.prank(node);
        theDeal.disputePoSt(SLOT, 0, period_, proof, receipt);
    }

    function _receipt(uint256 key, uint64 period_, bytes memory proof) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Micro-Storage Platform"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 said = keccak256(
            abi.encode(
                keccak256("PoStReceipt(address deal,uint16 slot,uint16 generation,uint64 period,bytes32 digest)"),
                address(theDeal),
                SLOT,
                uint16(0),
                period_,
                keccak256(proof)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, said)));
        return abi.encodePacked(r, s, v);
    }

    function _leaf(uint64 proven, uint32 fulfilments, uint32 commitments, uint64 last)
        internal
        view
        returns (WorkLeaf memory)
    {
        return work(SLOT, 0, proven, fulfilments, commitments, last);
    }

    function _decide(uint64 period_, uint64 rootPeriod, WorkLeaf memory leaf) internal {
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = leaf;
        bytes32[][] memory paths = post(rootPeriod, leaves);
        theDeal.decideDispute(SLOT, 0, period_, rootPeriod, leaf, paths[0]);
    }

    function _due(uint256 periods) internal pure returns (uint256) {
        return uint256(RATE) * FakeSector.BYTES * periods / (24 << 20);
    }

    function _earned() internal returns (uint256) {
        return payoutOf(SLOT).balance - _due(24);
    }

    function _record() internal view returns (DisputedRecord memory) {
        return theDeal.disputedOf(SLOT, 0);
    }

    // ----------------------------------------------------------------- opening
    function test_AProofInItsPeriodIsCreditedByTheLeafThatMissesIt() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DisputeOpened(SLOT, 0, p, keccak256(proof));
        _dispute(p, proof, "");
        assertEq(_record().open, 1);
        assertEq(_earned(), 0);

        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 1, 0);
        bytes32[][] memory paths = post(p, leaves);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DisputeCredited(SLOT, 0, p, payoutOf(SLOT), 1, _due(1), 1, 0);
        vm.prank(stranger);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);

        assertEq(_earned(), _due(1));
        DisputedRecord memory record = _record();
        assertEq(record.open, 0);
        assertEq(record.credited, 1);
        assertEq(record.restored, 1);
        assertEq(record.added, 0);
        assertEq(record.newest, p);
        assertEq(registry.rating(node), 10_000);
        assertEq(registry.nodeOf(node).commitments, 1);
    }

    function test_ADigestPutOnChainInTimeIsEnough() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        vm.prank(node);
        theDeal.submitPoSt(SLOT, 0, p, keccak256(proof));
        skipPeriods(ROOT_DELAY + DISPUTE_WINDOW);
        _dispute(p, proof, "");
        assertEq(_record().open, 1);
    }

    function test_TheVerifiersReceiptIsEnough() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        skipPeriods(1);
        _dispute(p, proof, _receipt(verifierKey, p, proof));
        assertEq(_record().open, 1);
    }

    function test_RevertWhen_NobodySawTheProofInTime() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        skipPeriods(1);
        bytes memory none = abi.encodeWithSelector(IDealEvents.NoReceipt.selector, SLOT, 0, p);
        vm.expectRevert(none);
        _dispute(p, proof, "");
        (, uint256 other) = makeAddrAndKey("no verifier");
        bytes memory foreign = _receipt(other, p, proof);
        vm.expectRevert(none);
        _dispute(p, proof, foreign);
        bytes memory ofAnother = _receipt(verifierKey, p + 1, proof);
        vm.expectRevert(none);
        _dispute(p, proof, ofAnother);
    }

    function test_RevertWhen_TheDigestIsOfAnotherProof() public {
        uint64 p = _nextPeriod();
        vm.prank(node);
        theDeal.submitPoSt(SLOT, 0, p, keccak256("another"));
        bytes memory proof = _proof(p);
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NoReceipt.selector, SLOT, 0, p));
        _dispute(p, proof, "");
    }

    function test_RevertWhen_TheProofIsWrong() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        proof[100] ^= 0x01;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.ProofRefused.selector, SLOT, 0, p));
        _dispute(p, proof, "");
        bytes memory old = _proof(p);
        p = _nextPeriod();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.ProofRefused.selector, SLOT, 0, p));
        _dispute(p, old, "");
    }

    function test_RevertWhen_SomebodyElseDisputes() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheNode.selector, node, stranger));
        vm.prank(stranger);
        theDeal.disputePoSt(SLOT, 0, p, proof, "");
    }

    function test_RevertWhen_ThePeriodIsNotOneToDispute() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.OutsideBounds.selector, SLOT, p, p + 1));
        _dispute(p + 1, proof, "");
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.OutsideBounds.selector, SLOT, p, begin));
        _dispute(begin, proof, "");
        bytes memory receipt = _receipt(verifierKey, p, proof);
        skipPeriods(ROOT_DELAY + DISPUTE_WINDOW + 1);
        uint64 until = p + ROOT_DELAY + DISPUTE_WINDOW;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DisputeWindowOver.selector, until, until + 1));
        _dispute(p, proof, receipt);
    }

    function test_RevertWhen_TheDealHasNotStarted() public {
        terms.planId = keccak256("second");
        vm.prank(portal);
        address second = factory.publish(terms, table);
        uint64 p = _nextPeriod();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Pending));
        vm.prank(node);
        IStorageDeal(second).disputePoSt(SLOT, 0, p, "", "");
    }

    function test_RevertWhen_ItWasDisputedBefore() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        _dispute(p, proof, "");
        bytes memory known = abi.encodeWithSelector(IDealEvents.DisputeKnown.selector, SLOT, 0, p);
        vm.expectRevert(known);
        _dispute(p, proof, "");
        _nextPeriod();
        _decide(p, p, _leaf(0, 0, 1, 0));
        bytes memory receipt = _receipt(verifierKey, p, proof);
        vm.expectRevert(known);
        _dispute(p, proof, receipt);
    }

    // ---------------------------------------------------------------- deciding
    function test_ALeafThatHasTheProofDismissesTheDispute() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 1, p);
        bytes32[][] memory paths = post(p, leaves);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DisputeDismissed(SLOT, 0, p);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
        // Paid once, by the leaf.
        assertEq(_earned(), _due(1));
        assertEq(_record().credited, 0);
        assertEq(_record().open, 0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NoDispute.selector, SLOT, 0, p));
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
    }

    function test_RevertWhen_AnOlderLeafIsShownThanTheNewest() public {
        uint64 p0 = _nextPeriod();
        uint64 p = _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 1, p0);
        bytes32[][] memory paths = post(p0, leaves);
        _dispute(p, _proof(p), "");
        // The root of p may still come.
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.RootMayCome.selector, p, p + ROOT_DELAY));
        theDeal.decideDispute(SLOT, 0, p, p0, leaves[0], paths[0]);
        _nextPeriod();
        WorkLeaf[] memory newer = new WorkLeaf[](1);
        newer[0] = _leaf(2, 2, 2, p);
        post(p, newer);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NewerRoot.selector, p, p0));
        theDeal.decideDispute(SLOT, 0, p, p0, leaves[0], paths[0]);
        _nextPeriod();
        WorkLeaf memory later = _leaf(3, 3, 3, p + 1);
        newer[0] = later;
        paths = post(p + 1, newer);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NewerRoot.selector, p, p + 1));
        theDeal.decideDispute(SLOT, 0, p, p + 1, later, paths[0]);
    }

    function test_RevertWhen_TheLeafIsOfAnotherSlot() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(2, 0, 0, 0, 1, 0);
        bytes32[][] memory paths = post(p, leaves);
        vm.expectPartialRevert(IDealEvents.WrongGeneration.selector);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
        leaves[0].slot = SLOT;
        vm.expectPartialRevert(IDealEvents.NotProvenByLedger.selector);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
    }

    /// @dev No root for the period: the newest before it says when a proof was last accepted, and the hours
    /// without a root are nobody's fault.
    function test_WithoutARootTheOneBeforeDecides() public {
        uint64 p0 = _nextPeriod();
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 1, p0);
        bytes32[][] memory paths = post(p0, leaves);
        _nextPeriod();
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        skipPeriods(ROOT_DELAY + 1);
        theDeal.decideDispute(SLOT, 0, p, p0, leaves[0], paths[0]);
        // p0 by the leaf, the three periods since by the dispute.
        assertEq(p - p0, 3);
        assertEq(_earned(), _due(4));
        DisputedRecord memory record = _record();
        assertEq(record.credited, 3);
        // The period was void for the ledger, so the commitment comes with the fulfilment.
        assertEq(record.added, 1);
        assertEq(registry.nodeOf(node).commitments, 2);
        assertEq(registry.nodeOf(node).fulfilments, 2);
    }

    /// @dev Promises that the ledger saw broken are taken off, as the verifier would have done.
    function test_BrokenPromisesAreTakenOff() public {
        uint64 p0 = _nextPeriod();
        skipPeriods(4);
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        _nextPeriod();
        _decide(p, p, _leaf(1, 1, 6, p0));
        // Five periods since p0, four promises in between.
        assertEq(_record().credited, 1);
        assertEq(registry.nodeOf(node).fulfilments, 2);
        assertEq(registry.nodeOf(node).commitments, 6);
    }

    function test_ASpanIsTheMost() public {
        skipPeriods(60);
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        skipPeriods(ROOT_DELAY + 2 * DISPUTE_WINDOW + 1);
        theDeal.concludeDispute(SLOT, 0, p);
        assertEq(_record().credited, 24);
    }

    // -------------------------------------------------------------- concluding
    function test_WithoutAnyLeafTimeDecides() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        uint64 until = p + ROOT_DELAY + 2 * DISPUTE_WINDOW;
        skipPeriods(until - p);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DisputeWindowOpen.selector, until, until));
        theDeal.concludeDispute(SLOT, 0, p);
        skipPeriods(1);
        vm.prank(stranger);
        theDeal.concludeDispute(SLOT, 0, p);
        assertEq(_earned(), _due(1));
        assertEq(_record().added, 1);
        assertEq(registry.rating(node), 10_000);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NoDispute.selector, SLOT, 0, p));
        theDeal.concludeDispute(SLOT, 0, p);
    }

    /// @dev Portal and verifier are gone from the first day on: the node is paid for all it proves.
    function test_ANodeAloneIsPaidForEveryPeriodThatItProves() public {
        uint64 first = period() + 1;
        for (uint256 i = 0; i < 5; ++i) {
            uint64 p = _nextPeriod();
            _dispute(p, _proof(p), "");
        }
        skipPeriods(20);
        for (uint64 p = first; p < first + 5; ++p) {
            theDeal.concludeDispute(SLOT, 0, p);
        }
        assertEq(_earned(), _due(5));
        assertEq(registry.nodeOf(node).commitments, 5);
        assertEq(registry.nodeOf(node).fulfilments, 5);
    }

    function test_TheOrderOfDecisionsDoesNotTakeMoneyAway() public {
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        skipPeriods(20);
        theDeal.concludeDispute(SLOT, 0, second);
        theDeal.concludeDispute(SLOT, 0, first);
        // Two by the second, one more for the first; never more than the time that passed, which is longer.
        assertEq(_record().credited, 3);
        assertEq(_record().newest, second);
    }

    // ------------------------------------------------------- together with leaves
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
