// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title Public randomness
/// @notice On Filecoin drand values from the beacon precompile, on local chains recorded block randomness.
interface IBeacon {
    error RandomnessUnavailable(uint64 epoch, uint64 current);
    error PeriodSeedMissing(uint64 period);

    /// @notice Randomness of a past epoch (block number). Local chains keep 256 epochs.
    function at(uint64 epoch) external view returns (bytes32);

    /// @notice Randomness of a proving period; reverts with PeriodSeedMissing when the period is void or not begun.
    function ofPeriod(uint64 period) external view returns (bytes32);

    /// @notice Epochs between preCommit and its interactive seed.
    function seedDelay() external view returns (uint64);
}

/// @title A beacon that has to be told when a period begins (local chains only)
interface IRecordingBeacon is IBeacon {
    event PeriodSeedRecorded(uint64 indexed period, bytes32 seed);

    error RecordedTooLate(uint64 period, uint64 secondsIn, uint64 limit);
    error AlreadyRecorded(uint64 period);

    /// @notice Stores this block's randomness as the seed of the running period; anyone may call,
    /// only within the first quarter of the period.
    function record() external returns (bytes32 seed);
}
