// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {ProofLedger} from "../../src/ProofLedger.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {
    Consent,
    DealData,
    DealState,
    NodeOffer,
    PoRepVerdict,
    ReplaceReason,
    SlotPlan,
    SlotRecord,
    SlotState,
    WorkLeaf
} from "../../src/libraries/Types.sol";
import {Test} from "forge-std/Test.sol";
import {MerkleTree} from "../utils/MerkleTree.sol";
import {Picky} from "../utils/Payees.sol";

/// @dev Everybody who may act on one active deal, choosing at random. The verifier is honest most of the
/// time; every tenth leaf claims far too much.
contract DealHandler is Test {
    struct Root {
        uint64 period;
        WorkLeaf[] leaves;
    }

    uint64 private constant T = 3600;
    uint16 public constant SLOTS = 4;

    IStorageDeal public immutable target;
    IMicroNodeRegistry private immutable registry;
    ProofLedger private immutable ledger;
    address private immutable portal;
    address private immutable verifier;
    address private immutable client;
    Picky private immutable picky;
    address[] private nodes;
    Root[] private roots;
    mapping(uint256 key => WorkLeaf) private truth;
    SlotState[SLOTS] private states;
    uint16[SLOTS] private generations;

    uint256 public moneyIn;
    uint256 public forbidden;
    uint256 public calls;
    mapping(bytes32 => uint256) public done;

    constructor(
        IStorageDeal target_,
        IMicroNodeRegistry registry_,
        ProofLedger ledger_,
        address[3] memory roles,
        address[] memory nodes_,
        uint256 moneyIn_,
        Picky picky_
    ) {
        target = target_;
        registry = registry_;
        ledger = ledger_;
        (portal, verifier, client) = (roles[0], roles[1], roles[2]);
        nodes = nodes_;
        moneyIn = moneyIn_;
        picky = picky_;
        for (uint16 i = 0; i < SLOTS; ++i) {
            states[i] = target_.slotOf(i).state;
        }
    }

    modifier watched(string memory name) {
        _;
        ++calls;
        ++done[keccak256(bytes(name))];
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf(i);
            if (!_allowed(generations[i], states[i], slot.generation, slot.state)) ++forbidden;
            (generations[i], states[i]) = (slot.generation, slot.state);
        }
    }

    function _allowed(uint16 g0, SlotState s0, uint16 g1, SlotState s1) private pure returns (bool) {
        // Also from Ended: its node left it.
        if (g1 == g0 + 1) return s1 == SlotState.Offered;
        if (g1 != g0) return false;
        if (s0 == s1 || s1 == SlotState.Ended) return true;
        if (s0 == SlotState.Offered) return s1 == SlotState.PreCommitted || s1 == SlotState.Vacant;
        if (s0 == SlotState.PreCommitted) return s1 == SlotState.Live || s1 == SlotState.Offered;
        return false;
    }

    // -------------------------------------------------------------------- time
    function advance(uint8 periods) external watched("advance") {
        uint256 count = periods % 8 + 1;
        for (uint256 i = 0; i < count; ++i) {
            _work(uint256(keccak256(abi.encode(periods, i, block.timestamp))));
            vm.warp(vm.getBlockTimestamp() + T);
            vm.roll(vm.getBlockNumber() + 1);
        }
        _postRoot(periods);
    }

    function advanceFar(uint8 periods) external watched("advanceFar") {
        vm.warp(vm.getBlockTimestamp() + uint256(periods) * T);
        vm.roll(vm.getBlockNumber() + periods);
    }

    // ------------------------------------------------------------------- money
    function topUp(uint96 value) external watched("topUp") {
        value = uint96(bound(value, 0, 2 ether));
        vm.deal(address(this), value);
        try target.topUp{value: value}() {
            moneyIn += value;
        } catch {}
    }

    function plainTransfer(uint96 value) external watched("plainTransfer") {
        value = uint96(bound(value, 0, 2 ether));
        vm.deal(address(this), value);
        (bool ok,) = address(target).call{value: value}("");
        if (ok) moneyIn += value;
    }

    function withdraw(uint8 who) external watched("withdraw") {
        try target.withdraw(payable(registry.offerOf(nodes[who % nodes.length]).payout)) {} catch {}
    }

    function openPayee(uint8 chance) external watched("openPayee") {
        if (chance % 4 == 0) picky.open();
    }

    function sweep() external watched("sweep") {
        try target.sweep() {} catch {}
    }

    // ------------------------------------------------------------------- slots
    function replaceNode(uint16 index, uint8 who, uint8 reason) external watched("replaceNode") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        SlotPlan memory plan = _planFor(index, slot.generation + 1, nodes[who % nodes.length]);
        ReplaceReason fitting = slot.state == SlotState.Live
            ? ReplaceReason.Unhealthy
            : slot.state == SlotState.Vacant
                ? ReplaceReason.Refused
                : slot.preCommits == 0 ? ReplaceReason.Silent : ReplaceReason.MissedSealing;
        vm.prank(portal);
        try target.replaceNode(plan, reason % 4 == 0 ? ReplaceReason(reason % 6) : fitting) {} catch {}
    }

    function preCommit(uint16 index) external watched("preCommit") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        SlotPlan memory plan = _planFor(index, slot.generation, slot.node);
        vm.prank(slot.node);
        try target.preCommit(plan, new bytes32[](0), keccak256("commR")) {} catch {}
    }

    function refuse(uint16 index) external watched("refuse") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        SlotPlan memory plan = _planFor(index, slot.generation, slot.node);
        vm.prank(slot.node);
        try target.refuseSlot(plan, new bytes32[](0)) {} catch {}
    }

    function proveAndJudge(uint16 index, bool accepted) external watched("proveAndJudge") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        vm.roll(vm.getBlockNumber() + 4);
        vm.prank(slot.node);
        try target.proveCommit(index, slot.generation, keccak256("proof")) {} catch {}
        PoRepVerdict[] memory verdicts = new PoRepVerdict[](1);
        verdicts[0] = PoRepVerdict(index, slot.generation, keccak256("proof"), accepted);
        vm.prank(verifier);
        try target.recordPoReps(verdicts) {} catch {}
    }

    function exit(uint16 index) external watched("exit") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        vm.prank(slot.node);
        try target.exitSlot(index, slot.generation) {} catch {}
    }

    function release(uint16 index) external watched("release") {
        try target.releaseSlot(index % SLOTS) {} catch {}
    }

    /// @dev What nobody but the one in charge may do, tried by others, also by one role in place of another.
    function trespass(uint16 index, uint8 what, uint8 who) external watched("trespass") {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        address[4] memory others = [address(0xABCD), address(picky), nodes[who % nodes.length], verifier];
        address intruder = others[who % 4];
        SlotPlan memory plan = _planFor(index, slot.generation + 1, nodes[0]);
        bytes memory call;
        if (what % 6 == 0) call = abi.encodeCall(target.replaceNode, (plan, ReplaceReason.Unhealthy));
        else if (what % 6 == 1) call = abi.encodeCall(target.closeDeal, ());
        else if (what % 6 == 2) call = abi.encodeCall(target.extendDeal, (type(uint32).max, new Consent[](0)));
        else if (what % 6 == 3) call = abi.encodeCall(target.startDeal, (target.termsHash()));
        else if (what % 6 == 4) call = abi.encodeCall(target.initialize, (target.terms(), 0, 0, new uint256[](0)));
        else call = abi.encodeCall(target.cancelDeal, ());
        vm.prank(intruder);
        (bool ok,) = address(target).call(call);
        if (ok) ++forbidden;
    }

    // ------------------------------------------------------------------ ledger
    function settle(uint256 root, uint256 leaf) external watched("settle") {
        if (roots.length == 0) return;
        Root storage chosen = roots[root % roots.length];
        leaf %= chosen.leaves.length;
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(chosen);
        DealState state = target.dealData().state;
        try target.settle(chosen.period, leaves[leaf], paths[leaf]) {}
        catch {
            // Only a completed deal may refuse a leaf that is in the ledger.
            if (state == DealState.Active) ++forbidden;
        }
    }

    function settleAll(uint256 root) external watched("settleAll") {
        if (roots.length == 0) return;
        Root storage chosen = roots[root % roots.length];
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(chosen);
        DealState state = target.dealData().state;
        try target.settleMany(chosen.period, leaves, paths) {}
        catch {
            if (state == DealState.Active) ++forbidden;
        }
    }

    /// @dev Whoever settles, and in whatever order: a second time there is nothing left.
    function settleTwice(uint256 root) external watched("settleTwice") {
        if (roots.length == 0) return;
        Root storage chosen = roots[root % roots.length];
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(chosen);
        try target.settleMany(chosen.period, leaves, paths) {
            uint256 paid = target.dealData().paid;
            target.settleMany(chosen.period, leaves, paths);
            if (target.dealData().paid != paid) ++forbidden;
        } catch {}
    }

    // -------------------------------------------------------------------- ends
    function extend(uint8 periods, uint96 value, uint8 chance) external watched("extend") {
        if (chance % 4 != 0) return;
        value = uint96(bound(value, 0, 2 ether));
        DealData memory data = target.dealData();
        vm.deal(client, client.balance + value);
        vm.prank(client);
        try target.extendDeal{value: value}(data.endPeriod + periods, new Consent[](0)) {
            moneyIn += value;
        } catch {
            vm.deal(client, client.balance - value);
        }
    }

    function collectFee() external watched("collectFee") {
        try target.collectFee() {} catch {}
    }

    function close(uint8 chance) external watched("close") {
        if (chance % 8 != 0) return;
        vm.prank(client);
        try target.closeDeal() {} catch {}
    }

    function end(uint256 root, bool byPortal) external watched("end") {
        if (roots.length == 0) return;
        Root storage chosen = roots[roots.length - 1 - root % roots.length];
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(chosen);
        vm.prank(byPortal ? portal : address(0xABCD));
        try target.endDeal(chosen.period, leaves, paths) {} catch {}
    }

    // ----------------------------------------------------------------- helpers
    function _planFor(uint16 index, uint16 generation, address node) private view returns (SlotPlan memory) {
        NodeOffer memory offer = registry.offerOf(node);
        return SlotPlan({
            slot: index,
            generation: generation,
            node: node,
            payout: offer.payout,
            rate: offer.parameters.rate,
            maxSpan: offer.parameters.maxSpan,
            hoursMap: offer.hoursMap,
            commD: keccak256(abi.encode("commD", index))
        });
    }

    /// @dev One more period of work for every live slot, fulfilled or missed.
    function _work(uint256 seed) private {
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf(i);
            if (slot.state != SlotState.Live || slot.start >= ledger.currentPeriod()) continue;
            WorkLeaf storage leaf = truth[uint256(i) << 16 | slot.generation];
            leaf.commitments += 1;
            if ((seed >> i) % 4 == 0) continue;
            leaf.fulfilments += 1;
            leaf.provenPeriods += 1;
            leaf.lastAccepted = ledger.currentPeriod();
        }
    }

    /// @dev A leaf of every generation there ever was.
    function _postRoot(uint256 seed) private {
        uint64 period = ledger.currentPeriod() - 1;
        if (period <= ledger.lastPeriod()) return;
        Root storage root = roots.push();
        root.period = period;
        for (uint16 i = 0; i < SLOTS; ++i) {
            for (uint16 g = 0; g <= target.slotOf(i).generation; ++g) {
                WorkLeaf memory leaf = truth[uint256(i) << 16 | g];
                (leaf.deal, leaf.slot, leaf.generation) = (address(target), i, g);
                if (seed % 10 == 0) {
                    leaf.provenPeriods += 1000;
                    leaf.fulfilments += 2000;
                }
                root.leaves.push(leaf);
            }
        }
        bytes32[] memory hashes = _hashes(root.leaves);
        vm.prank(verifier);
        ledger.postVerdicts(period, SlotTable.rootOf(hashes), keccak256("manifest"), "");
    }

    function _withPaths(Root storage root) private view returns (WorkLeaf[] memory leaves, bytes32[][] memory paths) {
        leaves = root.leaves;
        bytes32[] memory hashes = _hashes(leaves);
        paths = new bytes32[][](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            paths[i] = MerkleTree.pathOf(hashes, i);
        }
    }

    function _hashes(WorkLeaf[] memory leaves) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            hashes[i] = SlotTable.leafOf(leaves[i]);
        }
    }

    receive() external payable {}
}
