// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IMicroNodeRegistry} from "./interfaces/IMicroNodeRegistry.sol";
import {IProofLedger} from "./interfaces/IProofLedger.sol";
import {NodeRecord, SlotPlan} from "./libraries/Types.sol";
import {NodeOffers} from "./registry/NodeOffers.sol";
import {NodeStore} from "./registry/NodeStore.sol";

/// @title The register of micro-nodes, their offers and their work history
/// @dev Offers are in NodeOffers; here is what deals do to a node: reserve, release, record.
contract MicroNodeRegistry is NodeOffers {
    uint256 private constant DEFAULT_RATING = 9000;
    uint256 private constant FULL_RATING = 10_000;

    constructor(IProofLedger ledger, address forwarder, address admin) NodeStore(ledger, forwarder, admin) {}

    /// @inheritdoc IMicroNodeRegistry
    function admitDeal(address deal, SlotPlan[] calldata plans, uint64 sectorBytes, uint64 fileBytes)
        external
        onlyRole(FACTORY_ROLE)
        returns (bytes memory ids)
    {
        isDeal[deal] = true;
        uint256 count = plans.length;
        ids = new bytes(4 * count + 28);
        for (uint256 i = 0; i < count; ++i) {
            uint32 id = _take(plans[i], sectorBytes, fileBytes);
            assembly ("memory-safe") {
                // Each overwrites the empty rest of the one before.
                mstore(add(add(ids, 0x20), shl(2, i)), shl(224, id))
            }
        }
        assembly ("memory-safe") {
            mstore(ids, shl(2, count))
        }
        emit DealAdmitted(deal, msg.sender, sectorBytes, ids);
    }

    /// @inheritdoc IMicroNodeRegistry
    function reserve(address node, uint64 bytes_) external onlyDeal {
        Node storage record = _registered(node);
        uint64 total = _withReserved(record.capacityBytes, record.reservedBytes, bytes_);
        record.reservedBytes = total;
        emit CapacityReserved(node, msg.sender, bytes_, total);
    }

    /// @inheritdoc IMicroNodeRegistry
    function release(address node, uint64 bytes_) external onlyDeal {
        _release(node, bytes_);
    }

    /// @inheritdoc IMicroNodeRegistry
    function releaseMany(address[] calldata nodes, uint64 bytes_) external onlyDeal {
        for (uint256 i = 0; i < nodes.length; ++i) {
            _release(nodes[i], bytes_);
        }
    }

    /// @inheritdoc IMicroNodeRegistry
    function recordWork(address node, uint64 fulfilments, uint64 commitments) external onlyDeal {
        Node storage record = _nodes[node];
        // As good as its id, which is in another word.
        if (!record.registered) revert NotRegistered(node);
        uint64 totalFulfilments = record.fulfilments + fulfilments;
        uint64 totalCommitments = record.commitments + commitments;
        if (totalFulfilments > totalCommitments) {
            revert MoreFulfilmentsThanCommitments(totalFulfilments, totalCommitments);
        }
        record.fulfilments = totalFulfilments;
        record.commitments = totalCommitments;
        emit WorkRecorded(node, msg.sender, fulfilments, commitments);
    }

    /// @inheritdoc IMicroNodeRegistry
    function rating(address node) external view returns (uint256 basisPoints) {
        Node storage record = _registered(node);
        if (record.commitments == 0) return DEFAULT_RATING;
        return uint256(record.fulfilments) * FULL_RATING / record.commitments;
    }

    /// @inheritdoc IMicroNodeRegistry
    function nodeOf(address node) external view returns (NodeRecord memory) {
        Node storage record = _registered(node);
        return NodeRecord({
            payout: record.payout,
            capacityBytes: record.capacityBytes,
            reservedBytes: record.reservedBytes,
            registeredPeriod: record.registeredPeriod,
            retired: record.standing == Standing.Retired,
            fulfilments: record.fulfilments,
            commitments: record.commitments,
            hoursMap: record.hoursMap
        });
    }

    function _release(address node, uint64 bytes_) private {
        Node storage record = _nodes[node];
        // As good as its id, which is in another word: no registered node has a capacity of zero.
        if (record.capacityBytes == 0) revert NotRegistered(node);
        uint64 reserved = record.reservedBytes - bytes_;
        record.reservedBytes = reserved;
        emit CapacityReleased(node, msg.sender, bytes_, reserved);
    }
}
