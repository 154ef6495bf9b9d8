// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {PoRepVerdict, SlotPlan, WorkLeaf} from "../libraries/Types.sol";
import {IDealEvents} from "./IDealEvents.sol";

/// @title The calls of a deal that happen often
/// @notice Nodes, verifier and settlement.
interface IDealCore is IDealEvents {
    /// @param path Merkle path of `plan` in the slot table; empty for a replacement (generation > 0).
    function preCommit(SlotPlan calldata plan, bytes32[] calldata path, bytes32 commR) external;

    /// @notice Allowed once the interactive seed exists; emits it, so that everybody verifies against the same.
    function proveCommit(uint16 slot, uint16 generation, bytes32 digest) external;

    function refuseSlot(SlotPlan calldata plan, bytes32[] calldata path) external;

    /// @notice Puts the digest of a period's proof on chain, for a node that the portal does not answer.
    function submitPoSt(uint16 slot, uint16 generation, uint64 period, bytes32 digest) external;

    function recordPoReps(PoRepVerdict[] calldata verdicts) external;

    /// @notice From anyone; without value it counts what came by plain transfer.
    function topUp() external payable;

    /// @notice Pays what the leaf proves beyond what was paid. Older leaves pay nothing and do not revert.
    function settle(uint64 period, WorkLeaf calldata leaf, bytes32[] calldata path) external;

    function settleMany(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) external;

    /// @notice Sends `account` what a push payment could not deliver to it.
    function withdraw(address payable account) external;

    function creditOf(address account) external view returns (uint256);

    function sectorId(uint16 slot, uint16 generation) external view returns (uint64);

    /// @notice Sealing ticket of a generation.
    function ticket(uint16 slot, uint16 generation) external view returns (bytes32);

    /// @notice Beacon value for the interactive seed; reverts with SeedNotReady before it exists.
    function interactiveBeacon(uint16 slot) external view returns (bytes32);
}
