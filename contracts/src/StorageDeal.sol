// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealSettlement} from "./deal/DealSettlement.sol";
import {DealSlots} from "./deal/DealSlots.sol";
import {DealParts, DealStorage} from "./deal/DealStorage.sol";
import {DealVerdicts} from "./deal/DealVerdicts.sol";
import {IDealCore} from "./interfaces/IDealCore.sol";
import {DealState, WorkLeaf} from "./libraries/Types.sol";

/// @title One storage deal: slots, proofs, money
/// @notice The implementation behind every deal's clone. A clone answers to IStorageDeal: what happens often is
/// here, the rest in StorageDealExtension, because the whole does not fit into one contract's size limit.
contract StorageDeal is DealSlots, DealVerdicts, DealSettlement {
    address public immutable EXTENSION;

    constructor(DealParts memory parts, address extension) DealStorage(parts) {
        EXTENSION = extension;
    }

    /// @dev A plain transfer is counted at the next checkpoint, as if the chain had run no code.
    receive() external payable {}

    fallback() external payable {
        address extension = EXTENSION;
        assembly ("memory-safe") {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), extension, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }

    /// @inheritdoc IDealCore
    function topUp() external payable nonReentrant {
        _requireOpen();
        emit ToppedUp(msg.sender, msg.value);
        if (_status.state == DealState.Active) _checkpoint();
    }

    /// @inheritdoc IDealCore
    function settle(uint64 period, WorkLeaf calldata leaf, bytes32[] calldata path) external nonReentrant {
        _requireSettleable();
        _settle(_rootOf(period), leaf, path);
    }

    /// @inheritdoc IDealCore
    function settleMany(uint64 period, WorkLeaf[] calldata leaves, bytes32[][] calldata paths) external nonReentrant {
        _requireSettleable();
        _settleAll(_rootOf(period), leaves, paths);
    }

    /// @inheritdoc IDealCore
    function withdraw(address payable account) external nonReentrant {
        uint256 amount = _credits[account];
        if (amount == 0) revert NothingToWithdraw(account);
        _credits[account] = 0;
        _purse.credited -= uint128(amount);
        emit Withdrawn(account, amount);
        if (!_push(account, amount, gasleft())) revert PaymentFailed(account, amount);
    }

    /// @inheritdoc IDealCore
    function creditOf(address account) external view returns (uint256) {
        return _credits[account];
    }
}
