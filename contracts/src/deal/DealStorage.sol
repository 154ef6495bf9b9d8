// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IBeacon} from "../interfaces/IBeacon.sol";
import {IMicroNodeRegistry} from "../interfaces/IMicroNodeRegistry.sol";
import {IProofLedger} from "../interfaces/IProofLedger.sol";
import {IDealEvents} from "../interfaces/IDealEvents.sol";
import {IStorageDealFactory} from "../interfaces/IStorageDealFactory.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {DealState, SlotState} from "../libraries/Types.sol";

/// @notice What all deals of a deployment share.
struct DealParts {
    IMicroNodeRegistry registry;
    IProofLedger ledger;
    IBeacon beacon;
    IStorageDealFactory factory;
    address forwarder;
    uint256 pushGas;
    /// @dev Challenges of a PoSt.
    uint16 postChallenges;
}

/// @dev Everything that one clone stores, what all clones share, and the guards on top of both. What never changes
/// about a deal is not stored, but part of its code: see DealArgs.
/// Core and extension have the same layout, because both are run in the storage of the clone.
abstract contract DealStorage is IDealEvents, ERC2771Context, ReentrancyGuardTransient {
    /// @dev What became of the seal reward of a replacement. Slots live from the start were paid there.
    enum Reward {
        None,
        Reserved,
        Paid,
        Forfeited
    }

    /// @dev One generation of a slot; fields that are written together share a word. `commR`: of a replacement before
    /// its first preCommit it is CommD. `end` is the last period that may be paid: announced by an exit or an
    /// extension without the node, or past.
    struct Slot {
        address node;
        uint96 rate;
        address payout;
        uint40 preCommitEpoch;
        uint40 sealBy;
        uint8 preCommits;
        Reward reward;
        uint168 hoursMap;
        uint16 maxSpan;
        uint32 start;
        uint32 end;
        SlotState state;
        bytes32 commR;
        // Last, a word of its own: see Work.
        Work work;
    }

    struct Head {
        uint16 generation;
        uint8 rewarded;
    }

    /// @dev Settled so far for one generation, without what disputes added, except for `paid` (120 bits of attoFIL
    /// are more than there can be). `closed`: its final leaf has been seen, nothing can follow. `disputed`: see
    /// Disputed. `open`: disputes that nobody has decided.
    /// One word. Until the PoRep is accepted it holds the digest of the proof that waits for its verdict, see
    /// _digestOf; `accepted` keeps it from being zero from then on, so that no settlement has to fill an empty word.
    struct Work {
        uint32 provenPeriods;
        uint32 fulfilments;
        uint32 commitments;
        uint120 paid;
        bool accepted;
        bool closed;
        bool disputed;
        uint16 open;
    }

    /// @dev What disputes gave one generation beside the ledger's figures. `restored` fulfilments answer
    /// commitments of the ledger, `added` ones bring their own. `newest`: period of the newest credited proof;
    /// `judged`: promises broken up to there were taken off its credit, as far as it reaches back; `covered`: newest
    /// period that time decided as the newest one, so that nothing was taken off for any hour up to there.
    struct Disputed {
        uint32 credited;
        uint32 restored;
        uint32 added;
        uint32 newest;
        uint32 judged;
        uint32 covered;
    }

    enum Dispute {
        None,
        Open,
        Credited,
        Dismissed
    }

    /// @dev Full accrual of the deal. `units` (rate × periods) is exact at period `since`; from there it
    /// grows by `liveRate` a period. `offeredRate` belongs to replacements that are not live yet.
    struct Meter {
        uint112 liveRate;
        uint112 offeredRate;
        uint32 since;
        uint144 units;
        uint32 fundedUntil;
    }

    /// @dev attoFIL. `settled` and `rewardsPaid` include what is only credited; `retained` is what a
    /// completed deal still keeps for leaves that nobody has shown.
    struct Purse {
        // Together, because what the start pays makes the word one that settling only changes.
        uint128 settled;
        uint128 rewardsPaid;
        uint128 credited;
        uint128 rewardsReserved;
        uint128 refunded;
        uint128 retained;
        uint128 feesPaid;
    }

    struct Status {
        DealState state;
        uint32 start;
        uint32 end;
        uint32 closedAt;
        uint32 retainedUntil;
        uint16 live;
        uint16 proved;
        uint8 longestGap;
    }

    uint8 internal constant MAX_PRE_COMMITS = 3;
    uint8 internal constant MAX_REWARDED_REPLACEMENTS = 2;
    uint32 internal constant REWARD_VESTS_AFTER = 24;
    /// @dev Periods: before anyone may do the portal's work, and that unclaimed accrual is kept.
    uint32 internal constant GRACE = 168;
    uint32 internal constant RETENTION = 168;
    /// @dev Periods between a node's word that it leaves and its leaving.
    uint32 internal constant EXIT_NOTICE = 24;
    bytes32 internal constant PORTAL_ROLE = keccak256("PORTAL_ROLE");
    bytes32 internal constant VERIFIER_ROLE = keccak256("VERIFIER_ROLE");

    IMicroNodeRegistry public immutable REGISTRY;
    IProofLedger public immutable LEDGER;
    IBeacon public immutable BEACON;
    IStorageDealFactory public immutable FACTORY;
    /// @dev Gas for a push payment. Filecoin counts gas differently, so it is set at deployment.
    uint256 public immutable PUSH_GAS;
    uint16 public immutable POST_CHALLENGES;
    uint32 internal immutable PERIOD_SECONDS;
    uint32 internal immutable ROOT_DELAY;
    uint32 internal immutable DISPUTE_WINDOW;
    uint40 internal immutable SEED_DELAY;

    /// @dev What replacements before the start made of the slot table's root; 0 without any.
    bytes32 internal _changedDigest;
    Status internal _status;
    Meter internal _meter;
    Purse internal _purse;
    mapping(uint16 slot => Head) internal _heads;
    mapping(uint32 key => Slot) internal _slots;
    mapping(address account => uint256 amount) internal _credits;
    mapping(uint32 key => Disputed) internal _disputed;
    /// @dev By key and period, see _proofKey: digests put on chain in time, and disputes.
    mapping(uint256 proof => bytes32 digest) internal _submitted;
    mapping(uint256 proof => Dispute) internal _disputes;

    constructor(DealParts memory parts) ERC2771Context(parts.forwarder) {
        REGISTRY = parts.registry;
        LEDGER = parts.ledger;
        BEACON = parts.beacon;
        FACTORY = parts.factory;
        PUSH_GAS = parts.pushGas;
        POST_CHALLENGES = parts.postChallenges;
        PERIOD_SECONDS = uint32(parts.ledger.periodSeconds());
        ROOT_DELAY = uint32(parts.ledger.rootDelay());
        DISPUTE_WINDOW = uint32(parts.ledger.disputeWindow());
        SEED_DELAY = uint40(parts.beacon.seedDelay());
    }

    modifier inState(DealState expected) {
        _requireState(expected);
        _;
    }

    modifier onlyPortal() {
        if (!_isPortal(msg.sender)) revert Unauthorised(msg.sender);
        _;
    }

    modifier onlyClient() {
        if (msg.sender != DealArgs.client()) revert NotTheClient(DealArgs.client(), msg.sender);
        _;
    }

    function _requireState(DealState expected) internal view {
        if (_status.state != expected) revert WrongState(expected, _status.state);
    }

    function _isPortal(address account) internal view returns (bool) {
        return IAccessControl(address(FACTORY)).hasRole(PORTAL_ROLE, account);
    }

    function _isTerminal() internal view returns (bool) {
        return _status.state == DealState.Completed || _status.state == DealState.Cancelled;
    }

    function _currentPeriod() internal view returns (uint32) {
        return uint32(block.timestamp / PERIOD_SECONDS);
    }

    /// @dev Last period that can accrue: the term, the client's close or the money, whichever is first.
    function _accrualEnd() internal view returns (uint32 end) {
        end = _status.end;
        if (_meter.fundedUntil < end) end = _meter.fundedUntil;
        if (_status.closedAt != 0 && _status.closedAt < end) end = _status.closedAt;
    }

    /// @dev Slots change hands or go live while pending, and while active until accrual is over.
    function _requireOpen() internal view {
        DealState state = _status.state;
        if (state == DealState.Pending) return;
        if (state != DealState.Active) revert WrongState(DealState.Active, state);
        uint32 end = _accrualEnd();
        uint32 current = _currentPeriod();
        if (_status.closedAt != 0 || current > end) revert AccrualOver(end, current);
    }

    /// @dev What the client agrees to beside the terms.
    function _slotsDigest() internal view returns (bytes32) {
        return _changedDigest == 0 ? DealArgs.slotsRoot() : _changedDigest;
    }

    function _key(uint16 slot, uint16 generation) internal pure returns (uint32) {
        return uint32(slot) << 16 | generation;
    }

    /// @dev The proof that waits for its verdict, 0 without one. Only before a PoRep is accepted.
    function _digestOf(Slot storage slot) internal view returns (bytes32 digest) {
        Work storage work = slot.work;
        assembly ("memory-safe") {
            digest := sload(work.slot)
        }
    }

    /// @dev Only before a PoRep is accepted.
    function _setDigest(Slot storage slot, bytes32 digest) internal {
        Work storage work = slot.work;
        assembly ("memory-safe") {
            sstore(work.slot, digest)
        }
    }

    function _proofKey(uint32 key, uint64 period) internal pure returns (uint256) {
        return uint256(key) << 64 | period;
    }

    function _requireNode(address node) internal view {
        if (_msgSender() != node) revert NotTheNode(node, _msgSender());
    }

    /// @dev While active, and for the retention after the end.
    function _requireSettleable() internal view {
        DealState state = _status.state;
        if (state == DealState.Active) return;
        bool kept = state == DealState.Completed && _currentPeriod() <= _status.retainedUntil;
        if (!kept) revert WrongState(DealState.Active, state);
    }
}
