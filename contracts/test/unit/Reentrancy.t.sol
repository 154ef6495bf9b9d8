// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Consent, PoRepVerdict, ReplaceReason, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Makes one call out of every payment that it gets, and keeps the first four bytes of the refusal.
contract Prober {
    address private _target;
    bytes private _call;
    bytes4 public answer;

    function aim(address target, bytes calldata call_) external {
        (_target, _call, answer) = (target, call_, 0);
    }

    receive() external payable {
        if (_target == address(0)) return;
        (bool ok, bytes memory data) = _target.call(_call);
        answer = ok ? bytes4(0xffffffff) : bytes4(data);
    }
}

/// @dev Nothing that changes a deal can be called from within one of its payments.
contract ReentrancyTest is DealFixture {
    Prober private prober;

    function setUp() public override {
        super.setUp();
        prober = new Prober();
        vm.prank(nodeAddress(0));
        registry.setPayout(address(prober));
        table[0].payout = address(prober);
        publishAndStart(500 ether);
    }

    function _calls() private view returns (bytes[] memory calls) {
        SlotPlan memory plan = table[0];
        bytes32[] memory path = new bytes32[](0);
        bytes32[][] memory paths = new bytes32[][](0);
        WorkLeaf[] memory leaves = new WorkLeaf[](0);
        WorkLeaf memory leaf = work(0, 0, 1, 1, 1, 1);
        calls = new bytes[](21);
        calls[0] = abi.encodeCall(theDeal.topUp, ());
        calls[1] = abi.encodeCall(theDeal.settle, (1, leaf, path));
        calls[2] = abi.encodeCall(theDeal.settleMany, (1, leaves, paths));
        calls[3] = abi.encodeCall(theDeal.withdraw, (payable(address(prober))));
        calls[4] = abi.encodeCall(theDeal.preCommit, (plan, path, bytes32(0)));
        calls[5] = abi.encodeCall(theDeal.proveCommit, (0, 0, bytes32(0)));
        calls[6] = abi.encodeCall(theDeal.refuseSlot, (plan, path));
        calls[7] = abi.encodeCall(theDeal.recordPoReps, (new PoRepVerdict[](0)));
        calls[8] = abi.encodeCall(theDeal.replaceNode, (plan, ReplaceReason.Exited, plan, path));
        calls[9] = abi.encodeCall(theDeal.startDeal, (bytes32(0)));
        calls[10] = abi.encodeCall(theDeal.closeDeal, ());
        calls[11] = abi.encodeCall(theDeal.cancelDeal, ());
        calls[12] = abi.encodeCall(theDeal.endDeal, (1, leaves, paths));
        calls[13] = abi.encodeCall(theDeal.sweep, ());
        calls[14] = abi.encodeCall(theDeal.exitSlot, (0, 0));
        calls[15] = abi.encodeCall(theDeal.releaseSlot, (0));
        calls[16] = abi.encodeCall(theDeal.extendDeal, (1, new Consent[](0)));
        calls[17] = abi.encodeCall(theDeal.disputePoSt, (0, 0, 1, "", ""));
        calls[18] = abi.encodeCall(theDeal.decideDispute, (0, 0, 1, 1, leaf, path));
        calls[19] = abi.encodeCall(theDeal.concludeDispute, (0, 0, 1));
        calls[20] = abi.encodeCall(theDeal.collectFee, ());
    }

    function test_EveryDoorIsShutDuringAPayment() public {
        bytes[] memory calls = _calls();
        for (uint256 i = 0; i < calls.length; ++i) {
            prober.aim(address(theDeal), calls[i]);
            uint256 before = address(prober).balance;
            skipPeriods(2);
            settleOne(period() - 1, diligent(0, period() - 1));
            assertGt(address(prober).balance, before, "there was a payment");
            assertEq(prober.answer(), ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector, vm.toString(i));
        }
    }
}
