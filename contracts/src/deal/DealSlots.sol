// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealCore} from "../interfaces/IDealCore.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {DealState, SlotPlan, SlotState} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev What nodes do with their slots until a PoRep is proved, and the proofs they may put on chain.
abstract contract DealSlots is DealGenerations, IDealCore {
    /// @inheritdoc IDealCore
    function preCommit(SlotPlan calldata plan, bytes32[] calldata path, bytes32 commR) external nonReentrant {
        _requireOpen();
        Slot storage slot = _offeredTo(plan, path);
        if (slot.node == address(0)) _store(slot, plan, uint40(DealArgs.sealingDeadline()));
        if (slot.state != SlotState.Offered && slot.state != SlotState.PreCommitted) {
            revert WrongSlotState(plan.slot, uint8(SlotState.Offered), uint8(slot.state));
        }
        _requireBefore(slot.sealBy);
        uint8 attempt = slot.preCommits + 1;
        if (attempt > MAX_PRE_COMMITS) revert TooManyPreCommits(plan.slot);

        slot.preCommits = attempt;
        slot.preCommitEpoch = uint40(block.number);
        slot.state = SlotState.PreCommitted;
        slot.commR = commR;
        // An older proof must not be judged against the new replica.
        if (attempt != 1) _setDigest(slot, 0);
        emit PreCommitted(plan.slot, plan.generation, slot.node, commR, uint64(block.number), attempt);
    }

    /// @inheritdoc IDealCore
    function proveCommit(uint16 index, uint16 generation, bytes32 digest) external nonReentrant {
        _requireOpen();
        Slot storage slot = _current(index, generation);
        _requireNode(slot.node);
        _requireSlotState(index, slot, SlotState.PreCommitted);
        _requireBefore(slot.sealBy);
        bytes32 value = interactiveBeacon(index);
        _setDigest(slot, digest);
        emit CommitProved(index, generation, digest, value);
    }

    /// @inheritdoc IDealCore
    function refuseSlot(SlotPlan calldata plan, bytes32[] calldata path) external nonReentrant {
        _requireOpen();
        Slot storage slot = _offeredTo(plan, path);
        if (slot.node == address(0)) {
            slot.node = plan.node;
            slot.rate = plan.rate;
        } else {
            // After a preCommit the node has promised: it can then only be replaced.
            _requireSlotState(plan.slot, slot, SlotState.Offered);
            if (slot.preCommits != 0) revert TooManyPreCommits(plan.slot);
            slot.state = SlotState.Vacant;
        }
        emit SlotRefused(plan.slot, plan.generation, plan.node);
        REGISTRY.release(plan.node, DealArgs.sectorBytes());
    }

    /// @inheritdoc IDealCore
    function submitPoSt(uint16 index, uint16 generation, uint64 period, bytes32 digest)
        external
        inState(DealState.Active)
    {
        Slot storage slot = _slots[_key(index, generation)];
        _requireNode(slot.node);
        if (slot.start == 0) revert WrongSlotState(index, uint8(SlotState.Live), uint8(slot.state));
        uint32 current = _currentPeriod();
        if (period != current) revert OutsideBounds(index, current, period);
        _submitted[_proofKey(_key(index, generation), period)] = digest;
        emit PoStSubmitted(index, generation, period, digest);
    }

    /// @inheritdoc IDealCore
    function sectorId(uint16 slot, uint16 generation) external view returns (uint64) {
        return _sectorId(slot, generation);
    }

    /// @inheritdoc IDealCore
    function ticket(uint16 slot, uint16 generation) external view returns (bytes32) {
        return keccak256(abi.encode(address(this), slot, generation, DealArgs.publicationSeed()));
    }

    /// @inheritdoc IDealCore
    function interactiveBeacon(uint16 index) public view returns (bytes32) {
        Slot storage slot = _slots[_key(index, _heads[index].generation)];
        if (slot.preCommits == 0) {
            revert WrongSlotState(index, uint8(SlotState.PreCommitted), uint8(slot.state));
        }
        uint64 epoch = uint64(slot.preCommitEpoch) + SEED_DELAY;
        if (epoch >= block.number) revert SeedNotReady(epoch, uint64(block.number));
        return BEACON.at(epoch);
    }

    /// @dev The slot as it is offered to the caller. A first generation is not stored before its node acts
    /// (`node` is zero then), so the plan has to be shown to be in the slot table.
    function _offeredTo(SlotPlan calldata plan, bytes32[] calldata path) private view returns (Slot storage slot) {
        slot = _current(plan.slot, plan.generation);
        if (slot.node == address(0)) {
            _requireListed(plan, path);
            _requireNode(plan.node);
        } else {
            _requireNode(slot.node);
        }
    }

    function _requireBefore(uint40 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, uint64(block.timestamp));
    }
}
