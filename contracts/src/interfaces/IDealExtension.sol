// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {
    DealData,
    DealTerms,
    ReplaceReason,
    SettledRecord,
    SlotPlan,
    SlotRecord,
    WorkLeaf
} from "../libraries/Types.sol";
import {IDealEvents} from "./IDealEvents.sol";

/// @title The calls of a deal that happen seldom, and its views
/// @notice Reached through the same address: the core passes on what it does not know.
interface IDealExtension is IDealEvents {
    /// @notice The client agrees to slots, rates and seal rewards, and pays; what exceeds the whole term returns at
    /// once.
    function startDeal(bytes32 expectedTermsHash) external payable;

    /// @notice Ends accrual now and returns what is not needed for it. Cancels a deal that never started.
    function closeDeal() external;

    /// @notice The portal gives a slot to another node.
    /// @param first the slot's row in the table that the deal was published with, whose CommD must be the plan's
    /// @param path Merkle path of `first`
    function replaceNode(SlotPlan calldata plan, ReplaceReason reason, SlotPlan calldata first, bytes32[] calldata path)
        external;

    /// @notice Portal, after the settlement window (or early, see SPEC.md): settles final leaves and refunds.
    function endDeal(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) external;

    /// @notice Portal while pending; anyone after the start deadline.
    function cancelDeal() external;

    function sweep() external;

    function dealData() external view returns (DealData memory);

    function terms() external view returns (DealTerms memory);

    function slotsRoot() external view returns (bytes32);

    /// @notice keccak256(abi.encode(block.chainid, deal, terms, slotsDigest)); see protocol.md.
    function termsHash() external view returns (bytes32);

    /// @notice slotsRoot, folded with every replacement made before the start.
    function slotsDigest() external view returns (bytes32);

    /// @notice The current generation of a slot. Before its first preCommit only node and state are known here,
    /// the rest is in the slot table.
    function slotOf(uint16 slot) external view returns (SlotRecord memory);

    function generationOf(uint16 slot, uint16 generation) external view returns (SlotRecord memory);

    function settledOf(uint16 slot, uint16 generation) external view returns (SettledRecord memory);
}
