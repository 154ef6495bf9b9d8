// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {StorageDealFactory} from "../../src/StorageDealFactory.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {NodeParameters} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Who may do what at the factory, and the limits that a plan meets from below.
contract FactoryRefusalsTest is DealFixture {
    function _lacks(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }

    function test_RevertWhen_TheCallerHasNotTheRole() public {
        bytes memory noPortal = _lacks(admin, factory.PORTAL_ROLE());
        vm.expectRevert(noPortal);
        vm.prank(admin);
        factory.publish(terms, table);
        vm.expectRevert(_lacks(portal, 0));
        vm.prank(portal);
        factory.setImplementation(stranger);
    }

    function test_RevertWhen_ThereIsNothingToClone() public {
        StorageDealFactory empty = new StorageDealFactory(registry, beacon, admin, portal);
        bytes32 role = registry.FACTORY_ROLE();
        vm.prank(admin);
        registry.grantRole(role, address(empty));
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.NoCode.selector, address(0)));
        vm.prank(portal);
        empty.publish(terms, table);
    }

    function test_TheAdminNamesWhoGetsTheFee() public {
        address masked = 0xFF00000000000000000000000000000000001234;
        vm.startPrank(admin);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.MaskedAddress.selector, masked));
        factory.setFeeRecipient(masked);
        vm.expectEmit(address(factory));
        emit IStorageDealFactory.FeeRecipientSet(stranger);
        factory.setFeeRecipient(stranger);
        vm.stopPrank();
        assertEq(factory.feeRecipient(), stranger);
    }

    function test_RevertWhen_TheFileIsSmallerThanTheNodeTakes() public {
        address node = nodeAddress(2);
        vm.prank(node);
        registry.setParameters(1 << 3, _smallest(terms.fileBytes + 1));
        skipPeriods(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.FileSizeRefused.selector, node, terms.fileBytes + 1, 1 << 40, terms.fileBytes
            )
        );
        factory.checkSlot(terms, table[2]);
        factory.checkSlot(terms, table[1]);
    }

    function _smallest(uint64 bytes_) private pure returns (NodeParameters memory next) {
        next = parameters();
        next.minFileSize = bytes_;
    }
}
