// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IDealAnnex} from "../interfaces/IDealAnnex.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {PoStVerifier} from "../libraries/PoStVerifier.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {SlotState, WorkLeaf} from "../libraries/Types.sol";
import {DealSettlement} from "./DealSettlement.sol";
import {DealSignatures} from "./DealSignatures.sol";

/// @dev A node proves on chain what portal or verifier do not acknowledge. A proof opens a dispute; the ledger's
/// leaf decides it, and where nobody can show one, time does.
abstract contract DealDisputes is DealSettlement, DealSignatures, IDealAnnex {
    /// @dev What DisputeCredited says of a credit.
    struct Credit {
        uint32 periods;
        uint256 amount;
        uint32 fulfilments;
        uint32 commitments;
        uint64 judged;
    }

    bytes32 private constant RECEIPT_TYPE =
        keccak256("PoStReceipt(address deal,uint16 slot,uint16 generation,uint64 period,bytes32 digest)");

    /// @inheritdoc IDealAnnex
    function disputePoSt(uint16 index, uint16 generation, uint64 period, bytes calldata proof, bytes calldata receipt)
        external
        nonReentrant
    {
        _requireSettleable();
        uint32 key = _key(index, generation);
        Slot storage slot = _slots[key];
        _requireNode(slot.node);
        if (slot.start == 0) revert WrongSlotState(index, uint8(SlotState.Live), uint8(slot.state));
        uint32 current = _currentPeriod();
        if (period <= slot.start || period > current) revert OutsideBounds(index, current, period);
        uint64 until = _disputableUntil(period);
        if (current > until || slot.work.closed) revert DisputeWindowOver(until, current);
        uint256 id = _proofKey(key, period);
        if (_disputes[id] != Dispute.None) revert DisputeKnown(index, generation, period);

        bytes32 digest = keccak256(proof);
        if (period != current && _submitted[id] != digest) {
            bytes32 said = keccak256(abi.encode(RECEIPT_TYPE, address(this), index, generation, period, digest));
            address signer = _signerOf(said, receipt);
            if (!IAccessControl(address(LEDGER)).hasRole(VERIFIER_ROLE, signer)) {
                revert NoReceipt(index, generation, period);
            }
        }
        if (!_isValid(index, generation, slot.commR, period, proof)) revert ProofRefused(index, generation, period);

        _disputes[id] = Dispute.Open;
        ++slot.work.open;
        emit DisputeOpened(index, generation, period, digest);
    }

    /// @inheritdoc IDealAnnex
    function decideDispute(
        uint16 index,
        uint16 generation,
        uint64 period,
        uint64 rootPeriod,
        WorkLeaf calldata leaf,
        bytes32[] calldata path
    ) external nonReentrant {
        _requireSettleable();
        uint32 key = _takeOpen(index, generation, period);
        if (leaf.slot != index || leaf.generation != generation) {
            revert WrongGeneration(leaf.slot, generation, leaf.generation);
        }
        _requireNewest(rootPeriod, period);
        // Also proves the leaf, and brings the record to what it says.
        _settle(_rootOf(rootPeriod), leaf, path);
        if (leaf.lastAccepted >= period) {
            _disputes[_proofKey(key, period)] = Dispute.Dismissed;
            emit DisputeDismissed(index, generation, period);
        } else {
            _credit(key, period, leaf.lastAccepted, rootPeriod);
        }
    }

    /// @inheritdoc IDealAnnex
    function concludeDispute(uint16 index, uint16 generation, uint64 period) external nonReentrant {
        _requireSettleable();
        uint64 until = _disputableUntil(period) + DISPUTE_WINDOW;
        uint32 current = _currentPeriod();
        if (current <= until) revert DisputeWindowOpen(until, current);
        _credit(_takeOpen(index, generation, period), period, 0, 0);
    }

    function _disputableUntil(uint64 period) private view returns (uint64) {
        return period + ROOT_DELAY + DISPUTE_WINDOW;
    }

    function _takeOpen(uint16 index, uint16 generation, uint64 period) private returns (uint32 key) {
        key = _key(index, generation);
        if (_disputes[_proofKey(key, period)] != Dispute.Open) revert NoDispute(index, generation, period);
        --_slots[key].work.open;
    }

    /// @dev `rootPeriod` has the newest root that can speak about `period`: that of the period itself, or, where
    /// there is none and can be none any more, the one before it.
    function _requireNewest(uint64 rootPeriod, uint64 period) private view {
        if (rootPeriod == period) return;
        if (rootPeriod > period) revert NewerRoot(period, rootPeriod);
        uint64 last = LEDGER.lastPeriod();
        if (last < period && _currentPeriod() <= period + ROOT_DELAY) revert RootMayCome(period, period + ROOT_DELAY);
        for (uint64 later = last < period ? last : period; later > rootPeriod; --later) {
            if (LEDGER.rootOf(later) != 0) revert NewerRoot(later, rootPeriod);
        }
    }

    function _isValid(uint16 index, uint16 generation, bytes32 commR, uint64 period, bytes calldata proof)
        private
        view
        returns (bool)
    {
        bytes32 seed =
            keccak256(abi.encode(BEACON.ofPeriod(period), block.chainid, address(this), index, generation));
        uint64 sector = _sectorId(index, generation);
        return PoStVerifier.verify(proof, commR, seed, sector, DealArgs.sectorBytes(), POST_CHALLENGES);
    }

    /// @dev Credits the proof of `period`, the one accepted before it being of `accepted` or of a dispute.
    /// @param judged period up to which the ledger has judged; promises in later ones were void
    function _credit(uint32 key, uint64 period, uint64 accepted, uint64 judged) private {
        _disputes[_proofKey(key, period)] = Dispute.Credited;
        Slot storage slot = _slots[key];
        Work memory work = slot.work;
        Disputed memory disputed = _disputed[key];
        uint32 periods = _creditOf(slot, disputed, period, accepted, judged);
        (uint32 fulfilled, uint32 committed) = _fulfilment(slot, work, disputed, period, judged);
        disputed.credited += periods;
        if (committed != 0) disputed.added += committed;
        else disputed.restored += fulfilled;
        if (period > disputed.newest) {
            (disputed.newest, disputed.judged) = (uint32(period), uint32(judged));
            if (judged == 0) disputed.covered = uint32(period);
        }
        _disputed[key] = disputed;

        work.disputed = true;
        uint256 amount = _account(slot, work, disputed.credited, _elapsed(slot));
        _announce(key, period, slot.payout, Credit(periods, amount, fulfilled, committed, judged));
        if (fulfilled != 0) REGISTRY.recordWork(slot.node, fulfilled, committed);
        uint256 fulfilments = uint256(work.fulfilments) + disputed.restored + disputed.added;
        _payOut(uint16(key >> 16), uint16(key), slot, amount, fulfilments);
    }

    function _announce(uint32 key, uint64 period, address payout, Credit memory credit) private {
        emit DisputeCredited(
            uint16(key >> 16),
            uint16(key),
            period,
            payout,
            credit.periods,
            credit.amount,
            credit.fulfilments,
            credit.commitments,
            credit.judged
        );
    }

    /// @dev As the verifier counts: the time since the proof before, at most a span, less promises not kept.
    function _creditOf(Slot storage slot, Disputed memory disputed, uint64 period, uint64 accepted, uint64 judged)
        private
        view
        returns (uint32)
    {
        // An older proof than one that is credited, whose span it cannot lengthen. It makes good the promise of its
        // own hour where that was taken off: in a period without a root, or that nobody judged, or at the end of
        // the generation and after it, it never was.
        uint256 end = _endOf(slot);
        if (period < disputed.newest) {
            bool isJudged = period > disputed.covered && period <= disputed.judged && LEDGER.rootOf(period) != 0;
            return isJudged && period < end && Schedule.isPromised(slot.hoursMap, period) ? 1 : 0;
        }
        // Hours that can hold a broken promise: known to the ledger, before this proof and before the end.
        uint256 last = judged < period ? judged : period - 1;
        if (last >= end) last = end - 1;
        uint256 since = slot.start;
        if (disputed.newest > since) since = disputed.newest;
        if (accepted > since) since = accepted;
        if (period < end) end = period;
        uint256 periods = end > since ? end - since : 0;
        if (periods > slot.maxSpan) periods = slot.maxSpan;
        return uint32(periods - Schedule.promisedBetween(slot.hoursMap, since, last, periods));
    }

    /// @dev A fulfilment where the node had promised the hour. The ledger's missed commitment is made good; where
    /// it has none, the commitment comes with the fulfilment.
    function _fulfilment(Slot storage slot, Work memory work, Disputed memory disputed, uint64 period, uint64 judged)
        private
        view
        returns (uint32 fulfilled, uint32 committed)
    {
        if (period >= _endOf(slot) || !Schedule.isPromised(slot.hoursMap, period)) return (0, 0);
        if (judged == period && work.fulfilments + disputed.restored < work.commitments) return (1, 0);
        if (work.commitments + disputed.added < _elapsed(slot)) return (1, 1);
    }
}
