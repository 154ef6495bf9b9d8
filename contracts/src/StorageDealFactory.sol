// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {DealClone} from "./DealClone.sol";
import {IBeacon} from "./interfaces/IBeacon.sol";
import {IMicroNodeRegistry} from "./interfaces/IMicroNodeRegistry.sol";
import {IStorageDealFactory} from "./interfaces/IStorageDealFactory.sol";
import {Addresses} from "./libraries/Addresses.sol";
import {DealArgs} from "./libraries/DealArgs.sol";
import {SlotTable} from "./libraries/SlotTable.sol";
import {TransientBytes} from "./libraries/TransientBytes.sol";
import {DealTerms, SlotPlan} from "./libraries/Types.sol";
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
        // A deal without code would keep what is paid to it.
        if (implementation == address(0)) revert NoCode(address(0));
        _checkTerms(terms, slots.length);
        deal = predict(terms.planId);
        if (deal.code.length != 0) revert PlanUsed(terms.planId);

        (bytes32 root, bytes memory roster) = _table(deal, terms, slots);
        bytes32 seed = beacon.at(uint64(block.number) - 1);
        TransientBytes.store(DealArgs.encode(terms, root, seed, roster));
        new DealClone{salt: terms.planId}();
        emit DealPublished(deal, terms.client, terms.planId, root, uint64(block.number), terms);
    }

    /// @inheritdoc IStorageDealFactory
    function newDealCode() external view returns (bytes memory) {
        return abi.encodePacked(
            hex"363d3d373d3d3d363d73", implementation, hex"5af43d82803e903d91602b57fd5bf3", TransientBytes.load()
        );
    }

    /// @inheritdoc IStorageDealFactory
    function isDeal(address deal) external view returns (bool) {
        return registry.isDeal(deal);
    }

    /// @inheritdoc IStorageDealFactory
    function predict(bytes32 planId) public view returns (address) {
        return Create2.computeAddress(planId, keccak256(type(DealClone).creationCode));
    }

    /// @inheritdoc IStorageDealFactory
    function checkSlot(DealTerms calldata terms, SlotPlan calldata plan) public view {
        registry.checkPlan(plan, terms.fileBytes);
        _checkRow(terms, plan);
    }

    /// @dev What the registry does not know about.
    function _checkRow(DealTerms calldata terms, SlotPlan calldata plan) private pure {
        if (plan.rate > terms.maxRate) revert RateAboveMaximum(terms.maxRate, plan.rate);
        if (plan.commD == 0) revert EmptyCommD(plan.slot);
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

    /// @dev Writes every row to the log and computes the root of all; has the registry compare them with what
    /// their nodes offer, reserve capacity, and admit the deal.
    function _table(address deal, DealTerms calldata terms, SlotPlan[] calldata slots)
        private
        returns (bytes32 root, bytes memory roster)
    {
        bytes32[] memory leaves = new bytes32[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) {
            SlotPlan calldata plan = slots[i];
            if (plan.slot != i) revert SlotOrder(i, plan.slot);
            if (plan.generation != 0) revert SlotGeneration(plan.slot, plan.generation);
            _checkRow(terms, plan);
            leaves[i] = SlotTable.leafOfCall(plan);
            _logRow(deal, plan, terms.sectorBytes);
        }
        root = SlotTable.rootOf(leaves);
        roster = registry.admitDeal(deal, slots, terms.sectorBytes, terms.fileBytes);
    }

    /// @dev emit SlotPlanned(deal, plan, reservedBytes), the plan as it stands in the calldata. Handing the table to
    /// the registry decodes all of its fields, so a row with bits where its types have none is refused.
    function _logRow(address deal, SlotPlan calldata plan, uint64 reservedBytes) private {
        bytes32 topic = SlotPlanned.selector;
        assembly ("memory-safe") {
            let data := mload(0x40)
            calldatacopy(data, plan, 256)
            mstore(add(data, 256), reservedBytes)
            log2(data, 288, topic, deal)
        }
    }
}
