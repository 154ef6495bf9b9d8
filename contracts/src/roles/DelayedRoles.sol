// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IDelayedRoles} from "../interfaces/IDelayedRoles.sol";

/// @title Roles that change hands in two steps and only after a delay that everybody can see coming
/// @dev A deployment grants its first roles at once and then sets the delay, which can only grow. Taking a role
/// away stays immediate, so that a lost key can be stopped.
abstract contract DelayedRoles is AccessControl, IDelayedRoles {
    /// @dev So that no mistake can lock the roles for ever.
    uint64 public constant MAX_ROLE_DELAY = 30 days;

    uint64 public override roleDelay;
    mapping(bytes32 role => mapping(address account => uint64 time)) public override acceptableFrom;

    /// @inheritdoc IDelayedRoles
    function setRoleDelay(uint64 delay) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (delay <= roleDelay) revert DelayNotLonger(roleDelay, delay);
        if (delay > MAX_ROLE_DELAY) revert DelayTooLong(MAX_ROLE_DELAY, delay);
        roleDelay = delay;
        emit RoleDelaySet(delay);
    }

    /// @inheritdoc IDelayedRoles
    function proposeRole(bytes32 role, address account) external onlyRole(getRoleAdmin(role)) {
        uint64 from = uint64(block.timestamp) + roleDelay;
        acceptableFrom[role][account] = from;
        emit RoleProposed(role, account, from);
    }

    /// @inheritdoc IDelayedRoles
    function withdrawProposal(bytes32 role, address account) external onlyRole(getRoleAdmin(role)) {
        if (acceptableFrom[role][account] == 0) revert NotProposed(role, account);
        delete acceptableFrom[role][account];
        emit ProposalWithdrawn(role, account);
    }

    /// @inheritdoc IDelayedRoles
    function acceptRole(bytes32 role, address account) external {
        // A contract cannot answer for itself: its proposal is carried out by who made it.
        if (msg.sender != account) {
            if (account.code.length == 0) revert NotTheAccount(account, msg.sender);
            _checkRole(getRoleAdmin(role));
        }
        uint64 from = acceptableFrom[role][account];
        if (from == 0) revert NotProposed(role, account);
        if (block.timestamp < from) revert TooEarly(from, uint64(block.timestamp));
        delete acceptableFrom[role][account];
        _grantRole(role, account);
    }

    /// @notice Only while no delay is set, that is, during a deployment.
    function grantRole(bytes32 role, address account) public override onlyRole(getRoleAdmin(role)) {
        if (roleDelay != 0) revert GrantsAreDelayed(roleDelay);
        _grantRole(role, account);
    }
}
