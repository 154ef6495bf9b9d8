// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IBeacon} from "./interfaces/IBeacon.sol";
import {IMicroNodeRegistry} from "./interfaces/IMicroNodeRegistry.sol";
import {IStorageDeal} from "./interfaces/IStorageDeal.sol";
import {IStorageDealFactory} from "./interfaces/IStorageDealFactory.sol";
import {Addresses} from "./libraries/Addresses.sol";
import {Schedule} from "./libraries/Schedule.sol";
import {SlotTable} from "./libraries/SlotTable.sol";
import {DealTerms, NodeOffer, SlotPlan} from "./libraries/Types.sol";
import {DelayedRoles} from "./roles/DelayedRoles.sol";

/// @title Publishes storage deals as minimal clones
contract StorageDealFactory is IStorageDealFactory, DelayedRoles {
    bytes32 public constant PORTAL_ROLE = keccak256("PORTAL_ROLE");
    uint64 public constant MIN_SECTOR_BYTES = 2 << 10;
    uint64 public constant MAX_SECTOR_BYTES = 64 << 30;
    /// @dev Ten years of hours, so that period arithmetic can never overflow.
    uint64 public constant MAX_DURATION_PERIODS = 87_600;

    IMicroNodeRegistry public immutable registry;
    IBeacon public immutable beacon;
    uint16 public constant override MAX_FEE_BPS = 1_000;

    address public override implementation;
    address public override feeRecipient;
    bool public override paused;

    constructor(IMicroNodeRegistry registry_, IBeacon beacon_, address admin, address portal) {
        registry = registry_;
        beacon = beacon_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PORTAL_ROLE, portal);
    }

    /// @inheritdoc IStorageDealFactory
    function setImplementation(address implementation_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        // Once: deals trust their factory, and addresses of future deals depend on it.
        if (implementation != address(0)) revert ImplementationSet(implementation);
        if (implementation_.code.length == 0) revert NoCode(implementation_);
        implementation = implementation_;
        emit ImplementationChosen(implementation_);
    }

    /// @inheritdoc IStorageDealFactory
    function setFeeRecipient(address recipient) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (recipient == address(0) || Addresses.isMasked(recipient)) revert MaskedAddress(recipient);
        feeRecipient = recipient;
        emit FeeRecipientSet(recipient);
    }

    /// @inheritdoc IStorageDealFactory
    function setPaused(bool paused_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        paused = paused_;
        emit PublishingPaused(paused_);
    }

    /// @inheritdoc IStorageDealFactory
    function publish(DealTerms calldata terms, SlotPlan[] calldata slots)
        external
        onlyRole(PORTAL_ROLE)
        returns (address deal)
    {
        if (paused) revert PublishingIsPaused();
        _checkTerms(terms, slots.length);
        if (predict(terms.planId).code.length != 0) revert PlanUsed(terms.planId);
        deal = Clones.cloneDeterministic(implementation, terms.planId);

        (bytes32 root, address[] memory nodes) = _table(deal, terms, slots);
        uint32[] memory ids = registry.admitDeal(deal, nodes, terms.sectorBytes);
        bytes32 seed = beacon.at(uint64(block.number) - 1);
        IStorageDeal(deal).initialize(terms, root, seed, _pack(ids));
        emit DealPublished(deal, terms.client, terms.planId, root, uint64(block.number), terms);
    }

    /// @inheritdoc IStorageDealFactory
    function isDeal(address deal) external view returns (bool) {
        return registry.isDeal(deal);
    }

    /// @inheritdoc IStorageDealFactory
    function predict(bytes32 planId) public view returns (address) {
        return Clones.predictDeterministicAddress(implementation, planId);
    }

    /// @inheritdoc IStorageDealFactory
    function checkSlot(DealTerms calldata terms, SlotPlan calldata plan) public view {
        NodeOffer memory offer = registry.offerOf(plan.node);
        if (offer.retired) revert IMicroNodeRegistry.Retired(plan.node);
        if (!offer.parameters.accepting) revert NotAccepting(plan.node);
        if (plan.rate != offer.parameters.rate || plan.maxSpan != offer.parameters.maxSpan) {
            revert ParametersChanged(
                plan.node, plan.rate, offer.parameters.rate, plan.maxSpan, offer.parameters.maxSpan
            );
        }
        if (plan.payout != offer.payout) revert PayoutChanged(plan.node, plan.payout, offer.payout);
        if (plan.rate > terms.maxRate) revert RateAboveMaximum(terms.maxRate, plan.rate);
        uint64 min = offer.parameters.minFileSize;
        uint64 max = offer.parameters.maxFileSize;
        if (terms.fileBytes < min || terms.fileBytes > max) {
            revert FileSizeRefused(plan.node, min, max, terms.fileBytes);
        }
        _checkHours(plan, offer.hoursMap);
        if (plan.commD == 0) revert EmptyCommD(plan.slot);
    }

    function _checkHours(SlotPlan calldata plan, uint256 offered) private pure {
        if (plan.hoursMap == 0) revert IMicroNodeRegistry.EmptyHours();
        if (plan.hoursMap & ~offered != 0) revert HoursNotOffered(plan.node, offered, plan.hoursMap);
        (uint16 min, uint16 max) = Schedule.spanRange(plan.hoursMap);
        if (plan.maxSpan < min || plan.maxSpan > max) {
            revert IMicroNodeRegistry.SpanOutOfRange(min, max, plan.maxSpan);
        }
    }

    function _checkTerms(DealTerms calldata terms, uint256 count) private view {
        if (count == 0) revert NoSlots();
        if (count != terms.slotCount) revert SlotCount(terms.slotCount, count);
        if (terms.client == address(0) || Addresses.isMasked(terms.client)) revert MaskedAddress(terms.client);
        uint64 size = terms.sectorBytes;
        if (size < MIN_SECTOR_BYTES || size > MAX_SECTOR_BYTES || size & (size - 1) != 0) revert SectorSize(size);
        if (terms.dataShards == 0 || terms.totalShards < terms.dataShards || count < terms.totalShards) {
            revert ShardCount(terms.dataShards, terms.totalShards, terms.slotCount);
        }
        if (terms.durationPeriods == 0 || terms.durationPeriods > MAX_DURATION_PERIODS) {
            revert Duration(MAX_DURATION_PERIODS, terms.durationPeriods);
        }
        if (terms.feeBps > MAX_FEE_BPS) revert FeeAboveMaximum(MAX_FEE_BPS, terms.feeBps);
        if (terms.feeBps != 0 && feeRecipient == address(0)) revert NoFeeRecipient();
        uint64 current = uint64(block.timestamp);
        if (terms.sealingDeadline <= current) revert Deadline(current + 1, terms.sealingDeadline);
        if (terms.startDeadline < terms.sealingDeadline) revert Deadline(terms.sealingDeadline, terms.startDeadline);
    }

    /// @dev Checks every row, writes it to the log, and computes the root of all.
    function _table(address deal, DealTerms calldata terms, SlotPlan[] calldata slots)
        private
        returns (bytes32 root, address[] memory nodes)
    {
        bytes32[] memory leaves = new bytes32[](slots.length);
        nodes = new address[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) {
            SlotPlan calldata plan = slots[i];
            if (plan.slot != i) revert SlotOrder(i, plan.slot);
            if (plan.generation != 0) revert SlotGeneration(plan.slot, plan.generation);
            checkSlot(terms, plan);
            leaves[i] = SlotTable.leafOf(plan);
            nodes[i] = plan.node;
            emit SlotPlanned(deal, plan.slot, 0, plan);
        }
        root = SlotTable.rootOf(leaves);
    }

    function _pack(uint32[] memory ids) private pure returns (uint256[] memory words) {
        words = new uint256[]((ids.length + 7) / 8);
        for (uint256 i = 0; i < ids.length; ++i) {
            words[i / 8] |= uint256(ids[i]) << ((i % 8) * 32);
        }
    }
}
