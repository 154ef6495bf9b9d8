// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IMicroNodeRegistry} from "../interfaces/IMicroNodeRegistry.sol";
import {IStorageDealFactory} from "../interfaces/IStorageDealFactory.sol";
import {Addresses} from "../libraries/Addresses.sol";
import {Schedule} from "../libraries/Schedule.sol";
import {NodeOffer, NodeParameters, SlotPlan} from "../libraries/Types.sol";
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
        uint16 gap = Schedule.longestGap(hoursMap);
        _checkSpan(gap, parameters.maxSpan);
        _checkFileSizes(parameters);

        uint32 id = ++nodeCount;
        nodeAt[id] = operator;
        node.id = id;
        node.payout = payout;
        node.registered = true;
        node.registeredPeriod = uint32(_currentPeriod());
        node.capacityBytes = capacityBytes;
        node.hoursMap = uint168(hoursMap);
        node.longestGap = uint8(gap);
        _adopt(node, parameters);
        emit NodeRegistered(operator, payout, capacityBytes, hoursMap, parameters);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setParameters(uint8 mask, NodeParameters calldata parameters) external {
        (address operator, Node storage node) = _caller();
        uint64 period = _currentPeriod();
        bool isFirst = node.effectivePeriod == 0;
        NodeParameters memory merged = isFirst ? _ownOf(_wordsOf(node)) : _announced(node);
        // What was announced before and has come into force makes room for the new.
        if (!isFirst && period >= node.effectivePeriod) _adopt(node, merged);
        if (mask & ACCEPTING != 0) merged.accepting = parameters.accepting;
        if (mask & RATE != 0) merged.rate = parameters.rate;
        if (mask & MAX_SPAN != 0) {
            _checkSpan(node.longestGap, parameters.maxSpan);
            merged.maxSpan = parameters.maxSpan;
        }
        if (mask & MIN_FILE_SIZE != 0) merged.minFileSize = parameters.minFileSize;
        if (mask & MAX_FILE_SIZE != 0) merged.maxFileSize = parameters.maxFileSize;
        _checkFileSizes(merged);

        node.next = merged;
        node.effectivePeriod = uint32(period + 1);
        emit ParametersSet(operator, merged, period + 1);
    }

    /// @inheritdoc IMicroNodeRegistry
    function setAvailability(uint256 hoursMap) external {
        (address operator, Node storage node) = _caller();
        _checkHours(hoursMap);
        node.hoursMap = uint168(hoursMap);
        node.longestGap = uint8(Schedule.longestGap(hoursMap));
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
        node.standing = Standing.Retired;
        emit NodeRetired(operator);
    }

    /// @inheritdoc IMicroNodeRegistry
    function offerOf(address operator) external view returns (NodeOffer memory) {
        Node storage node = _registered(operator);
        bool isRetired = node.standing == Standing.Retired;
        return NodeOffer(node.payout, isRetired, node.hoursMap, _inForce(node, _wordsOf(node)));
    }

    /// @inheritdoc IMicroNodeRegistry
    function checkPlan(SlotPlan calldata plan, uint64 fileBytes) external view {
        Node storage node = _registered(plan.node);
        _requireOffered(node, _wordsOf(node), plan, fileBytes);
    }

    /// @inheritdoc IMicroNodeRegistry
    function parametersOf(address operator) external view returns (NodeParameters memory) {
        Node storage node = _registered(operator);
        return _inForce(node, _wordsOf(node));
    }

    /// @inheritdoc IMicroNodeRegistry
    function pendingParametersOf(address operator) external view returns (NodeParameters memory, uint64) {
        Node storage node = _registered(operator);
        uint64 effective = node.effectivePeriod;
        return effective == 0 ? (_ownOf(_wordsOf(node)), uint64(node.registeredPeriod)) : (_announced(node), effective);
    }

    /// @dev Checks one row of a publication and reserves its sector, in one reading of the node's words.
    /// DealAdmitted names all rows' nodes at once, so there is no event of it here.
    /// @return id short name of the node
    function _take(SlotPlan calldata plan, uint64 sectorBytes, uint64 fileBytes) internal returns (uint32 id) {
        Node storage node = _nodes[plan.node];
        Words memory words = _wordsOf(node);
        id = uint32(words.second >> 224);
        if (id == 0) revert NotRegistered(plan.node);
        _requireOffered(node, words, plan, fileBytes);
        // The size is added to reservedBytes, and cannot carry over into what is beside it.
        _withReserved(uint64(words.third), uint64(words.third >> 64), sectorBytes);
        uint256 third = words.third + (uint256(sectorBytes) << 64);
        assembly ("memory-safe") {
            sstore(add(node.slot, 2), third)
        }
    }

    /// @return total what is reserved with `bytes_` more
    function _withReserved(uint64 capacity, uint64 reserved, uint64 bytes_) internal pure returns (uint64 total) {
        uint64 free = capacity > reserved ? capacity - reserved : 0;
        if (bytes_ > free) revert CapacityExceeded(free, bytes_);
        return reserved + bytes_;
    }

    /// @dev What a plan says of its node is what the node offers now.
    function _requireOffered(Node storage node, Words memory words, SlotPlan calldata plan, uint64 fileBytes)
        private
        view
    {
        if (_standingOf(words) == Standing.Retired) revert Retired(plan.node);
        NodeParameters memory asked = _inForce(node, words);
        if (!asked.accepting) revert IStorageDealFactory.NotAccepting(plan.node);
        (uint96 rate, uint16 maxSpan) = (plan.rate, plan.maxSpan);
        if (rate != asked.rate || maxSpan != asked.maxSpan) {
            revert IStorageDealFactory.ParametersChanged(plan.node, rate, asked.rate, maxSpan, asked.maxSpan);
        }
        address payout = address(uint160(words.first));
        if (plan.payout != payout) revert IStorageDealFactory.PayoutChanged(plan.node, plan.payout, payout);
        if (fileBytes < asked.minFileSize || fileBytes > asked.maxFileSize) {
            revert IStorageDealFactory.FileSizeRefused(plan.node, asked.minFileSize, asked.maxFileSize, fileBytes);
        }
        uint256 hoursMap = plan.hoursMap;
        uint256 offered = uint168(words.second);
        if (hoursMap == 0) revert EmptyHours();
        if (hoursMap & ~offered != 0) revert IStorageDealFactory.HoursNotOffered(plan.node, offered, hoursMap);
        // Of the hours that the node offers the gap is known, of fewer it has to be found.
        _checkSpan(hoursMap == offered ? uint8(words.second >> 176) : Schedule.longestGap(hoursMap), maxSpan);
    }

    function _wordsOf(Node storage node) private view returns (Words memory words) {
        (uint256 first, uint256 second, uint256 third) = (0, 0, 0);
        assembly ("memory-safe") {
            first := sload(node.slot)
            second := sload(add(node.slot, 1))
            third := sload(add(node.slot, 2))
        }
        (words.first, words.second, words.third) = (first, second, third);
    }

    function _standingOf(Words memory words) private pure returns (Standing) {
        return Standing(uint8(words.second >> 184));
    }

    function _inForce(Node storage node, Words memory words) private view returns (NodeParameters memory) {
        uint256 effective = uint32(words.second >> 192);
        return effective != 0 && _currentPeriod() >= effective ? _announced(node) : _ownOf(words);
    }

    function _announced(Node storage node) private view returns (NodeParameters memory) {
        return node.next;
    }

    function _ownOf(Words memory words) private pure returns (NodeParameters memory) {
        (uint256 first, uint256 second, uint256 third) = (words.first, words.second, words.third);
        bool isAccepting = _standingOf(words) == Standing.Accepting;
        return NodeParameters(
            isAccepting, uint96(first >> 160), uint8(second >> 168), uint64(third >> 128), uint64(third >> 192)
        );
    }

    function _adopt(Node storage node, NodeParameters memory parameters) private {
        node.standing = parameters.accepting ? Standing.Accepting : Standing.Refusing;
        node.rate = parameters.rate;
        node.maxSpan = uint8(parameters.maxSpan);
        node.minFileSize = parameters.minFileSize;
        node.maxFileSize = parameters.maxFileSize;
    }

    function _caller() private view returns (address operator, Node storage node) {
        operator = _msgSender();
        node = _registered(operator);
        if (node.standing == Standing.Retired) revert Retired(operator);
    }

    function _checkPayout(address payout) private pure {
        if (payout == address(0)) revert ZeroAddress();
        if (Addresses.isMasked(payout)) revert MaskedAddress(payout);
    }

    function _checkHours(uint256 hoursMap) private pure {
        if (hoursMap == 0) revert EmptyHours();
        if (hoursMap > Schedule.WEEK_MASK) revert HoursOutOfRange(hoursMap);
    }

    function _checkSpan(uint16 gap, uint16 span) private pure {
        (uint16 min, uint16 max) = Schedule.spansAbove(gap);
        if (span < min || span > max) revert SpanOutOfRange(min, max, span);
    }

    function _checkFileSizes(NodeParameters memory parameters) private pure {
        if (parameters.minFileSize > parameters.maxFileSize) {
            revert FileSizeRange(parameters.minFileSize, parameters.maxFileSize);
        }
    }
}
