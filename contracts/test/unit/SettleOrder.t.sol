// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Whoever settles first, and by whichever root: everybody gets the same in the end.
contract SettleOrderTest is DealFixture {
    uint256 private constant ROOTS = 5;
    uint256 private constant STEP = 6;

    struct Root {
        uint64 period;
        WorkLeaf[] leaves;
        bytes32[][] paths;
    }

    struct Outcome {
        uint256[SLOTS] payouts;
        uint256[SLOTS] ratings;
        uint256 client;
        uint256 left;
    }

    Root[] private roots;

    /// @dev Work at random, a root every six hours, nothing settled.
    function _history(uint256 seed) private {
        publishAndStart(cost(48) + rewards());
        uint64 begin = period();
        WorkLeaf[] memory now_ = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            now_[i] = work(i, 0, 0, 0, 0, 0);
        }
        for (uint256 r = 0; r < ROOTS; ++r) {
            skipPeriods(STEP);
            for (uint256 i = 0; i < SLOTS; ++i) {
                uint32 proved = uint32(uint256(keccak256(abi.encode(seed, r, i))) % (STEP + 1));
                now_[i].commitments += uint32(STEP);
                now_[i].fulfilments += proved;
                now_[i].provenPeriods += proved;
                if (proved != 0) now_[i].lastAccepted = begin + uint64((r + 1) * STEP) - 1;
            }
            _keep(begin + uint64((r + 1) * STEP) - 1, now_);
        }
    }

    function _keep(uint64 period_, WorkLeaf[] memory leaves) private {
        bytes32[][] memory paths = post(period_, leaves);
        Root storage root = roots.push();
        root.period = period_;
        for (uint256 i = 0; i < leaves.length; ++i) {
            root.leaves.push(leaves[i]);
            root.paths.push(paths[i]);
        }
    }

    /// @dev Settles a number of leaves in an order of its own, then the newest of each slot, and ends the deal.
    function _settleInOrder(uint256 order) private returns (Outcome memory outcome) {
        for (uint256 i = 0; i < order % 24; ++i) {
            uint256 pick = uint256(keccak256(abi.encode(order, i)));
            Root storage root = roots[pick % ROOTS];
            uint256 slot = (pick >> 8) % SLOTS;
            theDeal.settle(root.period, root.leaves[slot], root.paths[slot]);
        }
        Root storage last = roots[ROOTS - 1];
        for (uint256 i = 0; i < SLOTS; ++i) {
            uint256 slot = (i + order % SLOTS) % SLOTS;
            theDeal.settle(last.period, last.leaves[slot], last.paths[slot]);
        }
        skipPeriods(60);
        WorkLeaf[] memory leaves = last.leaves;
        bytes32[][] memory paths = post(period() - 1, leaves);
        uint64 root_ = period() - 1;
        skipPeriods(DISPUTE_WINDOW + 1);
        vm.prank(portal);
        theDeal.endDeal(root_, leaves, paths);
        for (uint256 i = 0; i < SLOTS; ++i) {
            outcome.payouts[i] = payoutOf(i).balance;
            outcome.ratings[i] = registry.rating(nodeAddress(i));
        }
        outcome.client = client.balance;
        outcome.left = address(theDeal).balance;
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: long.fuzz.runs = 10000
    function testFuzz_TheOrderOfSettlingChangesNothing(uint256 history, uint256 one, uint256 other) public {
        _history(history);
        uint256 snapshot = vm.snapshotState();
        Outcome memory first = _settleInOrder(one);
        vm.revertToState(snapshot);
        Outcome memory second = _settleInOrder(other);
        assertEq(keccak256(abi.encode(first)), keccak256(abi.encode(second)));
        assertEq(first.left, 0, "and nothing stays behind");
        for (uint256 i = 0; i < SLOTS; ++i) {
            uint64 proven = roots[ROOTS - 1].leaves[i].provenPeriods;
            assertEq(first.payouts[i], owed(RATE, 24) + owed(RATE, proven));
        }
    }
}
