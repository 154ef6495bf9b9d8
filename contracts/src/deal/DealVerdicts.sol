// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IDealCore} from "../interfaces/IDealCore.sol";
import {DealState, PoRepVerdict, SlotState} from "../libraries/Types.sol";
import {DealGenerations} from "./DealGenerations.sol";

/// @dev The verifier's word on PoReps; replacements go live by it.
abstract contract DealVerdicts is DealGenerations, IDealCore {
    /// @inheritdoc IDealCore
    function recordPoReps(PoRepVerdict[] calldata verdicts) external nonReentrant {
        if (!IAccessControl(address(LEDGER)).hasRole(VERIFIER_ROLE, msg.sender)) revert Unauthorised(msg.sender);
        _requireOpen();
        for (uint256 i = 0; i < verdicts.length; ++i) {
            _recordPoRep(verdicts[i]);
        }
    }

    function _recordPoRep(PoRepVerdict calldata verdict) private {
        Slot storage slot = _current(verdict.slot, verdict.generation);
        _requireSlotState(verdict.slot, slot, SlotState.PreCommitted);
        bytes32 digest = _digestOf(slot);
        if (digest == 0 || digest != verdict.digest) revert DigestMismatch(digest, verdict.digest);
        emit PoRepRecorded(verdict.slot, verdict.generation, verdict.digest, verdict.accepted);
        if (!verdict.accepted) {
            slot.state = SlotState.Offered;
            _setDigest(slot, 0);
            return;
        }
        // From here on the word tells of work.
        _setDigest(slot, 0);
        slot.work.accepted = true;
        slot.state = SlotState.Proved;
        ++_status.proved;
        if (_status.state == DealState.Active) _replacementLive(verdict.slot, verdict.generation, slot);
    }

    /// @dev A replacement starts to earn as soon as its PoRep is accepted. Its seal reward is set aside only
    /// if the minimum runway remains, and for at most two replacements of a slot.
    function _replacementLive(uint16 index, uint16 generation, Slot storage slot) private {
        uint32 current = _advanceMeter();
        _meter.offeredRate -= slot.rate;
        _meter.liveRate += slot.rate;
        --_status.proved;
        ++_status.live;
        _enterLive(index, generation, slot, current);

        Head storage head = _heads[index];
        uint256 reward = _sealReward(slot.rate);
        uint256 money = _moneyForAccrual();
        bool affordable =
            reward <= money && _fundedUntil(money - reward, _meter.liveRate, current) >= _runwayFrom(current);
        if (affordable && reward != 0 && head.rewarded < MAX_REWARDED_REPLACEMENTS) {
            ++head.rewarded;
            slot.reward = Reward.Reserved;
            _purse.rewardsReserved += uint128(reward);
        } else {
            slot.reward = Reward.Forfeited;
        }
        _checkpoint();
    }
}
