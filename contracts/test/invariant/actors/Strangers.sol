// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Consent, ReplaceReason, SlotPlan, SlotRecord, SlotState, WorkLeaf} from "../../../src/libraries/Types.sol";
import {Portal} from "./Portal.sol";

/// @dev What anybody may do, and what nobody but the one in charge may.
abstract contract Strangers is Portal {
    function plainTransfer(uint96 value) external watched {
        value = uint96(bound(value, 0, 2e13));
        (bool ok,) = address(target).call{value: value}("");
        require(ok);
        moneyIn += value;
    }

    function withdraw(uint8 who) external watched {
        for (uint256 i = 0; i < setting.payees.length; ++i) {
            address payee = setting.payees[(i + who) % setting.payees.length];
            if (target.creditOf(payee) != 0) return target.withdraw(payable(payee));
        }
        revert Idle();
    }

    function openPayee(uint8 chance) external watched {
        _seldom(chance, 16);
        setting.picky.open();
    }

    function sweep() external watched {
        target.sweep();
    }

    function collectFee() external watched {
        target.collectFee();
    }

    function release(uint16 index) external watched {
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf((index % SLOTS + i) % SLOTS);
            bool over = slot.end != 0 && ledger.currentPeriod() >= slot.end;
            if (slot.state == SlotState.Live && over) return target.releaseSlot((index % SLOTS + i) % SLOTS);
        }
        revert Idle();
    }

    function endByAnyone(uint256 root) external watched {
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(_aRoot(root));
        uint64 period = _aRoot(root).period;
        vm.prank(NOBODY);
        target.endDeal(period, leaves, paths);
    }

    function cancelLate() external watched {
        uint64 deadline = target.terms().startDeadline;
        vm.prank(NOBODY);
        target.cancelDeal();
        if (block.timestamp <= deadline) _break("cancelled before the deadline");
    }

    /// @dev Tried by others than the one in charge, also by one role in place of another.
    function trespass(uint16 index, uint8 what, uint8 who) external watched {
        index %= SLOTS;
        SlotRecord memory slot = target.slotOf(index);
        address node = setting.nodes[who % setting.nodes.length];
        address[4] memory others = [NOBODY, address(setting.picky), node == slot.node ? NOBODY : node, verifier];
        bytes memory call = _forbidden(index, slot, what % 10);
        vm.prank(others[who % 4]);
        (bool ok,) = address(target).call(call);
        if (ok) _break("somebody did what is another's");
    }

    function _forbidden(uint16 index, SlotRecord memory slot, uint8 what) private view returns (bytes memory) {
        if (what == 0 || what == 4) {
            SlotPlan memory plan = _planFor(index, slot.generation + 1, setting.nodes[0]);
            return abi.encodeCall(target.replaceNode, (plan, ReplaceReason.Unhealthy, table[index], paths[index]));
        }
        if (what == 1) return abi.encodeCall(target.closeDeal, ());
        if (what == 2) return abi.encodeCall(target.extendDeal, (type(uint32).max, new Consent[](0)));
        if (what == 3) return abi.encodeCall(target.startDeal, (target.termsHash()));
        if (what == 5) return abi.encodeCall(target.exitSlot, (index, slot.generation));
        if (what == 6) return abi.encodeCall(target.proveCommit, (index, slot.generation, keccak256("porep")));
        uint64 period = ledger.currentPeriod();
        if (what == 7) return abi.encodeCall(target.submitPoSt, (index, slot.generation, period, keccak256("post")));
        (SlotPlan memory own, bytes32[] memory path) = _planOf(index, slot);
        if (what == 8) return abi.encodeCall(target.preCommit, (own, path, keccak256("commR")));
        return abi.encodeCall(target.refuseSlot, (own, path));
    }
}
