// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title Roles that change hands in two steps and after a delay
interface IDelayedRoles {
    event RoleDelaySet(uint64 delay);
    event RoleProposed(bytes32 indexed role, address indexed account, uint64 acceptableFrom);
    event ProposalWithdrawn(bytes32 indexed role, address indexed account);

    error DelayNotLonger(uint64 current, uint64 delay);
    error DelayTooLong(uint64 maximum, uint64 delay);
    error GrantsAreDelayed(uint64 delay);
    error NotProposed(bytes32 role, address account);
    error NotTheAccount(address expected, address actual);
    error TooEarly(uint64 acceptableFrom, uint64 current);

    /// @notice Seconds between proposing and accepting a role.
    function roleDelay() external view returns (uint64);

    /// @notice Longer only, and at most 30 days. From the first time on roles are granted no more at once.
    function setRoleDelay(uint64 delay) external;

    /// @notice Unix time from which `account` may accept; 0 without a proposal.
    function acceptableFrom(bytes32 role, address account) external view returns (uint64);

    function proposeRole(bytes32 role, address account) external;

    function withdrawProposal(bytes32 role, address account) external;

    /// @notice By the account itself; for a contract, by the role's admin.
    function acceptRole(bytes32 role, address account) external;
}
