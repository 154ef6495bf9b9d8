// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Vm} from "forge-std/Vm.sol";
import {StorageDealFactory} from "../../src/StorageDealFactory.sol";
import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {DealTerms, NodeParameters, SlotPlan} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract FactoryTest is DealFixture {
    function _publishReverts(bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(portal);
        factory.publish(terms, table);
    }

    function test_Publish() public {
        uint64 reserved = registry.nodeOf(nodeAddress(1)).reservedBytes;
        address predicted = factory.predict(terms.planId);
        vm.recordLogs();
        publish();
        assertEq(address(theDeal), predicted);
        assertTrue(factory.isDeal(predicted));
        assertFalse(factory.isDeal(stranger));
        assertEq(registry.nodeOf(nodeAddress(1)).reservedBytes, reserved + SECTOR);
        assertEq(theDeal.slotOf(1).node, nodeAddress(1), "known before it is stored");

        bytes32[] memory leaves = new bytes32[](SLOTS);
        for (uint256 i = 0; i < SLOTS; ++i) {
            leaves[i] = SlotTable.leafOf(table[i]);
        }
        bytes32 root = SlotTable.rootOf(leaves);
        assertEq(theDeal.slotsRoot(), root);
        assertEq(theDeal.slotsDigest(), root);
        assertEq(theDeal.termsHash(), keccak256(abi.encode(block.chainid, predicted, terms, root)));
        assertEq(abi.encode(theDeal.terms()), abi.encode(terms));
        bytes32 seed = blockhash(block.number - 1);
        assertEq(theDeal.ticket(2, 1), keccak256(abi.encode(predicted, uint16(2), uint16(1), seed)));
        uint256 id = uint256(keccak256(abi.encode(predicted, uint16(2), uint16(1))));
        assertEq(theDeal.sectorId(2, 1), uint64(id));
        _assertLogs(vm.getRecordedLogs(), predicted, root);
    }

    function _assertLogs(Vm.Log[] memory logs, address predicted, bytes32 root) private view {
        uint256 planned;
        bool published;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == IStorageDealFactory.SlotPlanned.selector) {
                (SlotPlan memory plan, uint64 reserved) = abi.decode(logs[i].data, (SlotPlan, uint64));
                assertEq(reserved, SECTOR);
                assertEq(address(uint160(uint256(logs[i].topics[1]))), predicted);
                assertEq(logs[i].topics.length, 2);
                assertEq(abi.encode(plan), abi.encode(table[planned++]));
            }
            if (logs[i].topics[0] == IStorageDealFactory.DealPublished.selector) {
                (bytes32 root_, uint64 epoch, DealTerms memory terms_) =
                    abi.decode(logs[i].data, (bytes32, uint64, DealTerms));
                assertEq(address(uint160(uint256(logs[i].topics[1]))), predicted);
                assertEq(root_, root);
                assertEq(epoch, block.number);
                assertEq(abi.encode(terms_), abi.encode(terms));
                published = true;
            }
        }
        assertEq(planned, SLOTS);
        assertTrue(published);
    }

    function test_RevertWhen_PlanIsUsedTwice() public {
        publish();
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.PlanUsed.selector, terms.planId));
    }

    function test_RevertWhen_NotThePortal() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, factory.PORTAL_ROLE()
            )
        );
        vm.prank(stranger);
        factory.publish(terms, table);
    }

    /// @dev Rows are logged and hashed as they stand in the calldata, so none may say more than its types can.
    function test_RevertWhen_ARowHasBitsBeyondItsTypes() public {
        bytes memory call = abi.encodeCall(factory.publish, (terms, table));
        // Selector, terms, offset and length of the table.
        uint256 row = 4 + 15 * 32 + 2 * 32;
        for (uint256 field = 0; field < 6; ++field) {
            bytes memory dirty = bytes.concat(call);
            dirty[row + field * 32] = 0x01;
            vm.prank(portal);
            (bool ok,) = address(factory).call(dirty);
            assertFalse(ok);
        }
        vm.prank(portal);
        (bool clean,) = address(factory).call(call);
        assertTrue(clean);
    }

    /// @dev Nobody can set them, for they are its code: EIP-1167's proxy, the terms, the roster.
    function test_TermsAreCode() public {
        publish();
        bytes memory code = address(theDeal).code;
        bytes memory proxy = abi.encodePacked(
            hex"363d3d373d3d3d363d73", factory.implementation(), hex"5af43d82803e903d91602b57fd5bf3"
        );
        assertEq(code.length, proxy.length + 220 + 4 * SLOTS);
        for (uint256 i = 0; i < proxy.length; ++i) {
            assertEq(code[i], proxy[i]);
        }
        assertEq(factory.newDealCode(), code, "as the factory said in this transaction");
    }

    function testFuzz_TermsAreReadAsTheyWereWritten(DealTerms memory any) public {
        any.client = terms.client;
        any.sectorBytes = uint64(2 << 10 << (any.sectorBytes % 26));
        any.slotCount = SLOTS;
        any.totalShards = uint16(bound(any.totalShards, 1, SLOTS));
        any.dataShards = uint16(bound(any.dataShards, 1, any.totalShards));
        any.durationPeriods = uint64(bound(any.durationPeriods, 1, 87_600));
        any.maxRate = uint96(bound(any.maxRate, RATE, type(uint96).max));
        any.fileBytes = uint64(bound(any.fileBytes, parameters().minFileSize, parameters().maxFileSize));
        any.feeBps = 0;
        any.sealingDeadline = uint64(bound(any.sealingDeadline, block.timestamp + 1, type(uint64).max));
        any.startDeadline = uint64(bound(any.startDeadline, any.sealingDeadline, type(uint64).max));
        for (uint256 i = 0; i < SLOTS; ++i) {
            vm.prank(nodeAddress(i));
            registry.setCapacity(1 << 40);
        }
        terms = any;
        publish();
        assertEq(abi.encode(theDeal.terms()), abi.encode(any));
        assertEq(theDeal.termsHash(), keccak256(abi.encode(block.chainid, theDeal, any, theDeal.slotsRoot())));
    }

    function test_ImplementationIsChosenOnce() public {
        address chosen = factory.implementation();
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.ImplementationSet.selector, chosen));
        vm.prank(admin);
        factory.setImplementation(address(registry));
        StorageDealFactory empty = new StorageDealFactory(registry, beacon, admin, portal);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.NoCode.selector, stranger));
        vm.prank(admin);
        empty.setImplementation(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, empty.DEFAULT_ADMIN_ROLE()
            )
        );
        vm.prank(stranger);
        empty.setImplementation(chosen);
    }

    // ------------------------------------------------------------------- terms
    function test_RevertWhen_TermsAreMalformed() public {
        DealTerms memory good = terms;
        terms.client = 0xFF00000000000000000000000000000000001234;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.MaskedAddress.selector, terms.client));
        terms.client = address(0);
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.MaskedAddress.selector, address(0)));
        terms = good;
        terms.sectorBytes = 1024;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SectorSize.selector, 1024));
        terms.sectorBytes = 3 << 20;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SectorSize.selector, 3 << 20));
        terms.sectorBytes = 128 << 30;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SectorSize.selector, 128 << 30));
        terms = good;
        terms.slotCount = 5;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SlotCount.selector, 5, 4));
        terms = good;
        terms.dataShards = 0;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.ShardCount.selector, 0, 4, 4));
        terms.dataShards = 5;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.ShardCount.selector, 5, 4, 4));
        terms = good;
        terms.durationPeriods = 0;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.Duration.selector, 87_600, 0));
        terms.durationPeriods = 87_601;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.Duration.selector, 87_600, 87_601));
        terms = good;
        terms.feeBps = 1001;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.FeeAboveMaximum.selector, 1000, 1001));
        terms.feeBps = 1;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.NoFeeRecipient.selector));
        terms = good;
        uint64 now_ = uint64(block.timestamp);
        terms.sealingDeadline = now_;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.Deadline.selector, now_ + 1, now_));
        terms = good;
        terms.startDeadline = good.sealingDeadline - 1;
        _publishReverts(
            abi.encodeWithSelector(
                IStorageDealFactory.Deadline.selector, good.sealingDeadline, good.sealingDeadline - 1
            )
        );
    }

    function test_RevertWhen_TableIsMalformed() public {
        table[1].slot = 2;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SlotOrder.selector, 1, 2));
        table[1].slot = 1;
        table[1].generation = 1;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.SlotGeneration.selector, 1, 1));
        table[1].generation = 0;
        table[1].commD = 0;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.EmptyCommD.selector, 1));
        vm.prank(portal);
        vm.expectRevert(IStorageDealFactory.NoSlots.selector);
        factory.publish(terms, new SlotPlan[](0));
    }

    // ------------------------------------------------- what the nodes offer now
    function test_RevertWhen_ParametersChangedSinceThePlan() public {
        NodeParameters memory change = parameters();
        change.rate = RATE + 1;
        address node = nodeAddress(1);
        vm.prank(node);
        registry.setParameters(2, change);
        publish();
        skipPeriods(1);
        terms.planId = keccak256("next");
        _publishReverts(
            abi.encodeWithSelector(
                IStorageDealFactory.ParametersChanged.selector, node, RATE, RATE + 1, uint16(24), uint16(24)
            )
        );
    }

    function test_RevertWhen_SpanChangedSinceThePlan() public {
        table[0].maxSpan = 23;
        _publishReverts(
            abi.encodeWithSelector(
                IStorageDealFactory.ParametersChanged.selector, table[0].node, RATE, RATE, uint16(23), uint16(24)
            )
        );
    }

    function test_RevertWhen_NodeDoesNotAccept() public {
        NodeParameters memory change = parameters();
        change.accepting = false;
        address node = nodeAddress(2);
        vm.prank(node);
        registry.setParameters(1, change);
        skipPeriods(1);
        terms.sealingDeadline += T;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.NotAccepting.selector, node));
    }

    function test_RevertWhen_NodeIsRetiredOrUnknown() public {
        address node = nodeAddress(2);
        vm.prank(node);
        registry.retire();
        _publishReverts(abi.encodeWithSelector(IMicroNodeRegistry.Retired.selector, node));
        table[2].node = stranger;
        _publishReverts(abi.encodeWithSelector(IMicroNodeRegistry.NotRegistered.selector, stranger));
    }

    function test_RevertWhen_PayoutChanged() public {
        address node = nodeAddress(3);
        vm.prank(node);
        registry.setPayout(stranger);
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.PayoutChanged.selector, node, payoutOf(3), stranger));
    }

    function test_RevertWhen_FileSizeIsRefused() public {
        terms.fileBytes = (1 << 40) + 1;
        _publishReverts(
            abi.encodeWithSelector(
                IStorageDealFactory.FileSizeRefused.selector, nodeAddress(0), 0, 1 << 40, (1 << 40) + 1
            )
        );
    }

    function test_RevertWhen_RateIsAboveTheMaximum() public {
        terms.maxRate = RATE - 1;
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.RateAboveMaximum.selector, RATE - 1, RATE));
    }

    function test_RevertWhen_HoursAreNotOffered() public {
        uint256 offered = ALL_HOURS ^ 4;
        address node = nodeAddress(0);
        vm.prank(node);
        registry.setAvailability(offered);
        _publishReverts(abi.encodeWithSelector(IStorageDealFactory.HoursNotOffered.selector, node, offered, ALL_HOURS));
        table[0].hoursMap = 0;
        _publishReverts(abi.encodeWithSelector(IMicroNodeRegistry.EmptyHours.selector));
        table[0].hoursMap = 3;
        _publishReverts(abi.encodeWithSelector(IMicroNodeRegistry.SpanOutOfRange.selector, 167, 190, 24));
        table[0].hoursMap = offered;
        publish();
    }

    function test_RevertWhen_CapacityIsExceeded() public {
        address node = nodeAddress(0);
        vm.prank(node);
        registry.setCapacity(SECTOR - 1);
        _publishReverts(abi.encodeWithSelector(IMicroNodeRegistry.CapacityExceeded.selector, SECTOR - 1, SECTOR));
    }

    function test_SlotsOfManyNodesAreRemembered() public {
        // Twelve rows are two words of the roster.
        terms.slotCount = 12;
        for (uint16 i = SLOTS; i < 12; ++i) {
            table.push(planFor(i, 0, i == 11 ? nodeAddress(0) : register(i)));
        }
        publish();
        assertEq(theDeal.slotOf(7).node, nodeAddress(7));
        assertEq(theDeal.slotOf(8).node, nodeAddress(8));
        assertEq(theDeal.slotOf(11).node, nodeAddress(0));
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 2 * SECTOR);
        vm.prank(portal);
        theDeal.cancelDeal();
        for (uint16 i = 0; i < 11; ++i) {
            assertEq(registry.nodeOf(nodeAddress(i)).reservedBytes, 0);
        }
    }
}
