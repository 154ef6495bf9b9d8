// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealExtension} from "../interfaces/IDealExtension.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {Fee} from "../libraries/Fee.sol";
import {DealState, DealTerms} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev The client's consent and the beginning of accrual.
abstract contract DealStart is DealGenerations, IDealExtension {
    /// @inheritdoc IDealExtension
    function startDeal(bytes32 expectedTermsHash) external payable nonReentrant inState(DealState.Pending) onlyClient {
        DealTerms memory terms_ = DealArgs.terms();
        if (block.timestamp > terms_.startDeadline) {
            revert DeadlinePassed(terms_.startDeadline, uint64(block.timestamp));
        }
        if (_status.proved != terms_.slotCount) revert SlotsNotProved(terms_.slotCount, _status.proved);
        bytes32 hash = termsHash();
        if (expectedTermsHash != hash) revert TermsMismatch(expectedTermsHash, hash);

        uint32 current = _currentPeriod();
        _status.state = DealState.Active;
        _status.start = current;
        _status.end = current + uint32(terms_.durationPeriods);
        _meter.since = current;
        (uint256 rate, uint256 rewards) = _startSlots(terms_, current);
        _meter.liveRate = uint112(rate);
        _status.live = terms_.slotCount;
        _status.proved = 0;
        _purse.rewardsPaid = uint128(rewards);

        uint256 value = address(this).balance;
        uint256 runway =
            terms_.minRunwayPeriods < terms_.durationPeriods ? terms_.minRunwayPeriods : terms_.durationPeriods;
        uint256 bps = terms_.feeBps;
        uint256 needed = Fee.with(rewards + Accrual.cost(rate * runway, terms_.sectorBytes), bps);
        if (value < needed) revert BelowMinimumRunway(needed, value);
        uint256 whole = Fee.with(rewards + Accrual.cost(rate * terms_.durationPeriods, terms_.sectorBytes), bps);
        uint256 excess = value > whole ? value - whole : 0;
        _purse.refunded = uint128(excess);

        emit DealStarted(current, _status.end, value, excess);
        _meter.fundedUntil = _fundedUntil(Fee.without(value - excess, bps) - rewards, rate, current);
        emit FundedUntil(_meter.fundedUntil, value - excess);
        _paySealRewards(terms_);
        _pay(terms_.client, excess);
    }

    /// @inheritdoc IDealExtension
    function termsHash() public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), DealArgs.terms(), _slotsDigest()));
    }

    function _startSlots(DealTerms memory terms_, uint32 current) private returns (uint256 rate, uint256 rewards) {
        for (uint16 i = 0; i < terms_.slotCount; ++i) {
            uint16 generation = _heads[i].generation;
            Slot storage slot = _slots[_key(i, generation)];
            _enterLive(i, generation, slot, current);
            rate += slot.rate;
            rewards += _rewardOf(terms_, slot.rate);
        }
    }

    function _paySealRewards(DealTerms memory terms_) private {
        for (uint16 i = 0; i < terms_.slotCount; ++i) {
            uint16 generation = _heads[i].generation;
            Slot storage slot = _slots[_key(i, generation)];
            uint256 reward = _rewardOf(terms_, slot.rate);
            if (reward == 0) continue;
            emit SealRewardPaid(i, generation, slot.payout, reward);
            _pay(slot.payout, reward);
        }
    }

    /// @dev _sealReward of terms that are in memory already: reading them anew for every slot is dear on Filecoin.
    function _rewardOf(DealTerms memory terms_, uint96 rate) private pure returns (uint256) {
        return Accrual.owed(rate, terms_.sectorBytes, terms_.sealRewardPeriods);
    }
}
