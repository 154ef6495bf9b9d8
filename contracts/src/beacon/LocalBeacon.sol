// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IBeacon, IRecordingBeacon} from "../interfaces/IBeacon.sol";

/// @title Randomness for local chains, from block hashes
/// @notice Good enough where nobody has a reason to cheat. Nothing here may be used with money of value.
contract LocalBeacon is IRecordingBeacon {
    uint64 public immutable periodSeconds;
    uint64 public immutable override seedDelay;

    mapping(uint64 period => bytes32 seed) private _seeds;

    constructor(uint64 periodSeconds_, uint64 seedDelay_) {
        periodSeconds = periodSeconds_;
        seedDelay = seedDelay_;
    }

    /// @inheritdoc IRecordingBeacon
    function record() external returns (bytes32 seed) {
        uint64 period = uint64(block.timestamp) / periodSeconds;
        uint64 secondsIn = uint64(block.timestamp) % periodSeconds;
        uint64 limit = periodSeconds / 4;
        if (secondsIn >= limit) revert RecordedTooLate(period, secondsIn, limit);
        if (_seeds[period] != 0) revert AlreadyRecorded(period);

        seed = keccak256(abi.encode(block.prevrandao, blockhash(block.number - 1), period));
        _seeds[period] = seed;
        emit PeriodSeedRecorded(period, seed);
    }

    /// @inheritdoc IBeacon
    function at(uint64 epoch) external view returns (bytes32 value) {
        value = blockhash(epoch);
        if (value == 0) revert RandomnessUnavailable(epoch, uint64(block.number));
    }

    /// @inheritdoc IBeacon
    function ofPeriod(uint64 period) external view returns (bytes32 seed) {
        seed = _seeds[period];
        if (seed == 0) revert PeriodSeedMissing(period);
    }
}
