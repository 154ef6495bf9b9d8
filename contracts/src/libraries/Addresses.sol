// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title Addresses that money or authority may be bound to
library Addresses {
    /// @dev 0xff, eleven zero bytes, then a Filecoin actor id.
    uint256 private constant MASKED_ID_PREFIX = 0xff0000000000000000000000;

    /// @notice True for Filecoin's masked ID addresses. The id behind one can also be reached under another
    /// address, and may change meaning in a reorg, so nobody may be known by it.
    function isMasked(address account) internal pure returns (bool) {
        return uint160(account) >> 64 == MASKED_ID_PREFIX;
    }
}
