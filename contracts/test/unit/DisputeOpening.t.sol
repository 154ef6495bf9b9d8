// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IBeacon} from "../../src/interfaces/IBeacon.sol";
import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {DealState, DisputedRecord, ReplaceReason, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";

/// @dev Who may dispute what, and what shows that a proof was in time.
contract DisputeOpeningTest is DisputeFixture {
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
        emit IDealEvents.DisputeCredited(SLOT, 0, p, payoutOf(SLOT), 1, _due(1), 1, 0, p);
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

    function test_RevertWhen_TheRetentionIsOver() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 1, 0);
        bytes32[][] memory paths = post(p, leaves);
        skipPeriods(DURATION + 200);
        theDeal.endDeal(p, new WorkLeaf[](0), new bytes32[][](0));
        skipPeriods(169);
        bytes memory over =
            abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Completed);
        vm.expectRevert(over);
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
        vm.expectRevert(over);
        theDeal.concludeDispute(SLOT, 0, p);
        vm.expectRevert(over);
        vm.prank(node);
        theDeal.disputePoSt(SLOT, 0, p, "", "");
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

    function test_TheLastDigestOfThePeriodCounts() public {
        uint64 p = _nextPeriod();
        bytes memory proof = _proof(p);
        vm.startPrank(node);
        theDeal.submitPoSt(SLOT, 0, p, keccak256("another"));
        theDeal.submitPoSt(SLOT, 0, p, keccak256(proof));
        vm.stopPrank();
        skipPeriods(1);
        _dispute(p, proof, "");
        assertEq(_record().open, 1);
    }

    function test_RevertWhen_TheGenerationWasNeverLive() public {
        register(5);
        replace(SLOT, 5, ReplaceReason.Unhealthy);
        uint64 p = _nextPeriod();
        vm.expectRevert(
            abi.encodeWithSelector(
                IDealEvents.WrongSlotState.selector, SLOT, uint8(SlotState.Live), uint8(SlotState.Offered)
            )
        );
        vm.prank(nodeAddress(5));
        theDeal.disputePoSt(SLOT, 1, p, "", "");
    }

    /// @dev Nobody recorded the beacon, so there is nothing that a proof could answer.
    function test_RevertWhen_ThePeriodIsVoid() public {
        skipPeriods(1);
        uint64 p = period();
        vm.expectRevert(abi.encodeWithSelector(IBeacon.PeriodSeedMissing.selector, p));
        _dispute(p, "", "");
    }
}
