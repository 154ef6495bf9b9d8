// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {SlotPlan, WorkLeaf} from "./Types.sol";

/// @title Merkle trees as @openzeppelin/merkle-tree's StandardMerkleTree builds them with sortLeaves: false
library SlotTable {
    /// @dev Twice hashed, so that no inner node can pass for a leaf.
    function leafOf(SlotPlan memory plan) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(plan))));
    }

    /// @dev leafOf without decoding first. A row with bits where its types have none gives the hash of no row of a
    /// table, for the factory decodes every field of those.
    function leafOfCall(SlotPlan calldata plan) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let words := mload(0x40)
            calldatacopy(words, plan, 256)
            mstore(0x00, keccak256(words, 256))
            hash := keccak256(0x00, 0x20)
        }
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
        assembly ("memory-safe") {
            // tree[i - 1] is over tree[2 * i - 1] and tree[2 * i].
            for { let i := sub(count, 1) } i { i := sub(i, 1) } {
                let pair := add(tree, shl(6, i))
                let left := mload(pair)
                let right := mload(add(pair, 0x20))
                // The smaller of the two comes first.
                let second := shl(5, lt(left, right))
                mstore(second, right)
                mstore(xor(second, 0x20), left)
                mstore(add(tree, shl(5, i)), keccak256(0x00, 0x40))
            }
        }
        return tree[0];
    }
}
