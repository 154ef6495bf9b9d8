// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {IMicroNodeRegistry} from "../../src/interfaces/IMicroNodeRegistry.sol";
import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {Consent, DealState, ReplaceReason} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

contract DealExtensionsTest is DealFixture {
    uint64 internal oldEnd;
    uint64 internal newEnd;
    Consent[] internal consents;

    function setUp() public override {
        super.setUp();
        register(5);
        publishAndStart(500 ether);
        oldEnd = theDeal.dealData().endPeriod;
        newEnd = oldEnd + 100;
    }

    function _consent(uint16 slot, string memory who, uint64 until, uint64 deadline) internal {
        (, uint256 key) = makeAddrAndKey(who);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Micro-Storage Platform"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 said = keccak256(
            abi.encode(
                keccak256("ExtensionConsent(address deal,uint16 slot,uint16 generation,uint64 newEnd,uint64 deadline)"),
                address(theDeal),
                slot,
                uint16(0),
                until,
                deadline
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, said)));
        consents.push(Consent(slot, deadline, abi.encodePacked(r, s, v)));
    }

    function _consent(uint16 slot) internal {
        _consent(slot, string.concat("node", vm.toString(slot)), newEnd, uint64(block.timestamp + T));
    }

    function _extend(uint256 value) internal {
        vm.prank(client);
        theDeal.extendDeal{value: value}(newEnd, consents);
    }

    // --------------------------------------------------------------------- good
    function test_NodesThatAgreeStayTheOthersEndWhereTheTermEnded() public {
        _consent(0);
        _consent(2);
        _consent(3);
        uint256 more = cost(100);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.DealExtended(oldEnd, newEnd, more);
        vm.expectEmit(address(theDeal));
        emit IDealEvents.SlotEndSet(1, 0, nodeAddress(1), oldEnd);
        _extend(more);
        assertEq(theDeal.dealData().endPeriod, newEnd);
        assertEq(theDeal.dealData().fundedUntil, newEnd);
        assertEq(theDeal.slotOf(0).end, 0);
        assertEq(theDeal.slotOf(1).end, oldEnd);

        skipPeriods(oldEnd - period());
        theDeal.releaseSlot(1);
        assertEq(registry.nodeOf(nodeAddress(1)).reservedBytes, 0);
        skipPeriods(100);
        settleOne(newEnd - 1, work(0, 0, 1000, 0, 0, newEnd - 1));
        assertEq(payoutOf(0).balance, owed(RATE, 24) + owed(RATE, DURATION + 100));
    }

    function test_ANodeThatDidNotAgreeIsNotPaidForLonger() public {
        _extend(cost(100));
        skipPeriods(newEnd - period());
        settleOne(newEnd - 1, work(1, 0, 1000, 0, 0, newEnd - 1));
        assertEq(payoutOf(1).balance, owed(RATE, 24) + owed(RATE, DURATION));
    }

    function test_MoneyThatIsThereIsEnough() public {
        vm.deal(address(theDeal), address(theDeal).balance + cost(100));
        _extend(0);
        assertEq(theDeal.dealData().fundedUntil, newEnd);
    }

    function test_ALeavingNodeKeepsItsEnd() public {
        vm.prank(nodeAddress(1));
        theDeal.exitSlot(1, 0);
        uint64 end = theDeal.slotOf(1).end;
        _extend(cost(100));
        assertEq(theDeal.slotOf(1).end, end);
    }

    function test_AReplacementTakesOverTheLongerTerm() public {
        _extend(cost(100));
        sealReplacement(replace(1, 5, ReplaceReason.Unhealthy));
        assertEq(theDeal.slotOf(1).end, 0);
    }

    function test_ATermCanBeExtendedAgain() public {
        _consent(0);
        _extend(cost(100));
        delete consents;
        newEnd += 50;
        _consent(0);
        _extend(cost(50));
        assertEq(theDeal.slotOf(0).end, 0);
        assertEq(theDeal.slotOf(1).end, oldEnd);
        assertEq(theDeal.dealData().endPeriod, newEnd);
    }

    // ---------------------------------------------------------------------- bad
    function test_RevertWhen_ItIsNotTheClient() public {
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheClient.selector, client, stranger));
        vm.prank(stranger);
        theDeal.extendDeal(newEnd, consents);
    }

    function test_RevertWhen_TheTermIsNotLonger() public {
        newEnd = oldEnd;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.TermNotLonger.selector, oldEnd, oldEnd));
        _extend(1 ether);
    }

    function test_RevertWhen_TheTermIsTooLong() public {
        uint64 latest = theDeal.dealData().startPeriod + 87_600;
        newEnd = latest + 1;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.TermTooLong.selector, latest, latest + 1));
        _extend(1 ether);
        newEnd = latest;
        _extend(500 ether);
        assertEq(theDeal.dealData().endPeriod, latest);
    }

    function test_RevertWhen_TheRunwayIsTooShort() public {
        // Half of the minimum runway of 48 periods is left when the term ends.
        skipPeriods(DURATION - 24);
        uint64 needed = period() + 48;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.RunwayTooShort.selector, needed, oldEnd));
        _extend(0);
        _extend(cost(24));
        assertEq(theDeal.dealData().fundedUntil, needed);
    }

    function test_RevertWhen_AccrualIsOver() public {
        skipPeriods(DURATION + 1);
        vm.expectPartialRevert(IDealEvents.AccrualOver.selector);
        _extend(1 ether);
    }

    function test_RevertWhen_TheSignatureIsOfSomebodyElse() public {
        _consent(1, "node2", newEnd, uint64(block.timestamp));
        vm.expectRevert(
            abi.encodeWithSelector(IDealEvents.WrongSignature.selector, nodeAddress(1), nodeAddress(2))
        );
        _extend(1 ether);
        consents[0].signature = hex"1234";
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongSignature.selector, nodeAddress(1), address(0)));
        _extend(1 ether);
    }

    function test_RevertWhen_TheAgreementIsForAnotherTerm() public {
        _consent(1, "node1", newEnd - 1, uint64(block.timestamp));
        vm.expectPartialRevert(IDealEvents.WrongSignature.selector);
        _extend(1 ether);
    }

    function test_RevertWhen_TheAgreementIsTooOld() public {
        uint64 deadline = uint64(block.timestamp);
        _consent(1, "node1", newEnd, deadline);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.DeadlinePassed.selector, deadline, deadline + 1));
        _extend(1 ether);
    }

    function test_RevertWhen_TheNodeHasRetired() public {
        vm.prank(nodeAddress(1));
        registry.retire();
        _consent(1);
        vm.expectRevert(abi.encodeWithSelector(IMicroNodeRegistry.Retired.selector, nodeAddress(1)));
        _extend(1 ether);
    }

    function test_RevertWhen_TheNodeNoLongerOffersTheHours() public {
        vm.prank(nodeAddress(1));
        registry.setAvailability(0xffffff);
        _consent(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.HoursNotOffered.selector, nodeAddress(1), 0xffffff, ALL_HOURS
            )
        );
        _extend(1 ether);
    }

    function test_RevertWhen_ALeavingNodeAgrees() public {
        vm.prank(nodeAddress(1));
        theDeal.exitSlot(1, 0);
        _consent(1);
        vm.expectPartialRevert(IDealEvents.SlotLeaves.selector);
        _extend(1 ether);
    }

    function test_RevertWhen_TheSlotIsNotLive() public {
        replace(1, 5, ReplaceReason.Unhealthy);
        _consent(1);
        vm.expectPartialRevert(IDealEvents.WrongSlotState.selector);
        _extend(1 ether);
    }

    function test_RevertWhen_SlotsAreOutOfOrderOrUnknown() public {
        _consent(2);
        _consent(1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotAscending.selector, 1));
        _extend(1 ether);
        delete consents;
        _consent(0);
        _consent(0);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotAscending.selector, 0));
        _extend(1 ether);
        delete consents;
        _consent(4);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotAscending.selector, 4));
        _extend(1 ether);
    }

    function test_RevertWhen_TheDealHasNotStarted() public {
        terms.planId = keccak256("second");
        publish();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Active, DealState.Pending));
        _extend(1 ether);
    }
}
