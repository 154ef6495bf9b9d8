// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealTerms, NodeParameters, SlotPlan} from "../libraries/Types.sol";

/// @title Publishes storage deals as minimal clones
interface IStorageDealFactory {
    event DealPublished(
        address indexed deal,
        address indexed client,
        bytes32 indexed planId,
        bytes32 slotsRoot,
        uint64 publishEpoch,
        DealTerms terms
    );
    /// @notice One row of the table, and what is reserved at its node for it.
    event SlotPlanned(address indexed deal, SlotPlan plan, uint64 reservedBytes);

    event ImplementationChosen(address implementation);
    event FeeRecipientSet(address recipient);
    event PublishingPaused(bool paused);

    error ImplementationSet(address implementation);
    error NoCode(address account);
    error PlanUsed(bytes32 planId);
    error NoSlots();
    error SlotCount(uint256 expected, uint256 actual);
    error SlotOrder(uint256 expected, uint256 actual);
    error MaskedAddress(address account);
    error SectorSize(uint64 sectorBytes);
    error NotAccepting(address node);
    error ParametersChanged(
        address node, uint96 expectedRate, uint96 actualRate, uint16 expectedMaxSpan, uint16 actualMaxSpan
    );
    error FileSizeRefused(address node, uint64 min, uint64 max, uint64 actual);
    error PayoutChanged(address node, address expected, address actual);
    error HoursNotOffered(address node, uint256 offered, uint256 planned);
    error RateAboveMaximum(uint96 maximum, uint96 actual);
    error EmptyCommD(uint16 slot);
    error SlotGeneration(uint16 slot, uint16 generation);
    error ShardCount(uint16 dataShards, uint16 totalShards, uint16 slots);
    error Duration(uint64 maximum, uint64 actual);
    error FeeAboveMaximum(uint16 maximum, uint16 actual);
    error NoFeeRecipient();
    error PublishingIsPaused();
    error Deadline(uint64 earliest, uint64 actual);

    /// @dev only PORTAL_ROLE; the plan id is single-use; checks every slot against the registry and reserves capacity.
    function publish(DealTerms calldata terms, SlotPlan[] calldata slots) external returns (address deal);

    /// @notice Runtime code of the deal that is being published, for its DealClone: EIP-1167's proxy to the
    /// implementation, and behind it DealArgs. Before the first publication of a
    /// transaction there are no arguments.
    function newDealCode() external view returns (bytes memory);

    function isDeal(address deal) external view returns (bool);

    /// @notice Names the contract behind every clone, which knows this factory and so is deployed after it.
    /// @dev only the admin, once
    function setImplementation(address implementation) external;

    /// @notice Who gets the platform's fee of all deals, whenever it is collected.
    /// @dev only the admin
    function setFeeRecipient(address recipient) external;

    function feeRecipient() external view returns (address);

    /// @notice The highest fee that terms may name, in basis points of what nodes are paid.
    function MAX_FEE_BPS() external view returns (uint16);

    /// @notice Stops new deals, and nothing else.
    /// @dev only the admin
    function setPaused(bool paused) external;

    function paused() external view returns (bool);

    /// @notice The contract behind every clone.
    function implementation() external view returns (address);

    /// @notice Address that publish will give to this plan id.
    function predict(bytes32 planId) external view returns (address);

    /// @dev Deals use it for replacements: reverts like publish when `plan` is not what the node offers now.
    function checkSlot(DealTerms calldata terms, SlotPlan calldata plan) external view;
}
