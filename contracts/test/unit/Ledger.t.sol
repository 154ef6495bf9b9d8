// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ProofLedger} from "../../src/ProofLedger.sol";
import {IProofLedger} from "../../src/interfaces/IProofLedger.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {WorkLeaf} from "../../src/libraries/Types.sol";
import {Deployment} from "../utils/Deployment.sol";

contract LedgerTest is Deployment {
    function _post(uint64 period_) internal {
        vm.prank(verifier);
        ledger.postVerdicts(period_, keccak256("root"), keccak256("manifest"), "uri");
    }

    function test_PostsOncePerPeriodRisingWithGaps() public {
        uint64 now_ = period();
        _post(now_ - 5);
        _post(now_ - 2);
        assertEq(ledger.lastPeriod(), now_ - 2);
        assertEq(ledger.rootOf(now_ - 3), 0, "a gap");
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.PeriodNotRising.selector, now_ - 2, now_ - 3));
        _post(now_ - 3);
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.PeriodNotRising.selector, now_ - 2, now_ - 2));
        _post(now_ - 2);
    }

    function test_RootMustComeWithinTheDelay() public {
        uint64 now_ = period();
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.PeriodNotOver.selector, now_, now_));
        _post(now_);
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.TooLate.selector, now_ - 7, now_));
        _post(now_ - 7);
        _post(now_ - 6);
    }

    function test_RevertWhen_RootIsEmpty() public {
        vm.expectRevert(IProofLedger.EmptyRoot.selector);
        vm.prank(verifier);
        ledger.postVerdicts(1, 0, 0, "");
    }

    function test_RevertWhen_NotTheVerifier() public {
        uint64 over = period() - 1;
        bytes32 role = ledger.VERIFIER_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, portal, role)
        );
        vm.prank(portal);
        ledger.postVerdicts(over, keccak256("root"), 0, "");
    }

    function test_IsProven() public {
        WorkLeaf memory leaf = WorkLeaf(address(1), 0, 0, 1, 1, 1, 1);
        uint64 over = period() - 1;
        vm.expectRevert(abi.encodeWithSelector(IProofLedger.UnknownRoot.selector, over));
        ledger.isProven(over, leaf, new bytes32[](0));
        vm.prank(verifier);
        ledger.postVerdicts(over, SlotTable.leafOf(leaf), 0, "");
        assertTrue(ledger.isProven(over, leaf, new bytes32[](0)));
        leaf.provenPeriods = 2;
        assertFalse(ledger.isProven(over, leaf, new bytes32[](0)));
    }

    function test_RevertWhen_PeriodHasNoLength() public {
        vm.expectRevert(IProofLedger.ZeroPeriod.selector);
        new ProofLedger(admin, verifier, 0, 6, 1);
    }
}
