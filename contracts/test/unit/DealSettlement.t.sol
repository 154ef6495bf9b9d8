// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IProofLedger} from "../../src/interfaces/IProofLedger.sol";
import {DealState, NodeRecord, SettledRecord, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract DealSettlementTest is DealFixture {
    uint64 internal begin;

    function setUp() public override {
        super.setUp();
        publishAndStart(500 ether);
        begin = period();
    }

    function _earned(uint256 node) internal returns (uint256) {
        return payoutOf(node).balance - owed(RATE, 24);
    }

    function test_PaysCumulativeFigures() public {
        skipPeriods(11);
        settleOne(begin + 5, work(0, 0, 3, 3, 4, begin + 3));
        assertEq(_earned(0), owed(RATE, 3));
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(0, 0, 9, 8, 10, begin + 10);
        bytes32[][] memory paths = post(begin + 10, leaves);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.Settled(0, 0, payoutOf(0), owed(RATE, 9) - owed(RATE, 3), 9, 8, 10);
        theDeal.settle(begin + 10, leaves[0], paths[0]);
        assertEq(_earned(0), owed(RATE, 9));
        SettledRecord memory record = theDeal.settledOf(0, 0);
        assertEq(record.provenPeriods, 9);
        assertEq(record.fulfilments, 8);
        assertEq(record.commitments, 10);
        assertEq(record.paid, owed(RATE, 9));
        NodeRecord memory node = registry.nodeOf(nodeAddress(0));
        assertEq(node.fulfilments, 8);
        assertEq(node.commitments, 10);
        assertEq(registry.rating(nodeAddress(0)), 8000);
    }

    /// @dev A proof that came late fulfils what the leaf before called missed, and is not paid again.
    function test_FulfilmentsAloneAreRecorded() public {
        skipPeriods(11);
        settleOne(begin + 9, work(0, 0, 9, 8, 9, begin + 9));
        settleOne(begin + 10, work(0, 0, 9, 9, 9, begin + 9));
        assertEq(theDeal.settledOf(0, 0).fulfilments, 9);
        assertEq(registry.nodeOf(nodeAddress(0)).fulfilments, 9);
        assertEq(theDeal.slotOf(0).proofDigest, 0, "its word tells of work now");
    }

    function test_OlderLeafPaysNothingAndDoesNotRevert() public {
        skipPeriods(11);
        WorkLeaf[] memory old = new WorkLeaf[](1);
        old[0] = work(0, 0, 3, 3, 4, begin + 3);
        bytes32[][] memory path = post(begin + 5, old);
        settleOne(begin + 10, work(0, 0, 9, 8, 10, begin + 10));
        uint256 earned = _earned(0);
        theDeal.settle(begin + 5, old[0], path[0]);
        theDeal.settle(begin + 5, old[0], path[0]);
        assertEq(_earned(0), earned);
        assertEq(theDeal.settledOf(0, 0).commitments, 10);
    }

    function test_ClaimsAreCutOffAtTheTimeElapsed() public {
        skipPeriods(5);
        settleOne(begin + 4, work(0, 0, 1000, 900, 800, begin + 4));
        SettledRecord memory record = theDeal.settledOf(0, 0);
        assertEq(record.provenPeriods, 5);
        assertEq(record.commitments, 5);
        assertEq(record.fulfilments, 5);
        skipPeriods(1);
        settleOne(begin + 5, work(0, 0, type(uint64).max, type(uint32).max, type(uint32).max, begin + 4));
        assertEq(theDeal.settledOf(0, 0).provenPeriods, 6, "no overflow either");
    }

    function test_SettleManyPaysEachNode() public {
        skipPeriods(6);
        WorkLeaf[] memory leaves = diligentAll(begin + 5);
        bytes32[][] memory paths = post(begin + 5, leaves);
        theDeal.settleMany(begin + 5, leaves, paths);
        for (uint256 i = 0; i < SLOTS; ++i) {
            assertEq(_earned(i), owed(RATE, 5));
        }
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.LengthMismatch.selector, SLOTS, 0));
        theDeal.settleMany(begin + 5, leaves, new bytes32[][](0));
    }

    function test_RevertWhen_NotInTheLedger() public {
        skipPeriods(6);
        WorkLeaf[] memory leaves = diligentAll(begin + 5);
        bytes32[][] memory paths = post(begin + 5, leaves);
        leaves[0].provenPeriods += 1;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotProvenByLedger.selector, 0, 0));
        theDeal.settle(begin + 5, leaves[0], paths[0]);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotProvenByLedger.selector, 1, 0));
        theDeal.settle(begin + 5, leaves[1], paths[0]);
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.UnknownRoot.selector, begin + 4));
        theDeal.settle(begin + 4, leaves[1], paths[1]);
        leaves[1].deal = stranger;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongDeal.selector, address(theDeal), stranger));
        theDeal.settle(begin + 5, leaves[1], paths[1]);
    }

    function test_LeafOfASlotThatWasNeverLiveSaysNothing() public {
        skipPeriods(6);
        settleOne(begin + 5, work(0, 7, 5, 5, 5, begin + 5));
        assertEq(_earned(0), 0);
        settleOne(_next(), work(SLOTS, 0, 5, 5, 5, begin + 5));
        assertEq(theDeal.dealData().paid, rewards());
    }

    function _next() internal returns (uint64 over) {
        skipPeriods(1);
        over = period() - 1;
    }

    function test_RevertWhen_DealIsPending() public {
        skipPeriods(2);
        terms.planId = keccak256("second");
        terms.sealingDeadline += 100 * T;
        terms.startDeadline += 100 * T;
        publish();
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(0, 0, 1, 1, 1, begin + 1);
        bytes32[][] memory paths = post(begin + 1, leaves);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Pending));
        theDeal.settle(begin + 1, leaves[0], paths[0]);
    }

    function test_NothingAccruesBeyondFundedUntil() public {
        terms.planId = keccak256("short");
        terms.sealingDeadline += 100 * T;
        terms.startDeadline += 100 * T;
        publishAndStart(cost(48) + rewards());
        begin = period();
        skipPeriods(100);
        WorkLeaf[] memory leaves = diligentAll(begin + 99);
        bytes32[][] memory paths = post(begin + 99, leaves);
        theDeal.settleMany(begin + 99, leaves, paths);
        assertEq(theDeal.settledOf(3, 0).provenPeriods, 48);
        assertEq(address(theDeal).balance, cost(48) - SLOTS * owed(RATE, 48));
    }

    /// @dev Settling in any order, in parts or at once, gives each the same.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: long.fuzz.runs = 10000
    function testFuzz_OrderDoesNotMatter(uint256 seed) public {
        skipPeriods(60);
        WorkLeaf[][] memory history = new WorkLeaf[][](3);
        bytes32[][][] memory paths = new bytes32[][][](3);
        for (uint64 r = 0; r < 3; ++r) {
            history[r] = new WorkLeaf[](SLOTS);
            for (uint16 i = 0; i < SLOTS; ++i) {
                uint32 c = uint32((r + 1) * 18);
                uint32 f = c - uint32(uint256(keccak256(abi.encode(seed, i))) % 18);
                history[r][i] = work(i, 0, f, f, c, begin + c);
            }
            paths[r] = post(begin + 54 + r, history[r]);
        }
        uint256 snapshot = vm.snapshotState();
        theDeal.settleMany(begin + 56, history[2], paths[2]);
        bytes32 expected = _outcome();
        vm.revertToState(snapshot);
        for (uint256 step = 0; step < 12; ++step) {
            uint256 pick = uint256(keccak256(abi.encode(seed, step, "pick")));
            uint64 r = uint64(pick % 3);
            uint256 i = (pick >> 8) % SLOTS;
            theDeal.settle(begin + 54 + r, history[r][i], paths[r][i]);
        }
        theDeal.settleMany(begin + 56, history[2], paths[2]);
        assertEq(_outcome(), expected);
    }

    /// @dev Also of leaves that no honest verifier posts: more fulfilled than promised.
    function testFuzz_OrderOfLeavesThatCannotBeDoesNotMatter(uint8[3] memory fulfilled, uint8[3] memory promised)
        public
    {
        skipPeriods(60);
        WorkLeaf[] memory leaves = new WorkLeaf[](3);
        bytes32[][] memory paths = new bytes32[][](3);
        for (uint64 r = 0; r < 3; ++r) {
            leaves[r] = work(0, 0, 1, fulfilled[r], promised[r], begin + 1);
            WorkLeaf[] memory all = new WorkLeaf[](SLOTS);
            for (uint16 i = 0; i < SLOTS; ++i) {
                all[i] = i == 0 ? leaves[r] : work(i, 0, 0, 0, 0, 0);
            }
            paths[r] = post(begin + 54 + r, all)[0];
        }
        uint256 snapshot = vm.snapshotState();
        for (uint64 r = 0; r < 3; ++r) {
            theDeal.settle(begin + 54 + r, leaves[r], paths[r]);
        }
        bytes32 expected = _outcome();
        vm.revertToState(snapshot);
        for (uint64 r = 3; r > 0; --r) {
            theDeal.settle(begin + 53 + r, leaves[r - 1], paths[r - 1]);
        }
        assertEq(_outcome(), expected);
    }

    function _outcome() internal returns (bytes32 hash) {
        for (uint16 i = 0; i < SLOTS; ++i) {
            NodeRecord memory node = registry.nodeOf(nodeAddress(i));
            hash = keccak256(
                abi.encode(hash, payoutOf(i).balance, theDeal.settledOf(i, 0), node.fulfilments, node.commitments)
            );
        }
        return keccak256(abi.encode(hash, address(theDeal).balance));
    }
}
