// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IBeacon} from "../interfaces/IBeacon.sol";

/// @title drand randomness of the Filecoin chain
/// @notice Needs no transaction: the seed of a period is the beacon of the first epoch that begins in it.
contract FilecoinBeacon is IBeacon {
    /// @dev FEVM precompile: 32 bytes of epoch in, 32 bytes of randomness out.
    address private constant RANDOMNESS = 0xfE00000000000000000000000000000000000006;
    uint64 public constant EPOCH_SECONDS = 30;

    uint64 public immutable genesisTimestamp;
    uint64 public immutable periodSeconds;
    uint64 public immutable override seedDelay;

    constructor(uint64 genesisTimestamp_, uint64 periodSeconds_, uint64 seedDelay_) {
        genesisTimestamp = genesisTimestamp_;
        periodSeconds = periodSeconds_;
        seedDelay = seedDelay_;
    }

    /// @inheritdoc IBeacon
    function at(uint64 epoch) public view returns (bytes32 value) {
        // The precompile burns all gas when asked about the future, so it is never asked.
        if (epoch >= block.number) revert RandomnessUnavailable(epoch, uint64(block.number));
        (bool ok, bytes memory answer) = RANDOMNESS.staticcall(abi.encode(uint256(epoch)));
        if (!ok || answer.length != 32) revert RandomnessUnavailable(epoch, uint64(block.number));
        value = abi.decode(answer, (bytes32));
    }

    /// @inheritdoc IBeacon
    function ofPeriod(uint64 period) external view returns (bytes32) {
        uint64 epoch = firstEpochOf(period);
        if (epoch >= block.number) revert PeriodSeedMissing(period);
        return at(epoch);
    }

    /// @notice First epoch whose time is within or after the beginning of `period`.
    function firstEpochOf(uint64 period) public view returns (uint64) {
        uint64 begin = period * periodSeconds;
        if (begin <= genesisTimestamp) return 0;
        return (begin - genesisTimestamp + EPOCH_SECONDS - 1) / EPOCH_SECONDS;
    }
}
