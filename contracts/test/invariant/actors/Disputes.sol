// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {SlotRecord, SlotState, WorkLeaf} from "../../../src/libraries/Types.sol";
import {FakeSector} from "../../utils/FakeSector.sol";
import {Signatures} from "../../utils/Signatures.sol";
import {Roots} from "./Roots.sol";

/// @dev Nodes put proofs on chain, and anybody decides about them.
abstract contract Disputes is Roots, Signatures {
    struct Claim {
        uint16 slot;
        uint16 generation;
        uint64 period;
    }

    Claim[] private submitted;
    Claim[] private open;
    mapping(uint256 key => uint256) public openOf;

    function submitPoSt(uint16 index) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Live);
        Claim memory claim = Claim(index, slot.generation, ledger.currentPeriod());
        bytes32 digest = keccak256(_proofOf(claim));
        vm.prank(slot.node);
        target.submitPoSt(index, slot.generation, claim.period, digest);
        submitted.push(claim);
    }

    /// @dev A proof of the present period.
    function disputeNow(uint16 index) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Live);
        _open(Claim(index, slot.generation, ledger.currentPeriod()), "");
    }

    /// @dev A proof whose digest was put on chain in its period, lately as a rule.
    function disputeSubmitted(uint8 back) external watched {
        if (submitted.length <= back % 4) revert Idle();
        _open(submitted[submitted.length - 1 - back % 4], "");
    }

    /// @dev A proof for which the verifier signed a receipt, also of a generation that is over.
    function disputeReceipted(uint16 index, uint16 generation, uint8 back) external watched {
        index %= SLOTS;
        Claim memory claim =
            Claim(index, generation % (target.slotOf(index).generation + 1), ledger.currentPeriod() - back % 10);
        bytes32 digest = keccak256(_proofOf(claim));
        _open(
            claim,
            _signReceipt(
                address(registry), setting.verifierKey, address(target), index, claim.generation, claim.period, digest
            )
        );
    }

    /// @dev What is no proof, or was not in time: nobody may get money for it.
    function disputeFalsely(uint16 index, uint8 at, bool late) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Live);
        Claim memory claim = Claim(index, slot.generation, ledger.currentPeriod());
        bytes memory proof = _proofOf(claim);
        if (late) --claim.period;
        else proof[uint256(at) % proof.length] ^= 0x01;
        vm.prank(slot.node);
        try target.disputePoSt(index, slot.generation, claim.period, proof, "") {
            _break("a false proof was taken");
        } catch {}
    }

    function decide(uint256 which, uint256 seed) external watched {
        if (open.length == 0) revert Idle();
        which %= open.length;
        Claim memory claim = open[which];
        uint256 root = seed % 4 == 0 ? seed / 4 % roots.length : _newestUpTo(claim.period);
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(roots[root]);
        for (uint256 i = 0; i < leaves.length; ++i) {
            if (leaves[i].slot != claim.slot || leaves[i].generation != claim.generation) continue;
            uint64 said = roots[root].period;
            target.decideDispute(claim.slot, claim.generation, claim.period, said, leaves[i], paths[i]);
            if (said > claim.period) _break("a later root decided");
            return _over(which);
        }
        revert Idle();
    }

    function conclude(uint256 which) external watched {
        if (open.length == 0) revert Idle();
        which %= open.length;
        Claim memory claim = open[which];
        target.concludeDispute(claim.slot, claim.generation, claim.period);
        _over(which);
    }

    function _open(Claim memory claim, bytes memory receipt) private {
        bytes memory proof = _proofOf(claim);
        address node = target.generationOf(claim.slot, claim.generation).node;
        vm.prank(node);
        target.disputePoSt(claim.slot, claim.generation, claim.period, proof, receipt);
        vm.prank(node);
        try target.disputePoSt(claim.slot, claim.generation, claim.period, proof, receipt) {
            _break("a proof was disputed twice");
        } catch {}
        open.push(claim);
        ++openOf[uint256(claim.slot) << 16 | claim.generation];
    }

    function _over(uint256 which) private {
        --openOf[uint256(open[which].slot) << 16 | open[which].generation];
        open[which] = open[open.length - 1];
        open.pop();
    }

    function _newestUpTo(uint64 period) private view returns (uint256 at) {
        for (at = roots.length; at > 0; --at) {
            if (roots[at - 1].period <= period) return at - 1;
        }
        revert Idle();
    }

    function _proofOf(Claim memory claim) private view returns (bytes memory) {
        bytes32 random = beacon.ofPeriod(claim.period);
        bytes32 seed = keccak256(abi.encode(random, block.chainid, address(target), claim.slot, claim.generation));
        return FakeSector.prove(SALT, seed, target.sectorId(claim.slot, claim.generation));
    }
}
