// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Schedule} from "../../../src/libraries/Schedule.sol";
import {SlotTable} from "../../../src/libraries/SlotTable.sol";
import {DealData, DealState, PoRepVerdict, SlotRecord, SlotState, WorkLeaf} from "../../../src/libraries/Types.sol";
import {MerkleTree} from "../../utils/MerkleTree.sol";
import {World} from "./World.sol";

/// @dev The clock and the verifier. It is honest most of the time: every fourth proof it does not see, every
/// fifth root it does not post, and every tenth root claims far too much, every twentieth
/// also more fulfilled than promised.
abstract contract Roots is World {
    struct Root {
        uint64 period;
        WorkLeaf[] leaves;
    }

    Root[] internal roots;
    mapping(uint256 key => WorkLeaf) private truth;

    function advance(uint8 periods) external watched {
        // There is little time to seal and to start.
        uint256 count = _isPending() ? 1 : periods % 4 == 0 ? 8 : periods % 4;
        _go(count, uint256(keccak256(abi.encode(periods, block.timestamp))));
    }

    /// @dev The platform stands still, for a day or so, or for weeks when the deal is over or never began.
    function silence(uint8 periods, uint8 chance) external watched {
        DealData memory data = target.dealData();
        bool over = ledger.currentPeriod() > data.accrualEnd;
        if (data.state == DealState.Pending) _seldom(chance, 32);
        if (data.state == DealState.Active && !over) periods %= 32;
        vm.warp(vm.getBlockTimestamp() + uint256(periods) * T);
        vm.roll(vm.getBlockNumber() + 10);
        _go(1, periods);
    }

    function judge(uint16 index, uint8 chance) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.PreCommitted);
        _judge(index, slot, chance % 8 != 0);
    }

    function _judge(uint16 index, SlotRecord memory slot, bool accepted) internal {
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(index, slot.generation, keccak256("porep"), accepted);
        vm.prank(verifier);
        target.recordPoReps(verdicts);
    }

    function _go(uint256 count, uint256 seed) private {
        for (uint256 i = 0; i < count; ++i) {
            _work(uint256(keccak256(abi.encode(seed, i))));
            vm.warp(uint256(ledger.currentPeriod() + 1) * T + 10);
            vm.roll(vm.getBlockNumber() + 10);
            beacon.record();
            if ((seed >> i) % 5 != 0) _postRoot(seed);
        }
    }

    /// @dev One more period of work for every live slot, seen or not.
    function _work(uint256 seed) private {
        uint64 period = ledger.currentPeriod();
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf(i);
            if (slot.state != SlotState.Live || slot.start >= period) continue;
            WorkLeaf storage leaf = truth[uint256(i) << 16 | slot.generation];
            bool promised = Schedule.isPromised(slot.hoursMap, period);
            if (promised) leaf.commitments += 1;
            if ((seed >> (8 * i)) % 4 == 0) continue;
            if (promised) leaf.fulfilments += 1;
            uint64 span = period - (leaf.lastAccepted == 0 ? slot.start : leaf.lastAccepted);
            leaf.provenPeriods += span < slot.maxSpan ? span : slot.maxSpan;
            leaf.lastAccepted = period;
        }
    }

    /// @dev A leaf of every generation there ever was.
    function _postRoot(uint256 seed) private {
        uint64 period = ledger.currentPeriod() - 1;
        Root storage root = roots.push();
        root.period = period;
        bool isAbsurd = seed % 20 == 0;
        for (uint16 i = 0; i < SLOTS; ++i) {
            uint16 last = target.slotOf(i).generation;
            for (uint16 g = 0; g <= last; ++g) {
                WorkLeaf memory leaf = truth[uint256(i) << 16 | g];
                (leaf.deal, leaf.slot, leaf.generation) = (address(target), i, g);
                if (seed % 10 == 0) {
                    leaf.provenPeriods += 1000;
                    leaf.fulfilments += 2000;
                    if (!isAbsurd) leaf.commitments += 2000;
                }
                root.leaves.push(leaf);
            }
        }
        vm.prank(verifier);
        ledger.postVerdicts(period, SlotTable.rootOf(_hashes(root.leaves)), keccak256("manifest"), "");
    }

    /// @dev Newer roots more often: half of all calls take one of the last four.
    function _aRoot(uint256 seed) internal view returns (Root storage) {
        uint256 count = roots.length;
        if (count == 0) revert Idle();
        uint256 back = seed % 2 == 0 && count > 4 ? (seed / 2) % 4 : (seed / 2) % count;
        return roots[count - 1 - back];
    }

    function _withPaths(Root storage root) internal view returns (WorkLeaf[] memory leaves, bytes32[][] memory paths) {
        leaves = root.leaves;
        bytes32[] memory hashes = _hashes(leaves);
        paths = new bytes32[][](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            paths[i] = MerkleTree.pathOf(hashes, i);
        }
    }

    function _withPath(Root storage root, uint256 at) internal view returns (WorkLeaf memory, bytes32[] memory) {
        WorkLeaf[] memory leaves = root.leaves;
        return (leaves[at], MerkleTree.pathOf(_hashes(leaves), at));
    }

    function _hashes(WorkLeaf[] memory leaves) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            hashes[i] = SlotTable.leafOf(leaves[i]);
        }
    }
}
