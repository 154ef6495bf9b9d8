// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IMicroNodeRegistry} from "../interfaces/IMicroNodeRegistry.sol";
import {Addresses} from "../libraries/Addresses.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {NodeOffer, NodeParameters} from "../libraries/Types.sol";
import {NodeStore} from "./NodeStore.sol";

/// @dev What nodes say about themselves. Calls come from the operator or through the forwarder.
abstract contract NodeOffers is NodeStore {
    uint8 private constant ACCEPTING = 1 << 0;
    uint8 private constant RATE = 1 << 1;
    uint8 private constant MAX_SPAN = 1 << 2;
    uint8 private constant MIN_FILE_SIZE = 1 << 3;
    uint8 private constant MAX_FILE_SIZE = 1 << 4;

    /// @inheritdoc IMicroNodeRegistry
    function registerNode(address payout, uint64 capacityBytes, uint256 hoursMap, NodeParameters calldata parameters)
        external
    {
        address operator = _msgSender();
        Node storage node = _nodes[operator];
        if (node.id != 0) revert AlreadyRegistered(operator);
        if (Addresses.isMasked(operator)) revert MaskedAddress(operator);
        _checkPayout(payout);
        if (capacityBytes == 0) revert ZeroCapacity();
        _checkHours(hoursMap);
        _checkSpan(hoursMap, parameters.maxSpan);
        _checkFileSizes(parameters);

        uint32 id = ++nodeCount;
        uint64 period = _currentPeriod();
        nodeAt[id] = operator;
        node.id = id;
        node.payout = payout;
        node.registeredPeriod = uint32(period);
        node.capacityBytes = capacityBytes;
        node.hoursMap = uint168(hoursMap);
        node.effectivePeriod = period;
        node.next = parameters;
        emit NodeRegistered(operator, payout, capacityBytes, hoursMap, parameters);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setParameters(uint8 mask, NodeParameters calldata parameters) external {
        (address operator, Node storage node) = _caller();
        NodeParameters memory merged = node.next;
        if (mask & ACCEPTING != 0) merged.accepting = parameters.accepting;
        if (mask & RATE != 0) merged.rate = parameters.rate;
        if (mask & MAX_SPAN != 0) {
            _checkSpan(node.hoursMap, parameters.maxSpan);
            merged.maxSpan = parameters.maxSpan;
        }
        if (mask & MIN_FILE_SIZE != 0) merged.minFileSize = parameters.minFileSize;
        if (mask & MAX_FILE_SIZE != 0) merged.maxFileSize = parameters.maxFileSize;
        _checkFileSizes(merged);

        uint64 period = _currentPeriod();
        if (period >= node.effectivePeriod) node.current = node.next;
        node.next = merged;
        node.effectivePeriod = period + 1;
        emit ParametersSet(operator, merged, period + 1);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setAvailability(uint256 hoursMap) external {
        (address operator, Node storage node) = _caller();
        _checkHours(hoursMap);
        node.hoursMap = uint168(hoursMap);
        emit AvailabilitySet(operator, hoursMap);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setCapacity(uint64 capacityBytes) external {
        (address operator, Node storage node) = _caller();
        if (capacityBytes == 0) revert ZeroCapacity();
        node.capacityBytes = capacityBytes;
        emit CapacitySet(operator, capacityBytes);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setPayout(address payout) external {
        (address operator, Node storage node) = _caller();
        _checkPayout(payout);
        node.payout = payout;
        emit PayoutSet(operator, payout);
    }

    /// @inheritdoc IMicroNodeRegistry
    function retire() external {
        (address operator, Node storage node) = _caller();
        node.retired = true;
        emit NodeRetired(operator);
    }

    /// @inheritdoc IMicroNodeRegistry
    function offerOf(address operator) external view returns (NodeOffer memory) {
        Node storage node = _registered(operator);
        return NodeOffer(node.payout, node.retired, node.hoursMap, _inForce(node));
    }

    /// @inheritdoc IMicroNodeRegistry
    function parametersOf(address operator) external view returns (NodeParameters memory) {
        return _inForce(_registered(operator));
    }

    /// @inheritdoc IMicroNodeRegistry
    function pendingParametersOf(address operator) external view returns (NodeParameters memory, uint64) {
        Node storage node = _registered(operator);
        return (node.next, node.effectivePeriod);
    }

    function _inForce(Node storage node) private view returns (NodeParameters memory) {
        return _currentPeriod() >= node.effectivePeriod ? node.next : node.current;
    }

    function _caller() private view returns (address operator, Node storage node) {
        operator = _msgSender();
        node = _registered(operator);
        if (node.retired) revert Retired(operator);
    }

    function _checkPayout(address payout) private pure {
        if (payout == address(0)) revert ZeroAddress();
        if (Addresses.isMasked(payout)) revert MaskedAddress(payout);
    }

    function _checkHours(uint256 hoursMap) private pure {
        if (hoursMap == 0) revert EmptyHours();
        if (hoursMap > Schedule.WEEK_MASK) revert HoursOutOfRange(hoursMap);
    }

    function _checkSpan(uint256 hoursMap, uint16 span) private pure {
        (uint16 min, uint16 max) = Schedule.spanRange(hoursMap);
        if (span < min || span > max) revert SpanOutOfRange(min, max, span);
    }

    function _checkFileSizes(NodeParameters memory parameters) private pure {
        if (parameters.minFileSize > parameters.maxFileSize) {
            revert FileSizeRange(parameters.minFileSize, parameters.maxFileSize);
        }
    }
}
