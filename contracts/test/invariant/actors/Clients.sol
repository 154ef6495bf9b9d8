// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Consent, DealData, DealState, SlotRecord, SlotState} from "../../../src/libraries/Types.sol";
import {Signatures} from "../../utils/Signatures.sol";
import {Sealing} from "./Sealing.sol";

/// @dev The client starts, pays, extends and closes.
abstract contract Clients is Sealing, Signatures {
    uint256 public clientSpent;

    /// @dev Once what lacks is sealed.
    function start(uint96 value) external watched {
        value = uint96(bound(value, 0, 2e14));
        for (uint16 i = 0; i < SLOTS; ++i) {
            _seal(i);
        }
        bytes32 hash = target.termsHash();
        vm.prank(client);
        target.startDeal{value: value}(hash);
        _spent(value);
    }

    function topUp(uint96 value, uint8 chance) external watched {
        _seldom(chance, 2);
        value = uint96(bound(value, 0, 2e13));
        vm.prank(client);
        target.topUp{value: value}();
        _spent(value);
    }

    /// @param staying bit i: the node of slot i agrees, if it may
    function extend(uint8 periods, uint96 value, uint8 staying) external watched {
        _seldom(staying, 2);
        value = uint96(bound(value, 0, 1e14));
        DealData memory data = target.dealData();
        if (data.state != DealState.Active) revert Idle();
        uint64 newEnd = data.endPeriod + periods;
        Consent[] memory consents = _consents(newEnd, staying / 2);
        vm.prank(client);
        target.extendDeal{value: value}(newEnd, consents);
        _spent(value);
    }

    function close(uint8 chance) external watched {
        _seldom(chance, _isPending() ? 64 : 8);
        vm.prank(client);
        target.closeDeal();
    }

    function _spent(uint256 value) private {
        moneyIn += value;
        clientSpent += value;
    }

    function _consents(uint64 newEnd, uint256 staying) private returns (Consent[] memory consents) {
        consents = new Consent[](SLOTS);
        uint256 found;
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf(i);
            if ((staying >> i) % 2 == 0 || slot.state != SlotState.Live || slot.end != 0) continue;
            uint64 deadline = uint64(block.timestamp) + T;
            bytes memory signature = _signConsent(
                address(registry), _keyOf(slot.node), address(target), i, slot.generation, newEnd, deadline
            );
            consents[found++] = Consent(i, deadline, signature);
        }
        assembly ("memory-safe") {
            mstore(consents, found)
        }
    }

    function _keyOf(address node) private view returns (uint256) {
        for (uint256 i = 0; i < setting.nodes.length; ++i) {
            if (setting.nodes[i] == node) return setting.nodeKeys[i];
        }
        revert Idle();
    }
}
