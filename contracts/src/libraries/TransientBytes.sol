// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title One byte string that lives as long as the transaction
library TransientBytes {
    /// @dev First word: keccak256("micro-storage.TransientBytes"). The length is there, the content behind it.
    bytes32 private constant BASE = keccak256("micro-storage.TransientBytes");

    function store(bytes memory data) internal {
        bytes32 base = BASE;
        assembly ("memory-safe") {
            let words := shr(5, add(mload(data), 63))
            for { let i := 0 } lt(i, words) { i := add(i, 1) } {
                tstore(add(base, i), mload(add(data, shl(5, i))))
            }
        }
    }

    function load() internal view returns (bytes memory data) {
        bytes32 base = BASE;
        assembly ("memory-safe") {
            data := mload(0x40)
            let words := shr(5, add(tload(base), 63))
            for { let i := 0 } lt(i, words) { i := add(i, 1) } {
                mstore(add(data, shl(5, i)), tload(add(base, i)))
            }
            mstore(0x40, add(data, shl(5, words)))
        }
    }
}
