// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Schedule} from "../../src/libraries/Schedule.sol";
import {WorkLeaf} from "../../src/libraries/Types.sol";
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
