// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @notice What a node asks for. Rate in attoFIL per MiB per day (24 periods), span in periods, sizes in bytes.
struct NodeParameters {
    bool accepting;
    uint96 rate;
    uint16 maxSpan;
    uint64 minFileSize;
    uint64 maxFileSize;
}

/// @notice One node as the registry knows it.
struct NodeRecord {
    address payout;
    uint64 capacityBytes;
    uint64 reservedBytes;
    uint64 registeredPeriod;
    bool retired;
    uint64 fulfilments;
    uint64 commitments;
    /// @dev bit h = the node may promise UTC hour-of-week h (0 = Monday 00:00); bits 168 and above are zero.
    uint256 hoursMap;
}

/// @notice What a node offers now, for those who plan or check a slot.
struct NodeOffer {
    address payout;
    bool retired;
    uint256 hoursMap;
    NodeParameters parameters;
}

/// @notice The terms of one deal, fixed at publication. Deadlines in Unix seconds, spans in periods.
struct DealTerms {
    address client;
    bytes32 planId;
    /// @dev keccak256 of the canonical JSON of the deal's content description (segments, shards, lengths).
    bytes32 contentHash;
    uint64 fileBytes;
    uint64 sectorBytes;
    uint16 dataShards;
    uint16 totalShards;
    uint16 slotCount;
    uint64 durationPeriods;
    uint96 maxRate;
    uint16 sealRewardPeriods;
    uint16 minRunwayPeriods;
    uint16 feeBps;
    uint64 sealingDeadline;
    uint64 startDeadline;
}

/// @notice One row of the slot table: who holds which sector on which conditions.
struct SlotPlan {
    uint16 slot;
    uint16 generation;
    address node;
    address payout;
    uint96 rate;
    uint16 maxSpan;
    uint256 hoursMap;
    bytes32 commD;
}

/// @notice Cumulative work of one (slot, generation); a leaf of the ledger's Merkle tree.
struct WorkLeaf {
    address deal;
    uint16 slot;
    uint16 generation;
    uint64 provenPeriods;
    uint32 fulfilments;
    uint32 commitments;
    /// @dev period index of the newest accepted proof, 0 = none yet.
    uint64 lastAccepted;
}

/// @notice The verifier's word on one PoRep.
struct PoRepVerdict {
    uint16 slot;
    uint16 generation;
    bytes32 digest;
    bool accepted;
}

enum DealState {
    Pending,
    Active,
    Completed,
    Cancelled
}

enum SlotState {
    Vacant,
    Offered,
    PreCommitted,
    Proved,
    Live,
    Ended
}

/// @notice Why a slot changes hands.
enum ReplaceReason {
    Silent,
    MissedSealing,
    Unhealthy,
    InvalidProof,
    Refused,
    Exited
}

/// @notice A slot as stored from preCommit on (or from replaceNode / refuseSlot, where `node` may be zero).
struct SlotRecord {
    address node;
    address payout;
    uint96 rate;
    uint16 generation;
    uint16 maxSpan;
    SlotState state;
    uint8 preCommits;
    uint64 preCommitEpoch;
    /// @dev accrual of this generation: periods in (start, end]; end = 0 while live.
    uint64 start;
    uint64 end;
    uint256 hoursMap;
    /// @dev of a replacement until its first preCommit; a first generation's is in the slot table.
    bytes32 commD;
    bytes32 commR;
    /// @dev of the PoRep that waits for its verdict, 0 before and after.
    bytes32 proofDigest;
}

/// @notice What has been settled for one (slot, generation).
struct SettledRecord {
    uint64 provenPeriods;
    uint32 fulfilments;
    uint32 commitments;
    uint128 paid;
    bool sealRewardPaid;
}

/// @notice A node's word that it stays for a longer term. Signed as EIP-712
/// `ExtensionConsent(address deal,uint16 slot,uint16 generation,uint64 newEnd,uint64 deadline)`, good until
/// `deadline` (Unix seconds).
struct Consent {
    uint16 slot;
    uint64 deadline;
    bytes signature;
}

/// @notice What disputes gave one (slot, generation) beside the ledger's figures: periods, fulfilments that answer
/// commitments of the ledger, fulfilments that brought their own commitment, the newest period credited and up to where
/// promises were taken off its credit, the newest period up to which none were because time decided, and disputes not
/// decided yet.
struct DisputedRecord {
    uint32 credited;
    uint32 restored;
    uint32 added;
    uint32 newest;
    uint32 judged;
    uint32 covered;
    uint32 open;
}

/// @notice attoFIL. `settled` and `rewardsPaid` went to nodes (or are credited to them), `credited` waits for
/// `withdraw`, `rewardsReserved` and `retained` are promised, `feesDue` is the platform's and not collected yet.
struct PurseRecord {
    uint256 settled;
    uint256 credited;
    uint256 rewardsPaid;
    uint256 rewardsReserved;
    uint256 refunded;
    uint256 retained;
    uint256 feesPaid;
    uint256 feesDue;
}

/// @notice Summary of a deal for readers, all amounts in attoFIL, times as period indices.
struct DealData {
    DealState state;
    address client;
    /// @dev contract balance less everything already owed or credited: what the client could still spend or get back.
    uint256 clientBalance;
    uint256 contractBalance;
    uint256 accrued;
    uint256 paid;
    uint256 liabilities;
    uint64 startPeriod;
    uint64 endPeriod;
    uint64 accrualEnd;
    uint64 fundedUntil;
    uint16 liveSlots;
    uint16 provedSlots;
    bytes32 termsHash;
}
