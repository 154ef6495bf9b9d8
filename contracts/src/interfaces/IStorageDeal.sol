// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {
    DealData, DealState, DealTerms, PoRepVerdict, ReplaceReason, SettledRecord, SlotPlan, SlotRecord, WorkLeaf
} from "../libraries/Types.sol";

/// @title One storage deal: slots, proofs, money
interface IStorageDeal {
    event PreCommitted(uint16 indexed slot, uint16 indexed generation, address indexed node, bytes32 commR, uint64 epoch, uint8 attempt);
    event CommitProved(uint16 indexed slot, uint16 indexed generation, bytes32 digest, bytes32 beaconValue);
    event PoRepRecorded(uint16 indexed slot, uint16 indexed generation, bytes32 digest, bool accepted);
    event SlotRefused(uint16 indexed slot, uint16 indexed generation, address indexed node);
    event NodeReplaced(uint16 indexed slot, uint16 generation, address indexed oldNode, SlotPlan plan, ReplaceReason reason);
    event SlotLive(uint16 indexed slot, uint16 indexed generation, uint64 startPeriod);
    event SlotEnded(uint16 indexed slot, uint16 indexed generation, uint64 endPeriod);
    event DealStarted(uint64 startPeriod, uint64 endPeriod, uint256 value, uint256 returned);
    event ToppedUp(address indexed from, uint256 value);
    event FundedUntil(uint64 period, uint256 moneyIn);
    event Settled(uint16 indexed slot, uint16 indexed generation, address indexed payout, uint256 amount, uint64 provenPeriods, uint32 fulfilments, uint32 commitments);
    event SealRewardPaid(uint16 indexed slot, uint16 indexed generation, address indexed payout, uint256 amount);
    event DealClosed(uint64 accrualEnd, uint256 refunded);
    event DealEnded(uint256 refunded);
    event DealCancelled(uint256 refunded);
    event PaymentDeferred(address indexed to, uint256 amount);
    event Withdrawn(address indexed to, uint256 amount);
    event Swept(address indexed client, uint256 amount);
    event PoStSubmitted(uint16 indexed slot, uint16 indexed generation, uint64 indexed period, bytes32 digest);

    error WrongState(DealState expected, DealState actual);
    error WrongSlotState(uint16 slot, uint8 expected, uint8 actual);
    error WrongGeneration(uint16 slot, uint16 expected, uint16 actual);
    error NotTheNode(address expected, address actual);
    error NotTheClient(address expected, address actual);
    error NotInSlotTable(uint16 slot);
    error TooManyPreCommits(uint16 slot);
    error SeedNotReady(uint64 epoch, uint64 current);
    error DigestMismatch(bytes32 expected, bytes32 actual);
    error TermsMismatch(bytes32 expected, bytes32 actual);
    error SlotsNotProved(uint16 expected, uint16 actual);
    error DeadlinePassed(uint64 deadline, uint64 actual);
    error DeadlineNotReached(uint64 deadline, uint64 actual);
    error BelowMinimumRunway(uint256 needed, uint256 actual);
    error NotProvenByLedger(uint16 slot, uint16 generation);
    error WrongDeal(address expected, address actual);
    error NothingToWithdraw(address account);
    error SettlementWindowOpen(uint64 until, uint64 current);
    error Unauthorised(address account);
    error OutsideBounds(uint16 slot, uint64 expectedMax, uint64 actual);

    // ------------------------------------------------------------------ node
    /// @param path Merkle path of `plan` in the slot table; empty for a replacement (generation > 0).
    function preCommit(SlotPlan calldata plan, bytes32[] calldata path, bytes32 commR) external;

    /// @notice Allowed once the interactive seed exists; emits it, so that everybody verifies against the same.
    function proveCommit(uint16 slot, uint16 generation, bytes32 digest) external;

    function refuseSlot(SlotPlan calldata plan, bytes32[] calldata path) external;

    /// @notice Puts the digest of a period's proof on chain, for a node that the portal does not answer.
    function submitPoSt(uint16 slot, uint16 generation, uint64 period, bytes32 digest) external;

    // -------------------------------------------------------------- verifier
    function recordPoReps(PoRepVerdict[] calldata verdicts) external;

    // ---------------------------------------------------------------- client
    function startDeal(bytes32 expectedTermsHash) external payable;

    function closeDeal() external;

    // ---------------------------------------------------------------- portal
    function replaceNode(SlotPlan calldata plan, ReplaceReason reason) external;

    /// @notice Portal, after the settlement window (or early, see SPEC.md): settles final leaves and refunds.
    function endDeal(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) external;

    // ---------------------------------------------------------------- anyone
    function topUp() external payable;

    function settle(uint64 period, WorkLeaf calldata leaf, bytes32[] calldata path) external;

    function settleMany(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) external;

    /// @notice Portal while pending; anyone after the start deadline.
    function cancelDeal() external;

    function withdraw(address payable account) external;

    function sweep() external;

    // ----------------------------------------------------------------- views
    function dealData() external view returns (DealData memory);

    function terms() external view returns (DealTerms memory);

    function slotsRoot() external view returns (bytes32);

    /// @notice keccak256(abi.encode(block.chainid, deal, terms, slotsDigest)); see protocol.md.
    function termsHash() external view returns (bytes32);

    function slotOf(uint16 slot) external view returns (SlotRecord memory);

    function settledOf(uint16 slot, uint16 generation) external view returns (SettledRecord memory);

    function creditOf(address account) external view returns (uint256);

    function sectorId(uint16 slot, uint16 generation) external view returns (uint64);

    /// @notice Sealing ticket of a generation.
    function ticket(uint16 slot, uint16 generation) external view returns (bytes32);

    /// @notice Beacon value for the interactive seed; reverts with SeedNotReady before it exists.
    function interactiveBeacon(uint16 slot) external view returns (bytes32);
}
