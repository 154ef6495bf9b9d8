// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Schedule} from "../../src/libraries/Schedule.sol";
import {NodeParameters, WorkLeaf} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";

/// @dev A node that keeps back the proof of an hour it did not promise, puts its digest on chain, has a later proof
/// counted, and disputes then. The leaf that decides is from before that later proof, so the contract cannot know
/// that the time is paid: what bounds the node is its span, the time elapsed, and the verifier's next leaf.
contract DisputeByChoiceTest is DisputeFixture {
    uint256 private constant APART = 12;
    uint256 private map;
    /// @dev The proof that is kept back, with the leaf of its period.
    uint64 private withheld;
    bytes private proof;
    WorkLeaf private leaf;
    bytes32[] private path;

    function _prepare() internal override {
        for (uint256 h = 0; h < 168; h += APART) {
            map |= 1 << h;
        }
        vm.prank(nodeAddress(SLOT));
        registry.setAvailability(map);
        table[SLOT].hoursMap = map;
    }

    /// @param silent periods before the first proof, in which nothing is proved
    /// @return first period of the promised hour before the proof kept back
    /// @return proven what is due for it
    /// @return missed promises broken before it
    function _keepBack(uint256 silent) private returns (uint64 first, uint64 proven, uint32 missed) {
        skipPeriods(silent);
        while (!Schedule.isPromised(map, period())) _nextPeriod();
        first = period();
        missed = uint32(Schedule.promisedBetween(map, begin, first - 1, type(uint256).max));
        uint64 time = first - begin;
        proven = (time > 24 ? 24 : time) - missed;
        _nextPeriod();
        leaf = _leaf(proven, 1, missed + 1, first);
        settleOne(first, leaf);
        while (period() < first + APART - 1) _nextPeriod();
        withheld = period();
        proof = _proof(withheld);
        vm.prank(node);
        theDeal.submitPoSt(SLOT, 0, withheld, keccak256(proof));
        // The promised hour comes, and its proof is counted with the whole time since the first.
        uint64 next = _nextPeriod();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = leaf;
        path = post(withheld, leaves)[0];
        _nextPeriod();
        settleOne(next, _leaf(proven + 12, 2, missed + 2, next));
        assertEq(_earned(), _due(proven + 12));
    }

    function _disputeNow() private {
        _dispute(withheld, proof, "");
        theDeal.decideDispute(SLOT, 0, withheld, withheld, leaf, path);
    }

    function test_AProofKeptBackIsPaidBesideTheNextAndKeptBackByTheVerifier() public {
        (uint64 first, uint64 proven, uint32 missed) = _keepBack(48);
        _disputeNow();
        // Less than a span, and not above the time.
        assertEq(_record().credited, APART - 1);
        assertEq(_earned(), _due(proven + 12 + APART - 1));
        assertLe(proven + 12 + APART - 1, period() - begin);
        // An honest verifier has the next proof pay one period: 12, less the 11 that are paid already.
        while (period() <= first + 2 * APART) _nextPeriod();
        uint64 last = period() - 1;
        settleOne(last, _leaf(proven + 13, 3, missed + 3, last));
        assertEq(_earned(), _due(proven + 24));
    }

    /// @dev Nothing is proved after it: what is paid twice is a span at most, and stays.
    function test_WhatIsPaidTwiceAtTheEndIsASpanAtMost() public {
        (, uint64 proven,) = _keepBack(48);
        vm.prank(client);
        theDeal.closeDeal();
        _disputeNow();
        assertLe(_record().credited, table[SLOT].maxSpan);
        assertEq(_earned(), _due(proven + 12 + APART - 1));
        assertLe(_earned(), _due(theDeal.dealData().accrualEnd - begin));
    }

    /// @dev Whoever is paid for all its time gains nothing but what passes anyway.
    function test_NothingIsPaidAboveTheTimeElapsed() public {
        (,, uint32 missed) = _keepBack(0);
        assertEq(missed, 0);
        vm.prank(client);
        theDeal.closeDeal();
        _disputeNow();
        assertEq(_record().credited, APART - 1);
        assertEq(_earned(), _due(theDeal.dealData().accrualEnd - begin));
    }
}

/// @dev The same with several at once: hours promised are three apart, and so is the span.
contract DisputesByChoiceTest is DisputeFixture {
    uint16 private constant APART = 3;
    uint256 private constant KEPT_BACK = 3;
    uint256 private map;
    uint64[] private withheld;
    bytes[] private proofs;
    WorkLeaf[] private leaves;
    bytes32[][] private paths;

    function _prepare() internal override {
        for (uint256 h = 0; h < 168; h += APART) {
            map |= 1 << h;
        }
        NodeParameters memory change;
        change.maxSpan = APART;
        vm.startPrank(nodeAddress(SLOT));
        registry.setAvailability(map);
        registry.setParameters(1 << 2, change);
        vm.stopPrank();
        // Parameters are effective one period later.
        skipPeriods(1);
        (table[SLOT].hoursMap, table[SLOT].maxSpan) = (map, APART);
    }

    function _post(WorkLeaf memory leaf) private returns (bytes32[] memory) {
        WorkLeaf[] memory one = new WorkLeaf[](1);
        one[0] = leaf;
        return post(period() - 1, one)[0];
    }

    /// @dev A span for each, which is more than one span together, and never above what can still be disputed and a span.
    function test_ProofsKeptBackInARowArePaidASpanEachAtMost() public {
        skipPeriods(30);
        while (!Schedule.isPromised(map, period())) _nextPeriod();
        uint64 last = period();
        uint32 missed = uint32(Schedule.promisedBetween(map, begin, last - 1, type(uint256).max));
        uint64 proven = 0;
        WorkLeaf memory leaf = _leaf(proven, 1, missed + 1, last);
        _nextPeriod();
        settleOne(last, leaf);
        for (uint32 i = 1; i <= KEPT_BACK; ++i) {
            uint64 p = _nextPeriod();
            bytes memory proof = _proof(p);
            vm.prank(node);
            theDeal.submitPoSt(SLOT, 0, p, keccak256(proof));
            withheld.push(p);
            proofs.push(proof);
            leaves.push(leaf);
            uint64 next = _nextPeriod();
            paths.push(_post(leaf));
            proven += APART;
            leaf = _leaf(proven, 1 + i, missed + 1 + i, next);
            _nextPeriod();
            settleOne(next, leaf);
        }
        assertEq(_earned(), _due(proven));
        for (uint256 i = 0; i < KEPT_BACK; ++i) {
            _dispute(withheld[i], proofs[i], "");
            theDeal.decideDispute(SLOT, 0, withheld[i], withheld[i], leaves[i], paths[i]);
        }
        assertEq(_record().credited, KEPT_BACK * (APART - 1));
        assertGt(_record().credited, APART);
        assertLe(_record().credited, ROOT_DELAY + DISPUTE_WINDOW + APART);
        assertEq(_earned(), _due(proven + KEPT_BACK * (APART - 1)));
        assertLe(_earned(), _due(period() - begin));
    }
}
