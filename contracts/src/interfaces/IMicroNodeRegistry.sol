// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {NodeOffer, NodeParameters, NodeRecord, SlotPlan} from "../libraries/Types.sol";

/// @title The register of micro-nodes, their offers and their work history
/// @notice A node is its operator address. Node calls come directly or through the trusted forwarder.
interface IMicroNodeRegistry {
    event NodeRegistered(
        address indexed node, address payout, uint64 capacityBytes, uint256 hoursMap, NodeParameters parameters
    );
    event ParametersSet(address indexed node, NodeParameters parameters, uint64 effectivePeriod);
    event AvailabilitySet(address indexed node, uint256 hoursMap);
    event CapacitySet(address indexed node, uint64 capacityBytes);
    event PayoutSet(address indexed node, address payout);
    event NodeRetired(address indexed node);
    event CapacityReserved(address indexed node, address indexed deal, uint64 bytesReserved, uint64 totalReserved);
    event CapacityReleased(address indexed node, address indexed deal, uint64 bytesReleased, uint64 totalReserved);
    /// @notice `sectorBytes` are reserved once at each of the nodes; `nodeIds` has four bytes for each, see admitDeal.
    event DealAdmitted(address indexed deal, address indexed factory, uint64 sectorBytes, bytes nodeIds);
    event WorkRecorded(address indexed node, address indexed deal, uint64 fulfilments, uint64 commitments);

    error AlreadyRegistered(address node);
    error NotRegistered(address node);
    error Retired(address node);
    error NotADeal(address caller);
    error MaskedAddress(address account);
    error ZeroAddress();
    error ZeroCapacity();
    error EmptyHours();
    error HoursOutOfRange(uint256 hoursMap);
    error FileSizeRange(uint64 min, uint64 max);
    error SpanOutOfRange(uint16 expectedMin, uint16 expectedMax, uint16 actual);
    error CapacityExceeded(uint64 free, uint64 requested);
    error MoreFulfilmentsThanCommitments(uint64 fulfilments, uint64 commitments);

    function registerNode(address payout, uint64 capacityBytes, uint256 hoursMap, NodeParameters calldata parameters)
        external;

    /// @notice Bit i of `mask` takes field i of `parameters` (accepting, rate, maxSpan, minFileSize, maxFileSize);
    /// the other fields keep their value. Takes effect one period later.
    function setParameters(uint8 mask, NodeParameters calldata parameters) external;

    function setAvailability(uint256 hoursMap) external;

    /// @notice A value below what is reserved is allowed: it only blocks new slots.
    function setCapacity(uint64 capacityBytes) external;

    function setPayout(address payout) external;

    function retire() external;

    /// @dev only deals of the factory
    function reserve(address node, uint64 bytes_) external;

    /// @dev only deals of the factory
    function release(address node, uint64 bytes_) external;

    /// @notice Releases the same size at every node named.
    /// @dev only deals of the factory
    function releaseMany(address[] calldata nodes, uint64 bytes_) external;

    /// @notice Makes a new contract known as a deal, checks every row of its table like checkPlan, and reserves a
    /// sector for it at every node named. DealAdmitted says all of it, in the place of a CapacityReserved for each row.
    /// @dev only FACTORY_ROLE
    /// @return ids short names of the nodes in the order of the rows, see nodeAt: four bytes each, big-endian
    function admitDeal(address deal, SlotPlan[] calldata plans, uint64 sectorBytes, uint64 fileBytes)
        external
        returns (bytes memory ids);

    /// @notice Reverts with expected and actual value when a row is not what its node offers now to a file of this
    /// size. The errors are those of the factory.
    function checkPlan(SlotPlan calldata plan, uint64 fileBytes) external view;

    /// @dev only deals of the factory; increases, never totals
    function recordWork(address node, uint64 fulfilments, uint64 commitments) external;

    function isDeal(address account) external view returns (bool);

    /// @notice The node behind a short name, which is its number in the order of registration, from 1.
    function nodeAt(uint32 id) external view returns (address);

    function nodeCount() external view returns (uint32);

    /// @notice What the node offers now; reverts with NotRegistered.
    function offerOf(address node) external view returns (NodeOffer memory);

    /// @notice Rating in basis points: 9000 without history, else fulfilments / commitments.
    function rating(address node) external view returns (uint256 basisPoints);

    function nodeOf(address node) external view returns (NodeRecord memory);

    /// @notice Parameters in force now.
    function parametersOf(address node) external view returns (NodeParameters memory);

    /// @notice Newest parameters, maybe not yet in force, and the period from which they are.
    function pendingParametersOf(address node) external view returns (NodeParameters memory, uint64 effectivePeriod);
}
