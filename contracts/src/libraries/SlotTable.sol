// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {SlotPlan, WorkLeaf} from "./Types.sol";

/// @title Merkle trees as @openzeppelin/merkle-tree's StandardMerkleTree builds them with sortLeaves: false
library SlotTable {
    /// @dev Twice hashed, so that no inner node can pass for a leaf.
    function leafOf(SlotPlan memory plan) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(plan))));
    }

    /// @dev leafOf without decoding first, for settlements. A leaf with bits where its types have none gives
    /// the hash of no leaf of a tree.
    function leafOfCall(WorkLeaf calldata leaf) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let words := mload(0x40)
            calldatacopy(words, leaf, 224)
            mstore(0x00, keccak256(words, 224))
            hash := keccak256(0x00, 0x20)
        }
    }

    /// @notice The root to which `path` leads from `leaf`, as OpenZeppelin's MerkleProof computes it.
    function rootFrom(bytes32 leaf, bytes32[] calldata path) internal pure returns (bytes32 root) {
        root = leaf;
        assembly ("memory-safe") {
            let end := add(path.offset, shl(5, path.length))
            for { let at := path.offset } lt(at, end) { at := add(at, 0x20) } {
                let sibling := calldataload(at)
                // The smaller of the two comes first.
                let second := shl(5, lt(root, sibling))
                mstore(second, sibling)
                mstore(xor(second, 0x20), root)
                root := keccak256(0x00, 0x40)
            }
        }
    }

    function leafOf(WorkLeaf memory leaf) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(leaf))));
    }

    /// @notice Root of a complete binary tree in one array: the leaves stand at its end in reverse order.
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        uint256 count = leaves.length;
        bytes32[] memory tree = new bytes32[](2 * count - 1);
        for (uint256 i = 0; i < count; ++i) {
            tree[2 * count - 2 - i] = leaves[i];
        }
        for (uint256 i = count - 1; i > 0; --i) {
            tree[i - 1] = Hashes.commutativeKeccak256(tree[2 * i - 1], tree[2 * i]);
        }
        return tree[0];
    }
}
