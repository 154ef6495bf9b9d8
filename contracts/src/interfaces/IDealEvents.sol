// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealState, ReplaceReason, SlotPlan} from "../libraries/Types.sol";

/// @title What a storage deal says in the log, and why it refuses
interface IDealEvents {
    event PreCommitted(
        uint16 indexed slot, uint16 indexed generation, address indexed node, bytes32 commR, uint64 epoch, uint8 attempt
    );
    event CommitProved(uint16 indexed slot, uint16 indexed generation, bytes32 digest, bytes32 beaconValue);
    event PoRepRecorded(uint16 indexed slot, uint16 indexed generation, bytes32 digest, bool accepted);
    event SlotRefused(uint16 indexed slot, uint16 indexed generation, address indexed node);
    event NodeReplaced(
        uint16 indexed slot, uint16 generation, address indexed oldNode, SlotPlan plan, ReplaceReason reason
    );
    event SlotLive(uint16 indexed slot, uint16 indexed generation, uint64 startPeriod);
    event SlotEnded(uint16 indexed slot, uint16 indexed generation, uint64 endPeriod);
    event DealStarted(uint64 startPeriod, uint64 endPeriod, uint256 value, uint256 returned);
    event ToppedUp(address indexed from, uint256 value);
    event FundedUntil(uint64 period, uint256 moneyIn);
    event Settled(
        uint16 indexed slot,
        uint16 indexed generation,
        address indexed payout,
        uint256 amount,
        uint64 provenPeriods,
        uint32 fulfilments,
        uint32 commitments
    );
    event SealRewardPaid(uint16 indexed slot, uint16 indexed generation, address indexed payout, uint256 amount);
    event DealClosed(uint64 accrualEnd, uint256 refunded);
    event DealEnded(uint256 refunded);
    event DealCancelled(uint256 refunded);
    event PaymentDeferred(address indexed to, uint256 amount);
    event Withdrawn(address indexed to, uint256 amount);
    event Swept(address indexed client, uint256 amount);
    event PoStSubmitted(uint16 indexed slot, uint16 indexed generation, uint64 indexed period, bytes32 digest);
    /// @notice The node's rights and duties end with `endPeriod`: it gave notice, or did not agree to an extension.
    event SlotEndSet(uint16 indexed slot, uint16 indexed generation, address indexed node, uint64 endPeriod);
    event DealExtended(uint64 oldEnd, uint64 newEnd, uint256 value);
    event DisputeOpened(uint16 indexed slot, uint16 indexed generation, uint64 indexed period, bytes32 digest);
    event DisputeDismissed(uint16 indexed slot, uint16 indexed generation, uint64 indexed period);
    /// @notice `fulfilments` and `commitments` are increases of the node's work, `amount` what was paid for it.
    /// `judged` is the period of the root that decided, 0 where time did: broken promises up to it were taken off.
    event DisputeCredited(
        uint16 indexed slot,
        uint16 indexed generation,
        uint64 indexed period,
        address payout,
        uint64 periods,
        uint256 amount,
        uint32 fulfilments,
        uint32 commitments,
        uint64 judged
    );
    event FeeCollected(address indexed recipient, uint256 amount);

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
    error AccrualOver(uint64 accrualEnd, uint64 current);
    error RunwayTooShort(uint64 neededUntil, uint64 actualUntil);
    error WrongReason(uint16 slot, uint8 reason);
    error CommDChanged(bytes32 expected, bytes32 actual);
    error LengthMismatch(uint256 leaves, uint256 paths);
    error PaymentFailed(address account, uint256 amount);
    error NotEnoughGas(uint256 needed, uint256 actual);
    error SlotLeaves(uint16 slot, uint64 endPeriod);
    error SlotNotOver(uint16 slot, uint64 endPeriod, uint64 current);
    error TermNotLonger(uint64 end, uint64 newEnd);
    error TermTooLong(uint64 latestEnd, uint64 newEnd);
    error WrongSignature(address expected, address actual);
    error SlotsNotAscending(uint16 slot);
    error DisputeWindowOver(uint64 until, uint64 current);
    error DisputeWindowOpen(uint64 until, uint64 current);
    error DisputeKnown(uint16 slot, uint16 generation, uint64 period);
    error NoDispute(uint16 slot, uint16 generation, uint64 period);
    error NoReceipt(uint16 slot, uint16 generation, uint64 period);
    error ProofRefused(uint16 slot, uint16 generation, uint64 period);
    error NewerRoot(uint64 period, uint64 actual);
    error RootMayCome(uint64 period, uint64 until);
    error NoFeeRecipient();
    error OutsideBounds(uint16 slot, uint64 expectedMax, uint64 actual);
}
