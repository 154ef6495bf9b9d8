// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealData, DealState, NodeParameters, PurseRecord, SlotRecord, SlotState} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Picky, Reentrant} from "../utils/Payees.sol";
import {DealHandler} from "./DealHandler.sol";

/// @dev What must hold whatever anybody does with a deal that has begun.
contract DealInvariantTest is DealFixture {
    uint256 internal constant NODES = 8;

    DealHandler internal handler;
    address[] internal payees;
    uint256 internal clientBefore;
    address internal platform = makeAddr("platform");

    function setUp() public override {
        super.setUp();
        // Among the payees one that takes nothing and one that tries to re-enter.
        Picky picky = new Picky();
        Reentrant reentrant = new Reentrant();
        _payTo(1, address(picky));
        _payTo(2, address(reentrant));
        table[1].payout = address(picky);
        table[2].payout = address(reentrant);
        address[] memory nodes = new address[](NODES);
        for (uint256 i = 0; i < NODES; ++i) {
            NodeParameters memory offer = parameters();
            offer.rate = uint96(RATE / 2 + RATE * i / 4);
            nodes[i] = i < SLOTS ? nodeAddress(i) : register(i, ALL_HOURS, offer);
            payees.push(registry.offerOf(nodes[i]).payout);
        }
        vm.prank(admin);
        factory.setFeeRecipient(platform);
        terms.feeBps = 333;
        uint256 value = (cost(80) + rewards()) * 10_333 / 10_000 + 12_345;
        publishAndStart(value);
        reentrant.aim(theDeal);
        clientBefore = client.balance;
        handler = new DealHandler(theDeal, registry, ledger, [portal, verifier, client], nodes, value, picky);
        targetContract(address(handler));
    }

    function _payTo(uint256 index, address payout) internal {
        vm.prank(nodeAddress(index));
        registry.setPayout(payout);
    }

    /// @dev One function, because each would be tried with runs of its own. Looking at everything costs more
    /// than most calls: after every eighth, and at the end of a run, it is looked at.
    function invariant_Deal() public {
        assertEq(handler.forbidden(), 0);
        if (handler.calls() % 8 == 0) _checkAll();
    }

    function afterInvariant() public {
        _checkAll();
    }

    function _checkAll() private {
        _checkBalanceCoversLiabilities();
        _checkMoneyInIsBalancePaidAndRefunded();
        _checkNobodyIsPaidForMoreThanTheTime();
        _checkReservedCapacityIsThatOfTheSlots();
        _checkOnlyAllowedTransitions();
        _checkFundedUntilIsCovered();
        _checkSealRewardsArePaidOnce();
    }

    function _checkBalanceCoversLiabilities() private view {
        DealData memory data = theDeal.dealData();
        assertGe(data.contractBalance, data.liabilities);
        assertEq(data.clientBalance, data.contractBalance - data.liabilities);
    }

    function _checkMoneyInIsBalancePaidAndRefunded() private view {
        uint256 received;
        uint256 credited;
        for (uint256 i = 0; i < payees.length; ++i) {
            received += payees[i].balance;
            credited += theDeal.creditOf(payees[i]);
        }
        assertEq(theDeal.dealData().paid, received + credited, "paid is what payees have or may withdraw");
        uint256 refunded = client.balance - clientBefore;
        uint256 fees = platform.balance;
        assertEq(handler.moneyIn(), address(theDeal).balance + received + refunded + fees);
        assertLe(fees, theDeal.dealData().paid * 333 / 10_000);
    }

    function _checkNobodyIsPaidForMoreThanTheTime() private view {
        DealData memory data = theDeal.dealData();
        uint64 until = period() < data.accrualEnd ? period() : data.accrualEnd;
        for (uint16 i = 0; i < SLOTS; ++i) {
            uint64 lastEnd = data.startPeriod;
            for (uint16 g = 0; g <= theDeal.slotOf(i).generation; ++g) {
                SlotRecord memory slot = theDeal.generationOf(i, g);
                if (slot.start == 0) continue;
                assertGe(slot.start, lastEnd, "two generations are never paid for the same period");
                uint64 end = slot.end != 0 && slot.end < until ? slot.end : until;
                lastEnd = end;
                assertLe(theDeal.settledOf(i, g).paid, owed(slot.rate, end - slot.start));
                assertLe(theDeal.settledOf(i, g).fulfilments, theDeal.settledOf(i, g).commitments);
            }
        }
    }

    function _checkReservedCapacityIsThatOfTheSlots() private {
        uint256 reserved;
        uint256 holding;
        uint256 live;
        for (uint256 i = 0; i < NODES; ++i) {
            reserved += registry.nodeOf(nodeAddress(i)).reservedBytes;
            assertLe(registry.rating(nodeAddress(i)), 10_000);
        }
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotState state = theDeal.slotOf(i).state;
            if (state != SlotState.Vacant && state != SlotState.Ended) ++holding;
            if (state == SlotState.Live) ++live;
        }
        assertEq(reserved, holding * SECTOR);
        assertEq(theDeal.dealData().liveSlots, live);
    }

    function _checkOnlyAllowedTransitions() private view {
        assertEq(handler.forbidden(), 0);
    }

    function _checkFundedUntilIsCovered() private view {
        DealData memory data = theDeal.dealData();
        if (data.state != DealState.Active) return;
        assertLe(data.accrualEnd, data.fundedUntil);
        assertLe(data.fundedUntil, data.endPeriod);
        assertGe(data.accrualEnd, data.startPeriod);
    }

    function _checkSealRewardsArePaidOnce() private view {
        uint256 sum;
        for (uint16 i = 0; i < SLOTS; ++i) {
            uint256 later;
            for (uint16 g = 0; g <= theDeal.slotOf(i).generation; ++g) {
                if (!theDeal.settledOf(i, g).sealRewardPaid) continue;
                sum += owed(theDeal.generationOf(i, g).rate, 24);
                if (g != 0) ++later;
            }
            assertLe(later, 2, "two replacements of a slot at most");
        }
        PurseRecord memory purse = theDeal.purse();
        assertEq(purse.rewardsPaid, sum);
    }
}
