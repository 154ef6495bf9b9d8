// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IDelayedRoles} from "../../src/interfaces/IDelayedRoles.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract RolesTest is DealFixture {
    uint64 internal constant DELAY = 2 days;
    bytes32 internal constant PORTAL_ROLE = keccak256("PORTAL_ROLE");
    address internal heir = makeAddr("heir");

    function _setDelay() internal {
        vm.prank(admin);
        factory.setRoleDelay(DELAY);
    }

    function _propose(address account) internal {
        vm.prank(admin);
        factory.proposeRole(PORTAL_ROLE, account);
    }

    function _lacksAdmin(address account) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IAccessControl.AccessControlUnauthorizedAccount.selector, account, bytes32(0)
        );
    }

    function test_ARoleChangesHandsInTwoStepsAfterTheDelay() public {
        _setDelay();
        uint64 from = uint64(block.timestamp) + DELAY;
        vm.expectEmit(address(factory));
        emit IDelayedRoles.RoleProposed(PORTAL_ROLE, heir, from);
        _propose(heir);
        assertEq(factory.acceptableFrom(PORTAL_ROLE, heir), from);
        vm.warp(from - 1);
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.TooEarly.selector, from, from - 1));
        vm.prank(heir);
        factory.acceptRole(PORTAL_ROLE, heir);
        vm.warp(from);
        assertFalse(factory.hasRole(PORTAL_ROLE, heir));
        vm.prank(heir);
        factory.acceptRole(PORTAL_ROLE, heir);
        assertTrue(factory.hasRole(PORTAL_ROLE, heir));
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.NotProposed.selector, PORTAL_ROLE, heir));
        vm.prank(heir);
        factory.acceptRole(PORTAL_ROLE, heir);
    }

    function test_RevertWhen_GrantedAtOnceAfterTheDelayWasSet() public {
        vm.prank(admin);
        factory.grantRole(PORTAL_ROLE, heir);
        _setDelay();
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.GrantsAreDelayed.selector, DELAY));
        vm.prank(admin);
        factory.grantRole(PORTAL_ROLE, stranger);
    }

    function test_RevertWhen_TheDelayGetsShorter() public {
        _setDelay();
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.DelayNotLonger.selector, DELAY, DELAY));
        vm.prank(admin);
        factory.setRoleDelay(DELAY);
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.DelayTooLong.selector, 30 days, 30 days + 1));
        vm.prank(admin);
        factory.setRoleDelay(30 days + 1);
        vm.prank(admin);
        factory.setRoleDelay(30 days);
        assertEq(factory.roleDelay(), 30 days);
        vm.expectRevert(_lacksAdmin(stranger));
        vm.prank(stranger);
        factory.setRoleDelay(30 days + 1);
    }

    function test_AProposalCanBeWithdrawn() public {
        _propose(heir);
        vm.expectRevert(_lacksAdmin(stranger));
        vm.prank(stranger);
        factory.withdrawProposal(PORTAL_ROLE, heir);
        vm.startPrank(admin);
        factory.withdrawProposal(PORTAL_ROLE, heir);
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.NotProposed.selector, PORTAL_ROLE, heir));
        factory.withdrawProposal(PORTAL_ROLE, heir);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.NotProposed.selector, PORTAL_ROLE, heir));
        vm.prank(heir);
        factory.acceptRole(PORTAL_ROLE, heir);
    }

    function test_RevertWhen_SomebodyElseProposesOrAccepts() public {
        vm.expectRevert(_lacksAdmin(stranger));
        vm.prank(stranger);
        factory.proposeRole(PORTAL_ROLE, stranger);
        _propose(heir);
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.NotTheAccount.selector, heir, admin));
        vm.prank(admin);
        factory.acceptRole(PORTAL_ROLE, heir);
    }

    /// @dev A contract cannot answer; who proposed it confirms it.
    function test_TheAdminAcceptsForAContract() public {
        _setDelay();
        _propose(address(ledger));
        vm.warp(vm.getBlockTimestamp() + DELAY);
        vm.expectRevert(_lacksAdmin(stranger));
        vm.prank(stranger);
        factory.acceptRole(PORTAL_ROLE, address(ledger));
        vm.prank(admin);
        factory.acceptRole(PORTAL_ROLE, address(ledger));
        assertTrue(factory.hasRole(PORTAL_ROLE, address(ledger)));
    }

    function test_TheAdminItselfChangesLikeEveryRole() public {
        _setDelay();
        vm.prank(admin);
        factory.proposeRole(0x00, heir);
        vm.warp(vm.getBlockTimestamp() + DELAY);
        vm.prank(heir);
        factory.acceptRole(0x00, heir);
        vm.prank(heir);
        factory.revokeRole(0x00, admin);
        assertFalse(factory.hasRole(0x00, admin));
        assertTrue(factory.hasRole(0x00, heir));
    }

    function test_TakingARoleAwayIsImmediate() public {
        _setDelay();
        vm.prank(admin);
        factory.revokeRole(PORTAL_ROLE, portal);
        assertFalse(factory.hasRole(PORTAL_ROLE, portal));
    }

    function test_RevertWhen_SomebodyElseGivesOrTakesARole() public {
        vm.startPrank(stranger);
        vm.expectRevert(_lacksAdmin(stranger));
        factory.grantRole(PORTAL_ROLE, stranger);
        vm.expectRevert(_lacksAdmin(stranger));
        factory.revokeRole(PORTAL_ROLE, portal);
        vm.stopPrank();
    }

    function test_AHolderGivesUpItsOwnRoleOnly() public {
        _setDelay();
        bytes memory notItsOwn = abi.encodeWithSelector(IAccessControl.AccessControlBadConfirmation.selector);
        vm.startPrank(portal);
        vm.expectRevert(notItsOwn);
        factory.renounceRole(0x00, admin);
        vm.expectRevert(notItsOwn);
        registry.renounceRole(0x00, admin);
        factory.renounceRole(PORTAL_ROLE, portal);
        vm.stopPrank();
        assertFalse(factory.hasRole(PORTAL_ROLE, portal));
        assertTrue(registry.hasRole(0x00, admin));
    }

    function test_LedgerAndRegistryHaveTheSameRules() public {
        vm.startPrank(admin);
        ledger.setRoleDelay(DELAY);
        registry.setRoleDelay(DELAY);
        bytes32 role = ledger.VERIFIER_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.GrantsAreDelayed.selector, DELAY));
        ledger.grantRole(role, heir);
        role = registry.FACTORY_ROLE();
        vm.expectRevert(abi.encodeWithSelector(IDelayedRoles.GrantsAreDelayed.selector, DELAY));
        registry.grantRole(role, heir);
        vm.stopPrank();
    }

    // --------------------------------------------------------------------- pause
    function test_PauseStopsPublishingAndNothingElse() public {
        publishAndStart(500 ether);
        vm.prank(admin);
        factory.setPaused(true);
        terms.planId = keccak256("second");
        vm.expectRevert(IStorageDealFactory.PublishingIsPaused.selector);
        vm.prank(portal);
        factory.publish(terms, table);
        skipPeriods(3);
        settleOne(period() - 1, diligent(1, period() - 1));
        vm.prank(client);
        theDeal.closeDeal();
        vm.prank(admin);
        factory.setPaused(false);
        vm.prank(portal);
        factory.publish(terms, table);
    }

    function test_RevertWhen_SomebodyElsePausesOrRedirectsTheFee() public {
        vm.expectRevert(_lacksAdmin(portal));
        vm.prank(portal);
        factory.setPaused(true);
        vm.expectRevert(_lacksAdmin(portal));
        vm.prank(portal);
        factory.setFeeRecipient(portal);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.MaskedAddress.selector, address(0)));
        vm.prank(admin);
        factory.setFeeRecipient(address(0));
    }
}
