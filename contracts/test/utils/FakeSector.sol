// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @dev Sectors of 2 KiB that never were sealed, and PoSts of them: tree and challenges as
/// docs/protocol-proofs.md sections 4, 5 and 8 say, written apart from the verifier.
library FakeSector {
    uint256 internal constant LEAVES = 64;
    uint256 internal constant DEPTH = 6;
    uint16 internal constant CHALLENGES = 2;
    uint64 internal constant BYTES = 2048;

    function commR(bytes32 salt) internal pure returns (bytes32) {
        return _pair(_commC(salt), _tree(salt)[1]);
    }

    function prove(bytes32 salt, bytes32 seed, uint64 sectorId) internal pure returns (bytes memory proof) {
        bytes32[] memory tree = _tree(salt);
        proof = abi.encodePacked(uint8(1), uint8(2), uint8(11), uint8(0), CHALLENGES, uint16(0), _commC(salt));
        for (uint64 i = 0; i < CHALLENGES; ++i) {
            bytes32 drawn = sha256(abi.encodePacked(_truncated(seed), _little(sectorId), _little(i)));
            uint256 at = LEAVES + _little(uint64(bytes8(drawn))) % LEAVES;
            proof = abi.encodePacked(proof, tree[at]);
            for (; at > 1; at /= 2) {
                proof = abi.encodePacked(proof, tree[at ^ 1]);
            }
        }
    }

    /// @dev Heap order: the root is 1, the leaves begin at LEAVES.
    function _tree(bytes32 salt) private pure returns (bytes32[] memory tree) {
        tree = new bytes32[](2 * LEAVES);
        for (uint256 i = 0; i < LEAVES; ++i) {
            tree[LEAVES + i] = _truncated(keccak256(abi.encode(salt, i)));
        }
        for (uint256 i = LEAVES - 1; i > 0; --i) {
            tree[i] = _pair(tree[2 * i], tree[2 * i + 1]);
        }
    }

    function _commC(bytes32 salt) private pure returns (bytes32) {
        return _truncated(keccak256(abi.encode("columns", salt)));
    }

    function _pair(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return _truncated(sha256(abi.encodePacked(left, right)));
    }

    function _truncated(bytes32 value) private pure returns (bytes32) {
        return value & ~bytes32(uint256(0xc0));
    }

    function _little(uint64 value) private pure returns (uint64 swapped) {
        for (uint256 i = 0; i < 8; ++i) {
            swapped = swapped << 8 | (value & 0xff);
            value >>= 8;
        }
    }
}
