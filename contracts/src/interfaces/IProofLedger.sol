// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {WorkLeaf} from "../libraries/Types.sol";

/// @title One Merkle root of everybody's work per proving period
interface IProofLedger {
    event VerdictsPosted(uint64 indexed period, bytes32 root, bytes32 manifestHash, string uri);

    error PeriodNotOver(uint64 period, uint64 current);
    error PeriodNotRising(uint64 last, uint64 period);
    error TooLate(uint64 period, uint64 current);
    error EmptyRoot();
    error ZeroPeriod();
    error UnknownRoot(uint64 period);

    /// @notice At most once per period, rising, gaps allowed, within rootDelay periods after the period's end.
    function postVerdicts(uint64 period, bytes32 root, bytes32 manifestHash, string calldata uri) external;

    /// @notice Length of a proving period in seconds.
    function periodSeconds() external view returns (uint64);

    /// @notice floor(block.timestamp / periodSeconds)
    function currentPeriod() external view returns (uint64);

    function rootDelay() external view returns (uint64);

    function disputeWindow() external view returns (uint64);

    /// @notice Zero where no root was posted.
    function rootOf(uint64 period) external view returns (bytes32);

    function lastPeriod() external view returns (uint64);

    /// @notice Reverts with UnknownRoot when nothing was posted for `period`.
    function isProven(uint64 period, WorkLeaf calldata leaf, bytes32[] calldata path) external view returns (bool);
}
