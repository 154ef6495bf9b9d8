// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {
    DealData,
    DealState,
    DisputedRecord,
    NodeRecord,
    PurseRecord,
    SettledRecord,
    SlotRecord,
    SlotState
} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Reentrant} from "../utils/Payees.sol";
import {DealHandler} from "./DealHandler.sol";

/// @dev What must hold at every moment (design section 6).
abstract contract Checks is DealFixture {
    DealHandler internal handler;
    Reentrant internal reentrant;
    address[] internal nodes;
    address[] internal payees;
    uint256 internal clientBefore;
    address internal platform = makeAddr("platform");

    function _checkAll() internal view {
        assertEq(handler.broken(), "");
        assertFalse(reentrant.succeeded(), "a payee came in again");
        DealData memory data = theDeal.dealData();
        _checkBalanceCoversLiabilities(data);
        _checkMoneyIsSomewhere(data);
        _checkFundedUntil(data);
        _checkGenerations(data);
        _checkNodes(data);
    }

    function _checkBalanceCoversLiabilities(DealData memory data) internal pure {
        assertGe(data.contractBalance, data.liabilities, "balance covers liabilities");
        assertEq(data.clientBalance, data.contractBalance - data.liabilities);
    }

    /// @dev Money in = balance + paid + refunded + fees.
    function _checkMoneyIsSomewhere(DealData memory data) private view {
        uint256 received;
        uint256 credited;
        for (uint256 i = 0; i < payees.length; ++i) {
            received += payees[i].balance;
            credited += theDeal.creditOf(payees[i]);
        }
        PurseRecord memory purse = theDeal.purse();
        uint256 refunded = client.balance + handler.clientSpent() - clientBefore;
        assertEq(data.paid, received + credited, "paid is what payees have or may withdraw");
        assertEq(purse.refunded, refunded + theDeal.creditOf(client), "refunded is what the client has");
        assertEq(purse.credited, credited + theDeal.creditOf(client), "credits add up");
        assertEq(purse.feesPaid, platform.balance, "fees");
        assertEq(purse.feesPaid + purse.feesDue, data.paid * terms.feeBps / 10_000, "the fee is on what was paid");
        assertEq(handler.moneyIn(), data.contractBalance + received + refunded + platform.balance, "money is somewhere");
    }

    function _checkFundedUntil(DealData memory data) private pure {
        if (data.state != DealState.Active) return;
        assertLe(data.accrualEnd, data.fundedUntil);
        assertLe(data.fundedUntil, data.endPeriod);
        assertGe(data.accrualEnd, data.startPeriod);
    }

    function _checkGenerations(DealData memory data) private view {
        uint64 until = period() < data.accrualEnd ? period() : data.accrualEnd;
        uint256 rewardSum;
        for (uint16 i = 0; i < SLOTS; ++i) {
            uint64 lastEnd = data.startPeriod;
            uint256 rewarded;
            uint16 last = theDeal.slotOf(i).generation;
            for (uint16 g = 0; g <= last; ++g) {
                SlotRecord memory slot = theDeal.generationOf(i, g);
                if (slot.start == 0) continue;
                assertGe(slot.start, lastEnd, "two generations are never paid for the same period");
                lastEnd = slot.end != 0 && slot.end < until ? slot.end : until;
                _checkWork(i, g, slot.rate, lastEnd > slot.start ? lastEnd - slot.start : 0);
                if (!theDeal.settledOf(i, g).sealRewardPaid) continue;
                rewardSum += _owed(slot.rate, 24);
                if (slot.start != data.startPeriod) ++rewarded;
            }
            assertLe(rewarded, 2, "two replacements of a slot at most");
        }
        assertEq(theDeal.purse().rewardsPaid, rewardSum, "seal rewards once");
    }

    /// @param elapsed periods that the generation may be paid for
    function _checkWork(uint16 slot, uint16 generation, uint256 rate, uint256 elapsed) private view {
        SettledRecord memory settled = theDeal.settledOf(slot, generation);
        DisputedRecord memory disputed = theDeal.disputedOf(slot, generation);
        assertLe(settled.paid, _owed(rate, elapsed), "paid for more than the time");
        assertLe(settled.fulfilments + disputed.restored, settled.commitments, "more fulfilled than promised");
        assertLe(settled.commitments + disputed.added, elapsed, "more promised than time");
        assertEq(disputed.open, handler.openOf(uint256(slot) << 16 | generation), "open disputes");
    }

    /// @dev Capacity of every node is that of the slots it holds; its history is that of its work.
    function _checkNodes(DealData memory data) private view {
        uint256 live;
        uint256[] memory held = new uint256[](nodes.length);
        uint256[] memory fulfilments = new uint256[](nodes.length);
        uint256[] memory commitments = new uint256[](nodes.length);
        for (uint16 i = 0; i < SLOTS; ++i) {
            uint16 last = theDeal.slotOf(i).generation;
            for (uint16 g = 0; g <= last; ++g) {
                SlotRecord memory slot = theDeal.generationOf(i, g);
                uint256 at = _indexOf(slot.node);
                SettledRecord memory settled = theDeal.settledOf(i, g);
                DisputedRecord memory disputed = theDeal.disputedOf(i, g);
                fulfilments[at] += uint256(settled.fulfilments) + disputed.restored + disputed.added;
                commitments[at] += uint256(settled.commitments) + disputed.added;
                if (g != last) continue;
                if (slot.state != SlotState.Vacant && slot.state != SlotState.Ended) ++held[at];
                if (slot.state == SlotState.Live) ++live;
            }
        }
        assertEq(data.liveSlots, live, "live slots");
        for (uint256 i = 0; i < nodes.length; ++i) {
            NodeRecord memory node = registry.nodeOf(nodes[i]);
            assertEq(node.reservedBytes, held[i] * terms.sectorBytes, "capacity is that of the slots held");
            assertEq(node.fulfilments, fulfilments[i], "fulfilments are those of the deal");
            assertEq(node.commitments, commitments[i] + handler.missed(nodes[i]), "commitments are those of the deal");
            assertLe(registry.rating(nodes[i]), 10_000, "rating");
        }
    }

    function _owed(uint256 rate, uint256 periods) internal view returns (uint256) {
        return rate * terms.sectorBytes * periods / (24 << 20);
    }

    function _indexOf(address node) private view returns (uint256) {
        for (uint256 i = 0; i < nodes.length; ++i) {
            if (nodes[i] == node) return i;
        }
        revert("nobody's slot");
    }
}
