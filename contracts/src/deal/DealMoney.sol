// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Accrual} from "../libraries/Accrual.sol";
import {DealArgs} from "../libraries/DealArgs.sol";
import {Fee} from "../libraries/Fee.sol";
import {DealState} from "../libraries/Types.sol";
import {DealStorage} from "./DealStorage.sol";

/// @dev The meter (what accrues and for how long the money lasts) and payments.
abstract contract DealMoney is DealStorage {
    /// @dev Full accrual of all generations, proved or not, until `period`, which may not lie before the
    /// last checkpoint.
    function _unitsAt(uint32 period) internal view returns (uint256) {
        return _meter.units + uint256(_meter.liveRate) * (period - _meter.since);
    }

    function _accruedAt(uint32 period) internal view returns (uint256) {
        return Accrual.cost(_unitsAt(period), DealArgs.sectorBytes());
    }

    /// @dev Brings the meter to the present, before rates change.
    function _advanceMeter() internal returns (uint32 current) {
        current = _currentPeriod();
        _meter.units = uint144(_unitsAt(current));
        _meter.since = current;
    }

    /// @dev All that came, less refunds. Payments do not change it, because what leaves the balance is
    /// added as paid.
    function _moneyIn() internal view returns (uint256) {
        return address(this).balance + _purse.settled + _purse.rewardsPaid + _purse.feesPaid - _purse.credited;
    }

    /// @dev Money that stands against accrual: all that came, less the fee, refunds and seal rewards.
    function _moneyForAccrual() internal view returns (uint256) {
        return Fee.without(_moneyIn(), DealArgs.feeBps()) - _purse.rewardsPaid - _purse.rewardsReserved;
    }

    /// @dev Period until which `money` lasts at a rate, the meter being at `current`.
    function _fundedUntil(uint256 money, uint256 rate, uint32 current) internal view returns (uint32) {
        uint256 end = _status.end;
        if (rate == 0) return uint32(end);
        uint256 units = Accrual.affordable(money, DealArgs.sectorBytes());
        uint256 until = units < _meter.units ? 0 : current + (units - _meter.units) / rate;
        return uint32(until < end ? until : end);
    }

    /// @dev Stores fundedUntil anew. Callers make sure that accrual is not over.
    function _checkpoint() internal {
        uint32 current = _advanceMeter();
        uint32 until = _fundedUntil(_moneyForAccrual(), _meter.liveRate, current);
        _meter.fundedUntil = until;
        emit FundedUntil(until, _moneyIn());
    }

    /// @dev Period until which money must last so that the minimum runway remains.
    function _runwayFrom(uint32 current) internal view returns (uint32) {
        uint256 until = uint256(current) + DealArgs.minRunwayPeriods();
        return until < _status.end ? uint32(until) : _status.end;
    }

    function _sealReward(uint96 rate) internal view returns (uint256) {
        return Accrual.owed(rate, DealArgs.sectorBytes(), DealArgs.sealRewardPeriods());
    }

    /// @dev Owed to others than the client.
    function _liabilities() internal view returns (uint256 owed) {
        owed = uint256(_purse.credited) + _purse.rewardsReserved;
        if (_status.state == DealState.Completed) {
            owed += _purse.retained;
        } else if (_status.state == DealState.Active) {
            uint32 current = _currentPeriod();
            uint32 end = _accrualEnd();
            owed += _accruedAt(current < end ? current : end) - _purse.settled;
        } else {
            return owed;
        }
        // The fee on what nodes have and on what they may still get.
        uint256 toNodes = owed - _purse.credited + _purse.settled + _purse.rewardsPaid;
        owed += Fee.on(toNodes, DealArgs.feeBps()) - _purse.feesPaid;
    }

    /// @dev Returns to the client what no one else has a claim to.
    function _refundRest() internal returns (uint256 amount) {
        amount = address(this).balance - _liabilities();
        _purse.refunded += uint128(amount);
        _pay(DealArgs.client(), amount);
    }

    /// @dev Pays at once, or credits for `withdraw` when the receiver does not take it. State changes come
    /// before the call; a receiver can neither re-enter, nor burn all gas, nor return a bomb.
    function _pay(address to, uint256 amount) internal {
        if (amount == 0) return;
        // Otherwise a caller could let payments fail by bringing too little gas.
        if (gasleft() < PUSH_GAS + PUSH_GAS / 32) revert NotEnoughGas(PUSH_GAS + PUSH_GAS / 32, gasleft());
        if (_push(to, amount, PUSH_GAS)) return;
        _credits[to] += amount;
        _purse.credited += uint128(amount);
        emit PaymentDeferred(to, amount);
    }

    function _push(address to, uint256 amount, uint256 gasLimit) internal returns (bool ok) {
        assembly ("memory-safe") {
            ok := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
    }
}
