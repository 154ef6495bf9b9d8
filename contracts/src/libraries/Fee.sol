// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title The platform's fee, on top of what nodes are paid
library Fee {
    uint256 internal constant WHOLE = 10_000;

    /// @notice floor(paid × bps / 10000), to be used on the cumulative figure.
    function on(uint256 paid, uint256 bps) internal pure returns (uint256) {
        return paid * bps / WHOLE;
    }

    /// @notice `paid` with the fee on it.
    function with(uint256 paid, uint256 bps) internal pure returns (uint256) {
        return paid + on(paid, bps);
    }

    /// @notice The most that can be paid so that it and the fee on it are within `money`:
    /// with(without(m)) ≤ m < with(without(m) + 1).
    function without(uint256 money, uint256 bps) internal pure returns (uint256) {
        return bps == 0 ? money : ((money + 1) * WHOLE - 1) / (WHOLE + bps);
    }
}
