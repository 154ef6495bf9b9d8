// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IProofLedger} from "../../src/interfaces/IProofLedger.sol";
import {DisputedRecord, WorkLeaf} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";

/// @dev A leaf decides, and where nobody has one, time.
contract DisputeDecidingTest is DisputeFixture {
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
        // Also in the last period in which it can.
        while (_nextPeriod() < p + ROOT_DELAY) {}
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.RootMayCome.selector, p, p + ROOT_DELAY));
        theDeal.decideDispute(SLOT, 0, p, p0, leaves[0], paths[0]);
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
        // A promise broken before p0, which the proof of p does not make good.
        _nextPeriod();
        uint64 p0 = _nextPeriod();
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 2, p0);
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
        assertEq(registry.nodeOf(node).commitments, 3);
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

    /// @dev Nobody judged these periods, so no promise was taken off that an older proof could make good.
    function test_TheNewestFirstIsTheSameMoneyWhereNobodyJudged() public {
        uint64 first = period() + 1;
        for (uint256 i = 0; i < 5; ++i) {
            uint64 p = _nextPeriod();
            _dispute(p, _proof(p), "");
        }
        skipPeriods(20);
        for (uint64 p = first + 5; p > first; --p) {
            theDeal.concludeDispute(SLOT, 0, p - 1);
        }
        assertEq(_record().credited, 5);
        assertEq(_record().newest, first + 4);
        assertEq(_earned(), _due(5));
        assertEq(registry.nodeOf(node).fulfilments, 5);
    }

    /// @dev The same where the ledger's newest root is from before both.
    function test_TheNewestFirstIsTheSameMoneyWithoutARoot() public {
        uint64 p0 = _nextPeriod();
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 1, p0);
        bytes32[][] memory paths = post(p0, leaves);
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        skipPeriods(ROOT_DELAY + 1);
        theDeal.decideDispute(SLOT, 0, second, p0, leaves[0], paths[0]);
        theDeal.decideDispute(SLOT, 0, first, p0, leaves[0], paths[0]);
        assertEq(_record().credited, second - p0);
    }

    /// @dev The newer proof lost a period for the promise of the older one's hour, which the ledger saw broken.
    function test_TheNewestFirstTakesNoMoneyAway() public {
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 1, 0);
        bytes32[][] memory paths = post(first, leaves);
        _nextPeriod();
        _decide(second, second, _leaf(0, 0, 2, 0));
        assertEq(_record().credited, 1);
        theDeal.decideDispute(SLOT, 0, first, first, leaves[0], paths[0]);
        assertEq(_record().credited, 2);
        assertEq(registry.nodeOf(node).fulfilments, 2);
        assertEq(registry.nodeOf(node).commitments, 2);
    }

    /// @dev Time decided the newer one, which lost nothing; the older one's leaf comes late and gives nothing more.
    function test_AnOlderProofMakesNothingGoodThatWasNotTakenOff() public {
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 1, 0);
        bytes32[][] memory paths = post(first, leaves);
        skipPeriods(20);
        theDeal.concludeDispute(SLOT, 0, second);
        assertEq(_record().credited, 2);
        theDeal.decideDispute(SLOT, 0, first, first, leaves[0], paths[0]);
        assertEq(_record().credited, 2);
        assertEq(_record().restored, 1);
    }

    /// @dev Time decided the second of three, which lost nothing for the first; that a leaf decided the third since
    /// does not make it a loss.
    function test_TimeInTheMiddleOfARowPaysNoPeriodTwice() public {
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        uint64 third = _nextPeriod();
        _dispute(third, _proof(third), "");
        WorkLeaf[] memory one = new WorkLeaf[](1);
        one[0] = _leaf(0, 0, 1, 0);
        bytes32[][] memory pathOfOne = post(first, one);
        _nextPeriod();
        WorkLeaf[] memory three = new WorkLeaf[](1);
        three[0] = _leaf(0, 0, 3, 0);
        bytes32[][] memory pathOfThree = post(third, three);
        skipPeriods(20);
        theDeal.concludeDispute(SLOT, 0, second);
        assertEq(_record().credited, 2);
        assertEq(_record().covered, second);
        theDeal.decideDispute(SLOT, 0, third, third, three[0], pathOfThree[0]);
        assertEq(_record().credited, 3);
        assertEq(_record().judged, third);
        assertEq(_record().covered, second);
        theDeal.decideDispute(SLOT, 0, first, first, one[0], pathOfOne[0]);
        assertEq(_record().credited, 3);
        assertEq(_earned(), _due(3));
    }

    /// @dev Between what time covered and the newest proof, which lost a period for it.
    function test_AnOlderProofAfterWhatTimeCoveredIsMadeGood() public {
        uint64 first = _nextPeriod();
        _dispute(first, _proof(first), "");
        uint64 second = _nextPeriod();
        _dispute(second, _proof(second), "");
        uint64 third = _nextPeriod();
        _dispute(third, _proof(third), "");
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 2, 0);
        bytes32[][] memory pathOfTwo = post(second, leaves);
        WorkLeaf memory two = leaves[0];
        _nextPeriod();
        leaves[0] = _leaf(0, 0, 3, 0);
        bytes32[][] memory pathOfThree = post(third, leaves);
        skipPeriods(20);
        theDeal.concludeDispute(SLOT, 0, first);
        theDeal.decideDispute(SLOT, 0, third, third, leaves[0], pathOfThree[0]);
        assertEq(_record().credited, 2);
        theDeal.decideDispute(SLOT, 0, second, second, two, pathOfTwo[0]);
        assertEq(_record().credited, 3);
    }

    function test_RevertWhen_NothingWasDisputed() public {
        uint64 p = _nextPeriod();
        skipPeriods(ROOT_DELAY + 2 * DISPUTE_WINDOW + 1);
        bytes memory unknown = abi.encodeWithSelector(IDealEvents.NoDispute.selector, SLOT, 0, p);
        WorkLeaf memory leaf = _leaf(0, 0, 0, 0);
        vm.expectRevert(unknown);
        theDeal.decideDispute(SLOT, 0, p, p, leaf, new bytes32[](0));
        vm.expectRevert(unknown);
        theDeal.concludeDispute(SLOT, 0, p);
    }

    function test_RevertWhen_TheRootOrTheDealIsAnother() public {
        uint64 p = _nextPeriod();
        _dispute(p, _proof(p), "");
        _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(0, 0, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.UnknownRoot.selector, p));
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], new bytes32[](0));
        leaves[0].deal = stranger;
        bytes32[][] memory paths = post(p, leaves);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongDeal.selector, address(theDeal), stranger));
        theDeal.decideDispute(SLOT, 0, p, p, leaves[0], paths[0]);
    }
}
