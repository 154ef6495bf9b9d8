// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IProofLedger} from "./interfaces/IProofLedger.sol";
import {SlotTable} from "./libraries/SlotTable.sol";
import {WorkLeaf} from "./libraries/Types.sol";
import {DelayedRoles} from "./roles/DelayedRoles.sol";

/// @title One Merkle root of everybody's work per proving period, and the clock that all contracts share
contract ProofLedger is IProofLedger, DelayedRoles {
    bytes32 public constant VERIFIER_ROLE = keccak256("VERIFIER_ROLE");

    uint64 public immutable override periodSeconds;
    uint64 public immutable override rootDelay;
    uint64 public immutable override disputeWindow;

    uint64 public override lastPeriod;
    mapping(uint64 period => bytes32 root) public override rootOf;

    constructor(address admin, address verifier, uint64 periodSeconds_, uint64 rootDelay_, uint64 disputeWindow_) {
        if (periodSeconds_ == 0) revert ZeroPeriod();
        periodSeconds = periodSeconds_;
        rootDelay = rootDelay_;
        disputeWindow = disputeWindow_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(VERIFIER_ROLE, verifier);
    }

    /// @inheritdoc IProofLedger
    function postVerdicts(uint64 period, bytes32 root, bytes32 manifestHash, string calldata uri)
        external
        onlyRole(VERIFIER_ROLE)
    {
        uint64 current = currentPeriod();
        if (root == 0) revert EmptyRoot();
        if (period >= current) revert PeriodNotOver(period, current);
        if (current - period > rootDelay) revert TooLate(period, current);
        if (period <= lastPeriod) revert PeriodNotRising(lastPeriod, period);

        lastPeriod = period;
        rootOf[period] = root;
        emit VerdictsPosted(period, root, manifestHash, uri);
    }

    /// @inheritdoc IProofLedger
    function currentPeriod() public view returns (uint64) {
        return uint64(block.timestamp) / periodSeconds;
    }

    /// @inheritdoc IProofLedger
    function isProven(uint64 period, WorkLeaf calldata leaf, bytes32[] calldata path) external view returns (bool) {
        bytes32 root = rootOf[period];
        if (root == 0) revert UnknownRoot(period);
        return MerkleProof.verifyCalldata(path, root, SlotTable.leafOf(leaf));
    }
}
