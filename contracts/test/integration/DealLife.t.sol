// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealData, DealState, SlotState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev A deal from publication to its end, as in the architecture's chapter on a deal's life.
contract DealLifeTest is DealFixture {
    function test_WholeLife() public {
        publishAndSeal();
        DealData memory data = theDeal.dealData();
        assertEq(uint8(data.state), uint8(DealState.Pending));
        assertEq(data.provedSlots, SLOTS);

        uint256 before = client.balance;
        start(500 ether);
        data = theDeal.dealData();
        assertEq(uint8(data.state), uint8(DealState.Active));
        assertEq(before - client.balance, cost(DURATION) + rewards(), "takes the whole term, returns the rest");
        assertEq(payoutOf(0).balance, owed(RATE, 24), "seal reward");
        assertEq(data.liveSlots, SLOTS);
        assertEq(data.fundedUntil, data.endPeriod);

        uint64 begin = period();
        skipPeriods(11);
        WorkLeaf[] memory leaves = diligentAll(begin + 10);
        bytes32[][] memory paths = post(begin + 10, leaves);
        theDeal.settleMany(begin + 10, leaves, paths);
        assertEq(payoutOf(3).balance, owed(RATE, 24) + owed(RATE, 10));
        assertEq(registry.rating(nodeAddress(3)), 10_000);

        skipPeriods(DURATION);
        leaves = diligentAll(begin + DURATION);
        paths = post(begin + DURATION + 6, leaves);
        skipPeriods(DISPUTE_WINDOW);
        vm.prank(portal);
        theDeal.endDeal(begin + DURATION + 6, leaves, paths);

        data = theDeal.dealData();
        assertEq(uint8(data.state), uint8(DealState.Completed));
        assertEq(data.liabilities, 0);
        assertEq(address(theDeal).balance, 0);
        assertEq(payoutOf(3).balance, owed(RATE, 24) + owed(RATE, DURATION));
        assertEq(registry.nodeOf(nodeAddress(0)).reservedBytes, 0);
        assertEq(uint8(theDeal.slotOf(0).state), uint8(SlotState.Ended));
    }
}
