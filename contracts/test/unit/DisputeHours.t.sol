// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DisputedRecord} from "../../src/libraries/Types.sol";
import {DisputeFixture} from "../utils/DisputeFixture.sol";

/// @dev What a disputed proof is worth beside its time: fulfilments, where the hour was promised. The node promises
/// every other hour; the deal begins in a promised one.
contract DisputeHoursTest is DisputeFixture {
    uint256 private constant WAIT = ROOT_DELAY + 2 * DISPUTE_WINDOW + 1;

    function _prepare() internal override {
        uint256 hoursMap;
        for (uint256 h = 0; h < 168; h += 2) {
            hoursMap |= 1 << h;
        }
        vm.prank(nodeAddress(SLOT));
        registry.setAvailability(hoursMap);
        table[SLOT].hoursMap = hoursMap;
    }

    function _conclude(uint64 period_) private {
        theDeal.concludeDispute(SLOT, 0, period_);
    }

    function test_AnUnpromisedHourIsPaidButNoFulfilment() public {
        uint64 free = _nextPeriod();
        _dispute(free, _proof(free), "");
        skipPeriods(WAIT);
        _conclude(free);
        DisputedRecord memory record = _record();
        assertEq(record.credited, 1);
        assertEq(record.restored + record.added, 0);
        assertEq(_earned(), _due(1));
        assertEq(registry.nodeOf(node).commitments, 0);
    }

    function test_APromisedHourBringsItsCommitment() public {
        _nextPeriod();
        uint64 promised = _nextPeriod();
        _dispute(promised, _proof(promised), "");
        skipPeriods(WAIT);
        _conclude(promised);
        assertEq(_record().credited, 2);
        assertEq(_record().added, 1);
        assertEq(registry.nodeOf(node).fulfilments, 1);
    }

    /// @dev A newer proof was credited with the time before it, unpromised hours included.
    function test_AnOlderProofOfAnUnpromisedHourAddsNothing() public {
        uint64 free = _nextPeriod();
        _dispute(free, _proof(free), "");
        uint64 promised = _nextPeriod();
        _dispute(promised, _proof(promised), "");
        skipPeriods(WAIT);
        _conclude(promised);
        _conclude(free);
        assertEq(_record().credited, 2);
        assertEq(_record().newest, promised);
        assertEq(_earned(), _due(2));
    }

    function test_TheHourOfTheEndIsPaidButNoFulfilment() public {
        _nextPeriod();
        uint64 promised = _nextPeriod();
        _dispute(promised, _proof(promised), "");
        vm.prank(client);
        theDeal.closeDeal();
        skipPeriods(WAIT);
        _conclude(promised);
        assertEq(_record().credited, 2);
        assertEq(_record().added, 0);
        assertEq(registry.nodeOf(node).commitments, 0);
    }

    function test_NoCommitmentBeyondTheTime() public {
        _nextPeriod();
        uint64 promised = _nextPeriod();
        _dispute(promised, _proof(promised), "");
        skipPeriods(WAIT);
        uint32 elapsed = uint32(period() - begin);
        settleOne(period() - 1, _leaf(elapsed, elapsed, elapsed, period() - 1));
        _conclude(promised);
        assertEq(_record().added, 0);
        assertEq(registry.nodeOf(node).commitments, elapsed);
        assertEq(_earned(), _due(elapsed));
    }
}
