// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealTerms} from "./Types.sol";

/// @title What never changes about a deal, behind the code of its clone
/// @notice Packed in the order of DealTerms, then publishedAt (uint64), slotsRoot, publicationSeed, and the registry's
/// number (uint32) of each slot's first node. A byte of it costs 200 gas, where one of storage costs 690, and reading
/// is as cheap in EVM gas as reading a stored word for the second time.
library DealArgs {
    /// @dev Bytes of EIP-1167's proxy, before the arguments.
    uint256 internal constant PROXY_BYTES = 45;

    uint256 private constant CLIENT = 0;
    uint256 private constant PLAN_ID = 20;
    uint256 private constant CONTENT_HASH = 52;
    uint256 private constant FILE_BYTES = 84;
    uint256 private constant SECTOR_BYTES = 92;
    uint256 private constant DATA_SHARDS = 100;
    uint256 private constant TOTAL_SHARDS = 102;
    uint256 private constant SLOT_COUNT = 104;
    uint256 private constant DURATION = 106;
    uint256 private constant MAX_RATE = 114;
    uint256 private constant SEAL_REWARD = 126;
    uint256 private constant MIN_RUNWAY = 128;
    uint256 private constant FEE = 130;
    uint256 private constant SEALING_DEADLINE = 132;
    uint256 private constant START_DEADLINE = 140;
    uint256 private constant PUBLISHED_AT = 148;
    uint256 private constant SLOTS_ROOT = 156;
    uint256 private constant SEED = 188;
    uint256 private constant ROSTER = 220;

    /// @param roster four bytes a slot
    function encode(DealTerms calldata agreed, bytes32 root, bytes32 seed, bytes memory roster)
        internal
        view
        returns (bytes memory)
    {
        return bytes.concat(
            abi.encodePacked(
                agreed.client,
                agreed.planId,
                agreed.contentHash,
                agreed.fileBytes,
                agreed.sectorBytes,
                agreed.dataShards,
                agreed.totalShards,
                agreed.slotCount
            ),
            abi.encodePacked(
                agreed.durationPeriods,
                agreed.maxRate,
                agreed.sealRewardPeriods,
                agreed.minRunwayPeriods,
                agreed.feeBps,
                agreed.sealingDeadline,
                agreed.startDeadline
            ),
            abi.encodePacked(uint64(block.timestamp), root, seed, roster)
        );
    }

    /// @notice The whole terms; calls that need one or two fields read those.
    function terms() internal view returns (DealTerms memory all) {
        all.client = client();
        all.planId = bytes32(_read(PLAN_ID, 32));
        all.contentHash = bytes32(_read(CONTENT_HASH, 32));
        all.fileBytes = uint64(_read(FILE_BYTES, 8));
        all.sectorBytes = sectorBytes();
        all.dataShards = uint16(_read(DATA_SHARDS, 2));
        all.totalShards = uint16(_read(TOTAL_SHARDS, 2));
        all.slotCount = slotCount();
        all.durationPeriods = uint64(_read(DURATION, 8));
        all.maxRate = uint96(_read(MAX_RATE, 12));
        all.sealRewardPeriods = sealRewardPeriods();
        all.minRunwayPeriods = minRunwayPeriods();
        all.feeBps = feeBps();
        all.sealingDeadline = sealingDeadline();
        all.startDeadline = startDeadline();
    }

    function client() internal view returns (address) {
        return address(uint160(_read(CLIENT, 20)));
    }

    function sectorBytes() internal view returns (uint64) {
        return uint64(_read(SECTOR_BYTES, 8));
    }

    function slotCount() internal view returns (uint16) {
        return uint16(_read(SLOT_COUNT, 2));
    }

    function sealRewardPeriods() internal view returns (uint16) {
        return uint16(_read(SEAL_REWARD, 2));
    }

    function minRunwayPeriods() internal view returns (uint16) {
        return uint16(_read(MIN_RUNWAY, 2));
    }

    function feeBps() internal view returns (uint16) {
        return uint16(_read(FEE, 2));
    }

    function sealingDeadline() internal view returns (uint64) {
        return uint64(_read(SEALING_DEADLINE, 8));
    }

    function startDeadline() internal view returns (uint64) {
        return uint64(_read(START_DEADLINE, 8));
    }

    /// @notice Unix seconds.
    function publishedAt() internal view returns (uint64) {
        return uint64(_read(PUBLISHED_AT, 8));
    }

    function slotsRoot() internal view returns (bytes32) {
        return bytes32(_read(SLOTS_ROOT, 32));
    }

    function publicationSeed() internal view returns (bytes32) {
        return bytes32(_read(SEED, 32));
    }

    /// @notice The registry's number of the node that a slot was published with.
    function firstNode(uint16 slot) internal view returns (uint32) {
        return uint32(_read(ROSTER + 4 * uint256(slot), 4));
    }

    /// @dev `address()` is the clone, whichever part of a deal is run in it.
    function _read(uint256 offset, uint256 size) private view returns (uint256 value) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0x00, add(PROXY_BYTES, offset), 0x20)
            value := shr(sub(256, shl(3, size)), mload(0x00))
        }
    }
}
