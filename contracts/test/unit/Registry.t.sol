// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {NodeOffer, NodeParameters, NodeRecord, SlotPlan} from "../../src/libraries/Types.sol";
import {Deployment} from "../utils/Deployment.sol";

contract RegistryTest is Deployment {
    address internal node;
    address internal fakeDeal = makeAddr("deal");

    function setUp() public override {
        super.setUp();
        node = nodeAddress(0);
    }

    function _admit(uint64 bytes_) internal {
        NodeOffer memory offer = registry.offerOf(node);
        SlotPlan[] memory plans = new SlotPlan[](1);
        (uint96 rate, uint16 span) = (offer.parameters.rate, offer.parameters.maxSpan);
        plans[0] = SlotPlan(0, 0, node, offer.payout, rate, span, offer.hoursMap, keccak256("data"));
        vm.prank(address(factory));
        bytes memory ids = registry.admitDeal(fakeDeal, plans, bytes_, offer.parameters.minFileSize);
        assertEq(ids, abi.encodePacked(uint32(1)));
        assertEq(registry.nodeAt(1), node);
    }

    // ------------------------------------------------------------ registration
    function test_RegisterNode() public {
        register(0);
        NodeRecord memory record = registry.nodeOf(node);
        assertEq(record.payout, payoutOf(0));
        assertEq(record.capacityBytes, 1 << 40);
        assertEq(record.registeredPeriod, period());
        assertEq(record.hoursMap, ALL_HOURS);
        assertEq(registry.nodeCount(), 1);
        assertEq(registry.nodeAt(1), node);
        assertEq(registry.parametersOf(node).rate, RATE, "the first parameters hold at once");
        assertEq(registry.rating(node), 9000);
    }

    function test_RevertWhen_RegisteredTwice() public {
        register(0);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.AlreadyRegistered.selector, node));
        vm.prank(node);
        registry.registerNode(node, 1, ALL_HOURS, parameters());
    }

    function test_RevertWhen_RegistrationIsMalformed() public {
        NodeParameters memory good = parameters();
        address masked = 0xFF00000000000000000000000000000000001234;
        vm.startPrank(node);
        vm.expectRevert(IMicroNodeRegistry.ZeroAddress.selector);
        registry.registerNode(address(0), 1, ALL_HOURS, good);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.MaskedAddress.selector, masked));
        registry.registerNode(masked, 1, ALL_HOURS, good);
        vm.expectRevert(IMicroNodeRegistry.ZeroCapacity.selector);
        registry.registerNode(node, 0, ALL_HOURS, good);
        vm.expectRevert(IMicroNodeRegistry.EmptyHours.selector);
        registry.registerNode(node, 1, 0, good);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.HoursOutOfRange.selector, 1 << 168));
        registry.registerNode(node, 1, 1 << 168, good);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.SpanOutOfRange.selector, 168, 191, 24));
        registry.registerNode(node, 1, 1, good);
        good.minFileSize = 2;
        good.maxFileSize = 1;
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.FileSizeRange.selector, 2, 1));
        registry.registerNode(node, 1, ALL_HOURS, good);
        vm.stopPrank();
        vm.prank(masked);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.MaskedAddress.selector, masked));
        registry.registerNode(node, 1, ALL_HOURS, parameters());
    }

    function test_MaskedAddressesAreTheWholePrefixOnly() public {
        address almost = 0xFF00000000000000000000010000000000001234;
        vm.prank(node);
        registry.registerNode(almost, 1, ALL_HOURS, parameters());
        assertEq(registry.nodeOf(node).payout, almost);
    }

    // -------------------------------------------------------------- parameters
    function test_ParametersTakeEffectOnePeriodLater() public {
        register(0);
        NodeParameters memory change = parameters();
        change.rate = 2 * RATE;
        change.accepting = false;
        vm.prank(node);
        registry.setParameters(1 << 1, change);

        assertEq(registry.parametersOf(node).rate, RATE);
        (NodeParameters memory next, uint64 from) = registry.pendingParametersOf(node);
        assertEq(next.rate, 2 * RATE);
        assertEq(from, period() + 1);
        assertTrue(next.accepting, "fields outside the mask keep their value");

        skipPeriods(1);
        assertEq(registry.parametersOf(node).rate, 2 * RATE);
    }

    function test_SecondChangeInThePeriodKeepsTheFirst() public {
        register(0);
        NodeParameters memory change = parameters();
        change.rate = 2 * RATE;
        change.maxSpan = 12;
        vm.startPrank(node);
        registry.setParameters(1 << 1, change);
        registry.setParameters(1 << 2, change);
        vm.stopPrank();
        assertEq(registry.parametersOf(node).rate, RATE, "still the ones in force");
        assertEq(registry.parametersOf(node).maxSpan, 24);
        skipPeriods(1);
        assertEq(registry.parametersOf(node).rate, 2 * RATE);
        assertEq(registry.parametersOf(node).maxSpan, 12);
    }

    function testFuzz_MaskChoosesFields(uint8 mask, uint96 rate, uint64 min, uint64 max) public {
        vm.assume(min <= max);
        register(0);
        NodeParameters memory before = parameters();
        NodeParameters memory change = NodeParameters(false, rate, 7, min, max);
        uint64 least = mask & 8 != 0 ? min : before.minFileSize;
        uint64 most = mask & 16 != 0 ? max : before.maxFileSize;
        bool order = least <= most;
        vm.prank(node);
        if (!order) vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.FileSizeRange.selector, least, most));
        registry.setParameters(mask, change);
        if (!order) return;
        skipPeriods(1);
        NodeParameters memory result = registry.parametersOf(node);
        assertEq(result.accepting, mask & 1 == 0);
        assertEq(result.rate, mask & 2 != 0 ? rate : before.rate);
        assertEq(result.maxSpan, mask & 4 != 0 ? 7 : before.maxSpan);
        assertEq(result.minFileSize, mask & 8 != 0 ? min : before.minFileSize);
        assertEq(result.maxFileSize, mask & 16 != 0 ? max : before.maxFileSize);
    }

    function test_Setters() public {
        register(0);
        vm.startPrank(node);
        registry.setAvailability(3);
        registry.setCapacity(5);
        registry.setPayout(stranger);
        vm.stopPrank();
        NodeRecord memory record = registry.nodeOf(node);
        assertEq(record.hoursMap, 3);
        assertEq(record.capacityBytes, 5);
        assertEq(record.payout, stranger);
    }

    function test_RetiredNodeChangesNothingMore() public {
        register(0);
        vm.startPrank(node);
        registry.retire();
        assertTrue(registry.nodeOf(node).retired);
        bytes memory retired = abi.encodeWithSelector(IMicroNodeRegistry.Retired.selector, node);
        vm.expectRevert(retired);
        registry.setCapacity(5);
        vm.expectRevert(retired);
        registry.retire();
        vm.stopPrank();
    }

    function test_RevertWhen_Unregistered() public {
        bytes memory unknown = abi.encodeWithSelector(IMicroNodeRegistry.NotRegistered.selector, node);
        vm.expectRevert(unknown);
        registry.rating(node);
        vm.expectRevert(unknown);
        registry.offerOf(node);
        vm.expectRevert(unknown);
        vm.prank(node);
        registry.setCapacity(1);
    }

    // ------------------------------------------------------- capacity and work
    function test_CapacityIsReservedAndReleased() public {
        register(0);
        vm.prank(node);
        registry.setCapacity(100);
        _admit(60);
        assertEq(registry.nodeOf(node).reservedBytes, 60);
        vm.startPrank(fakeDeal);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.CapacityExceeded.selector, 40, 41));
        registry.reserve(node, 41);
        registry.reserve(node, 40);
        registry.release(node, 60);
        vm.stopPrank();
        assertEq(registry.nodeOf(node).reservedBytes, 40);
    }

    function test_CapacityBelowReservedOnlyBlocksNewSlots() public {
        register(0);
        _admit(60);
        vm.prank(node);
        registry.setCapacity(10);
        assertEq(registry.nodeOf(node).reservedBytes, 60);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.CapacityExceeded.selector, 0, 1));
        vm.prank(fakeDeal);
        registry.reserve(node, 1);
    }

    function test_RatingIsFulfilmentsOverCommitments() public {
        register(0);
        _admit(1);
        vm.startPrank(fakeDeal);
        registry.recordWork(node, 7, 8);
        assertEq(registry.rating(node), 8750);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.MoreFulfilmentsThanCommitments.selector, 9, 8));
        registry.recordWork(node, 2, 0);
        registry.recordWork(node, 1, 0);
        assertEq(registry.rating(node), 10_000);
        vm.stopPrank();
    }

    function test_RevertWhen_NotADeal() public {
        register(0);
        bytes memory refused = abi.encodeWithSelector(IMicroNodeRegistry.NotADeal.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        registry.reserve(node, 1);
        vm.expectRevert(refused);
        registry.release(node, 1);
        vm.expectRevert(refused);
        registry.releaseMany(new address[](0), 1);
        vm.expectRevert(refused);
        registry.recordWork(node, 0, 1);
        vm.stopPrank();
    }

    function test_RevertWhen_AdmittedByAnyoneElse() public {
        bytes32 role = registry.FACTORY_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, role)
        );
        vm.prank(stranger);
        registry.admitDeal(stranger, new SlotPlan[](0), 1, 1);
    }

    /// @dev A role's holder who signs for the forwarder does not lend it the role.
    function test_RolesAreNotForwarded() public {
        bytes32 role = registry.FACTORY_ROLE();
        bytes memory call = abi.encodePacked(abi.encodeCall(registry.grantRole, (role, stranger)), admin);
        vm.prank(address(forwarder));
        (bool ok,) = address(registry).call(call);
        assertFalse(ok);
        bytes memory renounce = abi.encodePacked(abi.encodeCall(registry.renounceRole, (bytes32(0), admin)), admin);
        vm.prank(address(forwarder));
        (ok,) = address(registry).call(renounce);
        assertFalse(ok);
        vm.prank(admin);
        registry.renounceRole(0, admin);
        assertFalse(registry.hasRole(0, admin));
    }
}
