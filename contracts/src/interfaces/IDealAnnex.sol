// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Consent, DisputedRecord, PurseRecord, WorkLeaf} from "../libraries/Types.sol";
import {IDealEvents} from "./IDealEvents.sol";

/// @title What clients and nodes may do without anybody's help: leave, extend, dispute
/// @notice Reached through the deal's address: the extension passes on what it does not know.
interface IDealAnnex is IDealEvents {
    /// @notice The node leaves its slot EXIT_NOTICE periods from now, or at once while the deal is pending and
    /// its sector proved. Until then its work counts as before.
    function exitSlot(uint16 slot, uint16 generation) external;

    /// @notice From anyone, once the announced end of a live slot has come: its capacity is free, its rate no
    /// longer weighs on the client's balance.
    function releaseSlot(uint16 slot) external;

    /// @notice The client makes the term longer, with money if needed. Live nodes stay by signature; the others'
    /// slots end where the term ended before.
    /// @param newEnd last period of the new term
    /// @param consents of the nodes that stay, by ascending slot
    function extendDeal(uint64 newEnd, Consent[] calldata consents) external payable;

    /// @notice The node proves on chain what portal or verifier do not acknowledge. Either in the period itself,
    /// or until rootDelay + disputeWindow periods later if its digest was put on chain in that period
    /// (`submitPoSt`) or the verifier signed its receipt.
    /// @param proof body of the sector's PoSt
    /// @param receipt EIP-712 `PoStReceipt` signed by an account with VERIFIER_ROLE; empty where not needed
    function disputePoSt(uint16 slot, uint16 generation, uint64 period, bytes calldata proof, bytes calldata receipt)
        external;

    /// @notice From anyone: decides an open dispute by the leaf of the newest root up to its period. When the leaf
    /// has the proof, the dispute is dismissed, else it is credited and paid.
    function decideDispute(
        uint16 slot,
        uint16 generation,
        uint64 period,
        uint64 rootPeriod,
        WorkLeaf calldata leaf,
        bytes32[] calldata path
    ) external;

    /// @notice From anyone: credits a dispute that nobody could answer with a leaf in time.
    function concludeDispute(uint16 slot, uint16 generation, uint64 period) external;

    /// @notice From anyone: sends the platform what it earned so far.
    function collectFee() external;

    /// @notice What disputes gave a generation.
    function disputedOf(uint16 slot, uint16 generation) external view returns (DisputedRecord memory);

    /// @notice Where the deal's money went and what of it is promised.
    function purse() external view returns (PurseRecord memory);

    /// @notice Periods from now for which the money lasts; 0 unless active.
    function runway() external view returns (uint64);
}
