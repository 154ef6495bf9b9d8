// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {IMicroNodeRegistry} from "../interfaces/IMicroNodeRegistry.sol";
import {IProofLedger} from "../interfaces/IProofLedger.sol";
import {NodeParameters} from "../libraries/Types.sol";
import {DelayedRoles} from "../roles/DelayedRoles.sol";

/// @dev Storage of the registry, the clock, and who may call what.
abstract contract NodeStore is IMicroNodeRegistry, ERC2771Context, DelayedRoles {
    enum Standing {
        Refusing,
        Accepting,
        Retired
    }

    /// @dev Four words and the announced parameters. A publication reads the first three and writes the third, a
    /// settlement touches the fourth alone. `effectivePeriod`: from then on `next` is in force instead of rate,
    /// maxSpan, file sizes and accepting here; 0 when nothing was announced yet.
    struct Node {
        address payout;
        uint96 rate;
        // Second word. No span is longer than a week and a day.
        uint168 hoursMap;
        uint8 maxSpan;
        uint8 longestGap;
        Standing standing;
        uint32 effectivePeriod;
        uint32 id;
        // Third word.
        uint64 capacityBytes;
        uint64 reservedBytes;
        uint64 minFileSize;
        uint64 maxFileSize;
        // Fourth word.
        bool registered;
        uint32 registeredPeriod;
        uint64 fulfilments;
        uint64 commitments;
        NodeParameters next;
    }

    /// @dev The first three words of a Node, as they are: reading its fields one by one would load each word again.
    /// From the lowest bit: first = payout 160, rate 96; second = hoursMap 168, maxSpan 8, longestGap 8, standing 8,
    /// effectivePeriod 32, id 32; third = capacityBytes, reservedBytes, minFileSize, maxFileSize, 64 each.
    struct Words {
        uint256 first;
        uint256 second;
        uint256 third;
    }

    bytes32 public constant FACTORY_ROLE = keccak256("FACTORY_ROLE");

    uint64 internal immutable PERIOD_SECONDS;

    uint32 public override nodeCount;
    mapping(address operator => Node) internal _nodes;
    mapping(uint32 id => address operator) public override nodeAt;
    mapping(address account => bool admitted) public override isDeal;

    constructor(IProofLedger ledger, address forwarder, address admin) ERC2771Context(forwarder) {
        PERIOD_SECONDS = ledger.periodSeconds();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    modifier onlyDeal() {
        if (!isDeal[msg.sender]) revert NotADeal(msg.sender);
        _;
    }

    function renounceRole(bytes32 role, address callerConfirmation) public override {
        if (callerConfirmation != msg.sender) revert AccessControlBadConfirmation();
        _revokeRole(role, callerConfirmation);
    }

    function _currentPeriod() internal view returns (uint64) {
        return uint64(block.timestamp) / PERIOD_SECONDS;
    }

    function _registered(address operator) internal view returns (Node storage node) {
        node = _nodes[operator];
        if (node.id == 0) revert NotRegistered(operator);
    }

    /// @dev Roles are held by who calls, never by who signed something for the forwarder.
    function _checkRole(bytes32 role) internal view override {
        _checkRole(role, msg.sender);
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
