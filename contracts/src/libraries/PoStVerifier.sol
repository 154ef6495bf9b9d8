// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Checks the Window PoSt of one sector, byte for byte as docs/protocol-proofs.md section 8 says
/// @notice The twin of `verifyWindowPoSt` in lib/core/proofs; both are tested against the same vectors.
/// @dev Works in scratch memory only. Hashing is the precompile at 0x02.
library PoStVerifier {
    uint256 private constant HEADER_BYTES = 8;
    uint256 private constant NODE_BYTES = 32;
    uint256 private constant MIN_SECTOR_BYTES = 2 << 10;
    uint256 private constant MAX_SECTOR_BYTES = 1 << 30;
    /// @dev version 1, kind 2 (Window PoSt); layers and the last two bytes are zero.
    uint256 private constant HEADER = 0x0102 << 48;
    /// @dev r, the order of the BLS12-381 scalar field.
    uint256 private constant FIELD_ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001;

    uint256 private constant LOW_BYTES = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
    uint256 private constant LOW_PAIRS = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
    uint256 private constant LOW_FOURS = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
    uint256 private constant LOW_EIGHTS = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;

    /// @notice True if `proof` shows the leaves that `seed` asks for under `commR`. Never reverts for what is
    /// in the proof; the work is `challenges` paths of fixed length, whatever the proof says.
    /// @param commR of the sector, as its preCommit put it on chain
    /// @param seed of the slot in the period (docs/protocol.md section 2); its top two bits are cleared here
    /// @param challenges leaves that the deal's profile asks for; never to be taken from the proof
    function verify(
        bytes calldata proof,
        bytes32 commR,
        bytes32 seed,
        uint64 sectorId,
        uint64 sectorBytes,
        uint16 challenges
    ) internal view returns (bool) {
        if (challenges == 0 || !_isSectorSize(sectorBytes)) return false;
        uint256 depth = Math.log2(sectorBytes) - 5;
        if (proof.length != proofBytes(depth, challenges)) return false;
        uint256 header = HEADER | (depth + 5) << 40 | uint256(challenges) << 16;
        if (uint64(bytes8(proof[:HEADER_BYTES])) != header) return false;
        uint256 commC = uint256(bytes32(proof[HEADER_BYTES:HEADER_BYTES + NODE_BYTES]));
        // CommC is a truncated hash: below 2^254, little-endian.
        if (commC & 0xff > 0x3f) return false;

        (uint256 commRLast, bool ok) = _commonRoot(proof, seed, sectorId, depth, challenges);
        if (!ok) return false;
        uint256 combined;
        (combined, ok) = _hashPair(commC, commRLast);
        return ok && combined == uint256(commR);
    }

    /// @notice The one length that a body for these public inputs can have.
    function proofBytes(uint256 depth, uint256 challenges) internal pure returns (uint256) {
        return HEADER_BYTES + NODE_BYTES + challenges * (depth + 1) * NODE_BYTES;
    }

    function _isSectorSize(uint256 size) private pure returns (bool) {
        return size >= MIN_SECTOR_BYTES && size <= MAX_SECTOR_BYTES && size & (size - 1) == 0;
    }

    /// @dev The root that all openings lead to; not ok if they differ or an element is not canonical.
    function _commonRoot(bytes calldata proof, bytes32 seed, uint64 sectorId, uint256 depth, uint256 challenges)
        private
        view
        returns (uint256 root, bool ok)
    {
        uint256 opening;
        assembly ("memory-safe") {
            opening := add(proof.offset, 40)
        }
        for (uint256 i = 0; i < challenges; ++i) {
            uint256 index;
            uint256 found;
            (index, ok) = _challenge(seed, sectorId, i);
            if (!ok) return (0, false);
            (found, ok) = _pathRoot(opening, depth, index & ((1 << depth) - 1));
            if (!ok || (i != 0 && found != root)) return (0, false);
            root = found;
            opening += (depth + 1) * NODE_BYTES;
        }
    }

    /// @dev Low 32 bits of u64LE(SHA256(T(seed) ‖ u64LE(sectorId) ‖ u64LE(i))[0..8]): a sector has at most
    /// 2^25 leaves, a power of two, so the rest of the number does not matter. i is below 2^16.
    function _challenge(bytes32 seed, uint64 sectorId, uint256 i) private view returns (uint256 index, bool ok) {
        // Eight bytes, lowest first, at the top of the word.
        uint256 id = _littleEndian(sectorId);
        assembly ("memory-safe") {
            mstore(0x00, and(seed, not(0xc0)))
            // Two of i's eight bytes can be other than zero, lowest first.
            mstore(0x20, or(id, or(shl(184, and(i, 0xff)), shl(176, shr(8, i)))))
            ok := staticcall(gas(), 0x02, 0x00, 0x30, 0x00, 0x20)
            let hash := mload(0x00)
            index := or(or(byte(0, hash), shl(8, byte(1, hash))), or(shl(16, byte(2, hash)), shl(24, byte(3, hash))))
        }
    }

    /// @dev Root that the leaf at `opening` in the calldata and the siblings behind it lead to. At level l
    /// bit l of `index` set means that the own node is the right child.
    function _pathRoot(uint256 opening, uint256 depth, uint256 index) private view returns (uint256 node, bool ok) {
        uint256 seen;
        uint256 end = opening + (depth + 1) * NODE_BYTES;
        assembly ("memory-safe") {
            node := calldataload(opening)
            let at := add(opening, 0x20)
            let sibling := calldataload(at)
            // 0x20 for a right child, 0 for a left one: where the own node goes.
            let side := shl(5, index)
            ok := 1
            for {} 1 {} {
                let place := and(side, 0x20)
                mstore(place, node)
                mstore(xor(place, 0x20), sibling)
                ok := and(ok, staticcall(gas(), 0x02, 0x00, 0x40, 0x00, 0x20))
                // T: the top two bits of the last byte are cleared.
                node := and(mload(0x00), 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff3f)
                at := add(at, 0x20)
                if iszero(lt(at, end)) { break }
                sibling := calldataload(at)
                seen := or(seen, sibling)
                side := shr(1, side)
            }
        }
        // The last byte is the highest. Above the leaves all are hashes, below 2^254, unless somebody made
        // them up: then each is compared with r as the two leaves are.
        if (ok) ok = _areCanonical(opening, seen & 0xff > 0x3f ? end : opening + 2 * NODE_BYTES);
    }

    /// @dev Whether every element from `at` to `end` in the calldata is below r.
    function _areCanonical(uint256 at, uint256 end) private pure returns (bool) {
        for (; at < end; at += NODE_BYTES) {
            uint256 element = _word(at);
            uint256 top = element & 0xff;
            if (top > 0x73 || (top == 0x73 && _littleEndian(element) >= FIELD_ORDER)) return false;
        }
        return true;
    }

    function _word(uint256 at) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(at)
        }
    }

    /// @dev The number whose 32 bytes, lowest first, are `x`.
    function _littleEndian(uint256 x) private pure returns (uint256) {
        x = (x & LOW_BYTES) << 8 | (x >> 8) & LOW_BYTES;
        x = (x & LOW_PAIRS) << 16 | (x >> 16) & LOW_PAIRS;
        x = (x & LOW_FOURS) << 32 | (x >> 32) & LOW_FOURS;
        x = (x & LOW_EIGHTS) << 64 | (x >> 64) & LOW_EIGHTS;
        return x << 128 | x >> 128;
    }

    /// @dev T(SHA256(left ‖ right))
    function _hashPair(uint256 left, uint256 right) private view returns (uint256 node, bool ok) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            ok := staticcall(gas(), 0x02, 0x00, 0x40, 0x00, 0x20)
            node := and(mload(0x00), not(0xc0))
        }
    }
}
