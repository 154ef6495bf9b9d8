// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealState} from "../../src/libraries/Types.sol";
import {EndFixture} from "../utils/EndFixture.sol";

contract DealCancelTest is EndFixture {
    function test_RefusedSlotHoldsNoCapacityToRelease() public {
        terms.planId = keccak256("second");
        publish();
        bytes32[] memory path = pathOf(0);
        vm.prank(nodeAddress(0));
        theDeal.refuseSlot(table[0], path);
        vm.prank(portal);
        theDeal.cancelDeal();
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, SECTOR, "the running deal's");
    }

    function test_AnyoneCancelsAfterTheStartDeadline() public {
        terms.planId = keccak256("second");
        terms.sealingDeadline = uint64(block.timestamp) + T;
        terms.startDeadline = uint64(block.timestamp) + 2 * T;
        publish();
        seal(0);
        vm.deal(address(theDeal), 2 ether);
        vm.warp(terms.startDeadline);
        vm.expectPartialRevert(IDealEvents.DeadlineNotReached.selector);
        vm.prank(stranger);
        theDeal.cancelDeal();
        vm.warp(terms.startDeadline + 1);
        uint256 before = client.balance;
        vm.prank(stranger);
        theDeal.cancelDeal();
        assertEq(client.balance - before, 2 ether);
        assertEq(uint8(theDeal.dealData().state), uint8(DealState.Cancelled));
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, SECTOR, "the running deal's");
    }

    function test_RevertWhen_CancellingARunningDeal() public {
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Pending, DealState.Active));
        vm.prank(portal);
        theDeal.cancelDeal();
    }
}
