// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {WorkLeaf} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";

/// @dev Proofs about the end of a generation: its own hour and those after it are promised by nobody, and can
/// therefore be broken by nobody.
contract DisputeAtTheEndTest is DisputeFixture {
    uint64 private last;

    /// @dev The ledger accepts a proof; the client closes two periods later, with one promise broken in between.
    function _closeAfterAProof() private returns (uint64 end) {
        last = _nextPeriod();
        _nextPeriod();
        settleOne(last, _leaf(1, 1, 1, last));
        end = _nextPeriod();
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(theDeal.dealData().accrualEnd, end);
    }

    function _decideNow(uint64 p) private {
        _dispute(p, _proof(p), "");
        _nextPeriod();
        _decide(p, p, _leaf(1, 1, 2, last));
    }

    function test_AClosingProofLosesOnlyPromisesFromBeforeTheEnd() public {
        _closeAfterAProof();
        _nextPeriod();
        _decideNow(_nextPeriod());
        // Two periods up to the end, less the one promise of the period between.
        assertEq(_record().credited, 1);
        assertEq(_earned(), _due(2));
    }

    function test_TheHourOfTheEndIsNoBrokenPromise() public {
        _closeAfterAProof();
        _decideNow(_nextPeriod());
        assertEq(_record().credited, 1);
        assertEq(_earned(), _due(2));
    }

    /// @dev Nothing was taken off for the hour of the end, so that an older proof of it has nothing to make good.
    function test_AnOlderProofOfTheEndMakesNothingGood() public {
        uint64 end = _closeAfterAProof();
        _dispute(end, _proof(end), "");
        uint64 later = _nextPeriod();
        _dispute(later, _proof(later), "");
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = _leaf(1, 1, 2, last);
        bytes32[][] memory paths = post(end, leaves);
        _nextPeriod();
        _decide(later, later, leaves[0]);
        assertEq(_record().credited, 1);
        theDeal.decideDispute(SLOT, 0, end, end, leaves[0], paths[0]);
        assertEq(_record().credited, 1);
        assertEq(_earned(), _due(2));
    }
}
