// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealState, WorkLeaf} from "../../../src/libraries/Types.sol";
import {Roots} from "./Roots.sol";

/// @dev Whoever settles, from whatever root, and in whatever order.
abstract contract Settlers is Roots {
    function settle(uint256 root, uint256 leaf) external watched {
        Root storage chosen = _aRoot(root);
        (WorkLeaf memory one, bytes32[] memory path) = _withPath(chosen, leaf % chosen.leaves.length);
        uint64 funded = target.dealData().fundedUntil;
        try target.settle(chosen.period, one, path) {}
        catch {
            _refused();
        }
        if (_dataAfter().fundedUntil != funded) _break("settling moved fundedUntil");
    }

    function settleAll(uint256 root) external watched {
        _settleAll(_aRoot(root), false);
    }

    /// @dev A second time there is nothing left.
    function settleTwice(uint256 root) external watched {
        _settleAll(_aRoot(root), false);
        uint256 paid = target.dealData().paid;
        _settleAll(_aRoot(root), true);
        if (_dataAfter().paid != paid) _break("settled twice");
    }

    /// @dev Two roots in both orders: everybody has the same afterwards.
    function settleInAnyOrder(uint256 first, uint256 second, uint8 chance) external watched {
        _seldom(chance, 8);
        uint256 before = vm.snapshotState();
        _settleAll(_aRoot(first), false);
        _settleAll(_aRoot(second), true);
        bytes32 one = _fortunes();
        // Also takes back what this handler stored.
        if (!vm.revertToStateAndDelete(before)) _break("no snapshot");
        _settleAll(_aRoot(second), false);
        _settleAll(_aRoot(first), true);
        if (_fortunes() != one) _break("the order of settling mattered");
    }

    function _settleAll(Root storage chosen, bool backwards) private {
        (WorkLeaf[] memory leaves, bytes32[][] memory paths) = _withPaths(chosen);
        if (backwards) {
            for (uint256 i = 0; i < leaves.length / 2; ++i) {
                uint256 j = leaves.length - 1 - i;
                (leaves[i], leaves[j]) = (leaves[j], leaves[i]);
                (paths[i], paths[j]) = (paths[j], paths[i]);
            }
        }
        try target.settleMany(chosen.period, leaves, paths) {}
        catch {
            _refused();
        }
    }

    /// @dev Only before the start and after the retention may a leaf be refused that is in the ledger. To revert
    /// in any other case would hide it.
    function _refused() private {
        if (target.dealData().state != DealState.Active) revert Idle();
        _break("a proven leaf was refused");
    }

    /// @dev What everybody has: money, credit, work history.
    function _fortunes() private view returns (bytes32 all) {
        all = keccak256(abi.encode(target.purse(), address(target).balance, client.balance));
        for (uint256 i = 0; i < setting.payees.length; ++i) {
            address payee = setting.payees[i];
            all = keccak256(abi.encode(all, payee.balance, target.creditOf(payee)));
        }
        for (uint256 i = 0; i < setting.nodes.length; ++i) {
            all = keccak256(abi.encode(all, registry.nodeOf(setting.nodes[i])));
        }
    }
}
