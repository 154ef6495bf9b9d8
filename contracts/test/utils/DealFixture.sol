// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {DealTerms, NodeOffer, PoRepVerdict, ReplaceReason, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {Deployment} from "./Deployment.sol";
import {MerkleTree} from "./MerkleTree.sol";

/// @dev One deal with four slots on four nodes, and the steps of its life.
abstract contract DealFixture is Deployment {
    uint16 internal constant SLOTS = 4;
    uint64 internal constant SECTOR = 8 << 20;
    uint64 internal constant DURATION = 240;

    IStorageDeal internal theDeal;
    DealTerms internal terms;
    SlotPlan[] internal table;

    function setUp() public virtual override {
        super.setUp();
        for (uint256 i = 0; i < SLOTS; ++i) {
            register(i);
        }
        terms = DealTerms({
            client: client,
            planId: keccak256("plan"),
            contentHash: keccak256("content"),
            fileBytes: 12 << 20,
            sectorBytes: SECTOR,
            dataShards: 2,
            totalShards: SLOTS,
            slotCount: SLOTS,
            durationPeriods: DURATION,
            maxRate: 3 * RATE,
            sealRewardPeriods: 24,
            minRunwayPeriods: 48,
            feeBps: 0,
            sealingDeadline: uint64(block.timestamp) + 6 * T,
            startDeadline: uint64(block.timestamp) + 30 * T
        });
        for (uint16 i = 0; i < SLOTS; ++i) {
            table.push(planFor(i, 0, nodeAddress(i)));
        }
    }

    // ------------------------------------------------------------------ plans
    function planFor(uint16 slot, uint16 generation, address node) internal view returns (SlotPlan memory) {
        NodeOffer memory offer = registry.offerOf(node);
        return SlotPlan({
            slot: slot,
            generation: generation,
            node: node,
            payout: offer.payout,
            rate: offer.parameters.rate,
            maxSpan: offer.parameters.maxSpan,
            hoursMap: offer.hoursMap,
            commD: keccak256(abi.encode("commD", slot))
        });
    }

    function pathOf(uint16 slot) internal view returns (bytes32[] memory) {
        bytes32[] memory leaves = new bytes32[](table.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = SlotTable.leafOf(table[i]);
        }
        return MerkleTree.pathOf(leaves, slot);
    }

    // ------------------------------------------------------------------ steps
    function publish() internal {
        vm.prank(portal);
        theDeal = IStorageDeal(factory.publish(terms, table));
    }

    function preCommit(uint16 slot) internal virtual {
        bytes32[] memory path = pathOf(slot);
        vm.prank(table[slot].node);
        theDeal.preCommit(table[slot], path, keccak256(abi.encode("commR", slot)));
    }

    function preCommitReplacement(SlotPlan memory plan) internal {
        vm.prank(plan.node);
        theDeal.preCommit(plan, new bytes32[](0), keccak256("commR of a replacement"));
    }

    function digestOf(uint16 slot, uint16 generation) internal pure returns (bytes32) {
        return keccak256(abi.encode("proof", slot, generation));
    }

    function prove(uint16 slot, uint16 generation) internal {
        vm.roll(vm.getBlockNumber() + SEED_DELAY + 1);
        address node = theDeal.slotOf(slot).node;
        vm.prank(node);
        theDeal.proveCommit(slot, generation, digestOf(slot, generation));
    }

    function judge(uint16 slot, uint16 generation, bool accepted) internal {
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(slot, generation, digestOf(slot, generation), accepted);
        vm.prank(verifier);
        theDeal.recordPoReps(verdicts);
    }

    function seal(uint16 slot) internal {
        preCommit(slot);
        prove(slot, 0);
        judge(slot, 0, true);
    }

    function sealReplacement(SlotPlan memory plan) internal {
        preCommitReplacement(plan);
        prove(plan.slot, plan.generation);
        judge(plan.slot, plan.generation, true);
    }

    function sealAll() internal {
        for (uint16 i = 0; i < SLOTS; ++i) {
            seal(i);
        }
    }

    function start(uint256 value) internal {
        bytes32 hash = theDeal.termsHash();
        vm.prank(client);
        theDeal.startDeal{value: value}(hash);
    }

    function publishAndSeal() internal {
        publish();
        sealAll();
    }

    function publishAndStart(uint256 value) internal {
        publishAndSeal();
        start(value);
    }

    /// @dev With the row of the table that it must name.
    function replaceNode(SlotPlan memory plan, ReplaceReason reason) internal {
        uint16 row = plan.slot < table.length ? plan.slot : 0;
        theDeal.replaceNode(plan, reason, table[row], pathOf(row));
    }

    function replace(uint16 slot, uint256 nodeIndex, ReplaceReason reason) internal returns (SlotPlan memory plan) {
        plan = planFor(slot, theDeal.slotOf(slot).generation + 1, nodeAddress(nodeIndex));
        vm.prank(portal);
        replaceNode(plan, reason);
    }

    // ----------------------------------------------------------------- ledger
    function work(uint16 slot, uint16 generation, uint64 proven, uint32 fulfilments, uint32 commitments, uint64 last)
        internal
        view
        returns (WorkLeaf memory)
    {
        return WorkLeaf(address(theDeal), slot, generation, proven, fulfilments, commitments, last);
    }

    /// @dev Leaf of a node that proved every hour from the start until `last`.
    function diligent(uint16 slot, uint64 last) internal view returns (WorkLeaf memory) {
        uint64 begin = theDeal.slotOf(slot).start;
        uint32 count = uint32(last - begin);
        return work(slot, theDeal.slotOf(slot).generation, count, count, count, last);
    }

    function post(uint64 period_, WorkLeaf[] memory leaves) internal returns (bytes32[][] memory paths) {
        bytes32[] memory hashes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            hashes[i] = SlotTable.leafOf(leaves[i]);
        }
        paths = new bytes32[][](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            paths[i] = MerkleTree.pathOf(hashes, i);
        }
        vm.prank(verifier);
        ledger.postVerdicts(period_, SlotTable.rootOf(hashes), keccak256("manifest"), "verdicts/x.json");
    }

    function settleOne(uint64 period_, WorkLeaf memory leaf) internal {
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = leaf;
        bytes32[][] memory paths = post(period_, leaves);
        theDeal.settle(period_, leaf, paths[0]);
    }

    function diligentAll(uint64 last) internal view returns (WorkLeaf[] memory leaves) {
        leaves = new WorkLeaf[](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            leaves[i] = diligent(i, last);
        }
    }

    // ------------------------------------------------------------------ money
    function owed(uint256 rate, uint256 periods) internal pure returns (uint256) {
        return rate * SECTOR * periods / (24 << 20);
    }

    /// @dev Whole cost of the four first slots for some periods, seal rewards not included.
    function cost(uint256 periods) internal pure returns (uint256) {
        return (SLOTS * uint256(RATE) * SECTOR * periods + (24 << 20) - 1) / (24 << 20);
    }

    function rewards() internal pure returns (uint256) {
        return SLOTS * owed(RATE, 24);
    }
}
