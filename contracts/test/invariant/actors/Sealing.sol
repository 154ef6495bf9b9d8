// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {SlotRecord, SlotState} from "../../../src/libraries/Types.sol";
import {Nodes} from "./Nodes.sol";
import {Roots} from "./Roots.sol";

/// @dev Node and verifier together: one by one their steps seldom come to a good end in time.
abstract contract Sealing is Nodes, Roots {
    function seal(uint16 index) external watched {
        SlotRecord memory slot;
        (index, slot) = _pick(index, SlotState.Offered);
        _seal(index);
    }

    /// @dev What a slot still lacks to be proved.
    function _seal(uint16 index) internal {
        SlotRecord memory slot = target.slotOf(index);
        if (slot.state == SlotState.Offered) {
            _preCommit(index, slot);
            _followSlots();
        }
        if (slot.state != SlotState.Offered && slot.state != SlotState.PreCommitted) return;
        _prove(index, slot);
        _judge(index, slot, true);
        _followSlots();
    }
}
