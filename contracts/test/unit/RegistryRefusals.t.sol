// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {stdError} from "forge-std/StdError.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {NodeParameters, SlotPlan} from "../../src/libraries/Types.sol";
import {Deployment} from "../utils/Deployment.sol";

/// @dev What the registry does not take, call by call.
contract RegistryRefusalsTest is Deployment {
    address internal node;
    address internal fakeDeal = makeAddr("deal");

    function setUp() public override {
        super.setUp();
        node = nodeAddress(0);
    }

    function _nodes(address first, address second) internal pure returns (address[] memory nodes) {
        nodes = new address[](2);
        (nodes[0], nodes[1]) = (first, second);
    }

    /// @dev By the factory.
    function _admit(address[] memory nodes, uint64 bytes_) internal returns (bytes memory) {
        NodeParameters memory asked = parameters();
        SlotPlan[] memory plans = new SlotPlan[](nodes.length);
        for (uint16 i = 0; i < plans.length; ++i) {
            address payout = payoutOf(nodes[i] == nodeAddress(0) ? 0 : 1);
            plans[i] = SlotPlan(i, 0, nodes[i], payout, asked.rate, asked.maxSpan, ALL_HOURS, keccak256("data"));
        }
        return registry.admitDeal(fakeDeal, plans, bytes_, asked.minFileSize);
    }

    function _assertNoSetter(bytes memory reason) internal {
        vm.startPrank(node);
        vm.expectRevert(reason);
        registry.setParameters(1, parameters());
        vm.expectRevert(reason);
        registry.setAvailability(1);
        vm.expectRevert(reason);
        registry.setCapacity(1);
        vm.expectRevert(reason);
        registry.setPayout(stranger);
        vm.expectRevert(reason);
        registry.retire();
        vm.stopPrank();
    }

    function test_RevertWhen_TheNodeIsUnknown() public {
        bytes memory unknown = abi.encodeWithSelector(IMicroNodeRegistry.NotRegistered.selector, node);
        _assertNoSetter(unknown);
        vm.expectRevert(unknown);
        registry.nodeOf(node);
        vm.expectRevert(unknown);
        registry.parametersOf(node);
        vm.expectRevert(unknown);
        registry.pendingParametersOf(node);
    }

    function test_RevertWhen_TheNodeHasRetired() public {
        register(0);
        vm.prank(node);
        registry.retire();
        _assertNoSetter(abi.encodeWithSelector(IMicroNodeRegistry.Retired.selector, node));
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.AlreadyRegistered.selector, node));
        register(0);
        assertTrue(registry.offerOf(node).retired, "who asks for its offer is told");
    }

    function test_RevertWhen_AValueIsOutOfRange() public {
        register(0);
        NodeParameters memory bad = parameters();
        bad.maxSpan = 25;
        (bad.minFileSize, bad.maxFileSize) = (9, 8);
        address masked = 0xFF00000000000000000000000000000000001234;
        vm.startPrank(node);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.HoursOutOfRange.selector, 1 << 168));
        registry.setAvailability(1 << 168);
        vm.expectRevert(IMicroNodeRegistry.ZeroAddress.selector);
        registry.setPayout(address(0));
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.MaskedAddress.selector, masked));
        registry.setPayout(masked);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.SpanOutOfRange.selector, 1, 24, 25));
        registry.setParameters(1 << 2, bad);
        bad.maxSpan = 0;
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.SpanOutOfRange.selector, 1, 24, 0));
        registry.setParameters(1 << 2, bad);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.FileSizeRange.selector, 9, 8));
        registry.setParameters(1 << 3 | 1 << 4, bad);
        vm.stopPrank();
    }

    /// @dev Hours change at once and may leave the span out of range; it is checked when it is set again.
    function test_NewHoursMayLeaveTheSpanBehind() public {
        register(0);
        NodeParameters memory next = parameters();
        next.rate = 2 * RATE;
        vm.startPrank(node);
        registry.setAvailability(3);
        registry.setParameters(1 << 1, next);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.SpanOutOfRange.selector, 167, 190, 24));
        registry.setParameters(1 << 2, next);
        vm.stopPrank();
    }

    // ------------------------------------------------------------ what deals do
    function test_AdmittingReservesAtEveryNodeOrAtNone() public {
        register(0);
        register(1);
        address other = nodeAddress(1);
        vm.prank(other);
        registry.setCapacity(99);
        vm.startPrank(address(factory));
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.CapacityExceeded.selector, 99, 100));
        _admit(_nodes(node, other), 100);
        assertFalse(registry.isDeal(fakeDeal));
        assertEq(registry.nodeOf(node).reservedBytes, 0);
        bytes memory ids = abi.encodePacked(uint32(2), uint32(1));
        vm.expectEmit(address(registry));
        emit IMicroNodeRegistry.DealAdmitted(fakeDeal, address(factory), 50, ids);
        assertEq(_admit(_nodes(other, node), 50), ids);
        vm.stopPrank();
        assertTrue(registry.isDeal(fakeDeal));
        assertEq(registry.nodeAt(2), other);
        assertEq(registry.nodeAt(1), node);
        assertEq(registry.nodeOf(node).reservedBytes, 50);
    }

    function test_RevertWhen_ADealNamesAnUnknownNode() public {
        register(0);
        bytes memory unknown = abi.encodeWithSelector(IMicroNodeRegistry.NotRegistered.selector, stranger);
        vm.startPrank(address(factory));
        vm.expectRevert(unknown);
        _admit(_nodes(node, stranger), 1);
        _admit(_nodes(node, node), 1);
        vm.stopPrank();
        vm.startPrank(fakeDeal);
        vm.expectRevert(unknown);
        registry.reserve(stranger, 1);
        vm.expectRevert(unknown);
        registry.release(stranger, 1);
        vm.expectRevert(unknown);
        registry.releaseMany(_nodes(node, stranger), 1);
        vm.expectRevert(unknown);
        registry.recordWork(stranger, 0, 1);
        vm.stopPrank();
        assertEq(registry.nodeOf(node).reservedBytes, 2);
    }

    function test_RevertWhen_MoreIsReleasedThanReserved() public {
        register(0);
        vm.prank(address(factory));
        _admit(_nodes(node, node), 10);
        vm.startPrank(fakeDeal);
        vm.expectRevert(stdError.arithmeticError);
        registry.release(node, 21);
        vm.expectRevert(stdError.arithmeticError);
        registry.releaseMany(_nodes(node, node), 11);
        registry.releaseMany(_nodes(node, node), 10);
        vm.stopPrank();
        assertEq(registry.nodeOf(node).reservedBytes, 0);
    }

    // ----------------------------------------------------- roles, and a forwarder
    function _forwarded(bytes memory call, bytes memory expected) internal {
        // What the forwarder passes on ends with the address that signed.
        vm.prank(address(forwarder));
        (bool ok, bytes memory data) = address(registry).call(abi.encodePacked(call, admin));
        assertFalse(ok);
        assertEq(data, expected);
    }

    function test_RevertWhen_GrantedThroughTheForwarder() public {
        _forwarded(
            abi.encodeCall(registry.grantRole, (registry.FACTORY_ROLE(), stranger)),
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, address(forwarder), bytes32(0)
            )
        );
    }

    function test_RevertWhen_GivenUpThroughTheForwarder() public {
        _forwarded(
            abi.encodeCall(registry.renounceRole, (bytes32(0), admin)),
            abi.encodeWithSelector(IAccessControl.AccessControlBadConfirmation.selector)
        );
        assertTrue(registry.hasRole(0, admin));
    }
}
