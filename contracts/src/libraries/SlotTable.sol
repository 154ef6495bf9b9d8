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
