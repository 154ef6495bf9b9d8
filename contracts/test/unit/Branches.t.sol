// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {ReplaceReason, SlotState} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Ways through the code that no story of a deal takes.
contract BranchesTest is DealFixture {
    function test_SlotsThatDoNotExistHaveNoRecord() public {
        publish();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, SLOTS));
        theDeal.slotOf(SLOTS);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotInSlotTable.selector, SLOTS));
        theDeal.generationOf(SLOTS, 0);
    }

    function test_GenerationsToComeHaveNoRecord() public {
        publish();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongGeneration.selector, 2, 0, 1));
        theDeal.generationOf(2, 1);
    }

    function test_ProofsOfASlotThatIsNotLiveAreNotTaken() public {
        publishAndStart(500 ether);
        register(4);
        replace(0, 4, ReplaceReason.Unhealthy);
        uint64 current = period();
        bytes memory expected =
            abi.encodeWithSelector(IDealEvents.WrongSlotState.selector, 0, SlotState.Live, SlotState.Offered);
        vm.expectRevert(expected);
        vm.prank(nodeAddress(4));
        theDeal.submitPoSt(0, 1, current, keccak256("proof"));
    }

    function test_TermsWithoutSealRewardPayNone() public {
        terms.sealRewardPeriods = 0;
        publishAndStart(500 ether);
        assertEq(payoutOf(0).balance, 0);
        assertEq(theDeal.dealData().paid, 0);
        assertEq(address(theDeal).balance, cost(DURATION));
    }

    function test_NodesHaveSomeHoursAndSomeCapacity() public {
        vm.startPrank(nodeAddress(0));
        vm.expectRevert(IMicroNodeRegistry.ZeroCapacity.selector);
        registry.setCapacity(0);
        vm.expectRevert(IMicroNodeRegistry.EmptyHours.selector);
        registry.setAvailability(0);
        vm.stopPrank();
    }
}
