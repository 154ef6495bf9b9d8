// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealAnnex} from "../interfaces/IDealAnnex.sol";
import {IMicroNodeRegistry} from "../interfaces/IMicroNodeRegistry.sol";
import {IStorageDealFactory} from "../interfaces/IStorageDealFactory.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {Consent, DealState, NodeOffer, SlotState} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";
import {DealSignatures} from "./DealSignatures.sol";

/// @dev A longer term. Nodes that do not agree are bound no longer than before.
abstract contract DealExtensions is DealGenerations, DealSignatures, IDealAnnex {
    bytes32 private constant CONSENT_TYPE =
        keccak256("ExtensionConsent(address deal,uint16 slot,uint16 generation,uint64 newEnd,uint64 deadline)");
    /// @dev As long as the factory lets a term be.
    uint32 private constant LONGEST_TERM = 87_600;

    /// @inheritdoc IDealAnnex
    function extendDeal(uint64 newEnd, Consent[] calldata consents)
        external
        payable
        nonReentrant
        inState(DealState.Active)
        onlyClient
    {
        _requireOpen();
        uint32 oldEnd = _status.end;
        uint32 latest = _status.start + LONGEST_TERM;
        if (newEnd <= oldEnd) revert TermNotLonger(oldEnd, newEnd);
        if (newEnd > latest) revert TermTooLong(latest, newEnd);
        _status.end = uint32(newEnd);
        emit DealExtended(oldEnd, newEnd, msg.value);
        _bindSlots(oldEnd, newEnd, consents);

        _checkpoint();
        uint32 needed = _runwayFrom(_currentPeriod());
        if (_meter.fundedUntil < needed) revert RunwayTooShort(needed, _meter.fundedUntil);
    }

    function _bindSlots(uint32 oldEnd, uint64 newEnd, Consent[] calldata consents) private {
        uint256 next;
        uint16 count = DealArgs.slotCount();
        for (uint16 i = 0; i < count; ++i) {
            uint16 generation = _heads[i].generation;
            Slot storage slot = _slots[_key(i, generation)];
            if (next < consents.length && consents[next].slot == i) {
                _requireSlotState(i, slot, SlotState.Live);
                if (slot.end != 0) revert SlotLeaves(i, slot.end);
                _requireConsent(consents[next++], generation, slot, newEnd);
            } else if (slot.state == SlotState.Live && slot.end == 0) {
                slot.end = oldEnd;
                emit SlotEndSet(i, generation, slot.node, oldEnd);
            }
        }
        if (next != consents.length) revert SlotsNotAscending(consents[next].slot);
    }

    function _requireConsent(Consent calldata consent, uint16 generation, Slot storage slot, uint64 newEnd)
        private
        view
    {
        address node = slot.node;
        uint64 deadline = consent.deadline;
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, uint64(block.timestamp));
        bytes32 said =
            keccak256(abi.encode(CONSENT_TYPE, address(this), consent.slot, generation, newEnd, deadline));
        _requireSigner(node, said, consent.signature);
        NodeOffer memory offer = REGISTRY.offerOf(node);
        if (offer.retired) revert IMicroNodeRegistry.Retired(node);
        if (slot.hoursMap & ~offer.hoursMap != 0) {
            revert IStorageDealFactory.HoursNotOffered(node, offer.hoursMap, slot.hoursMap);
        }
    }
}
