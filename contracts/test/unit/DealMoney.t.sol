// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealEvents} from "../../src/interfaces/IDealEvents.sol";
import {DealData, DealState, ReplaceReason, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";
import {Bookkeeper, Guzzler, Picky, Reentrant, ReturnBomb} from "../utils/Payees.sol";

/// @dev Start, top-up, fundedUntil, close, and payments that do not go through.
contract DealMoneyTest is DealFixture {
    function setUp() public override {
        super.setUp();
        publish();
    }

    // -------------------------------------------------------------------- start
    function test_RevertWhen_NotEverySlotIsProved() public {
        seal(0);
        bytes32 hash = theDeal.termsHash();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.SlotsNotProved.selector, SLOTS, 1));
        vm.prank(client);
        theDeal.startDeal{value: 1 ether}(hash);
    }

    function test_RevertWhen_StartIsNotTheClients() public {
        sealAll();
        bytes32 hash = theDeal.termsHash();
        vm.deal(stranger, 1000 ether);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheClient.selector, client, stranger));
        vm.prank(stranger);
        theDeal.startDeal{value: 500 ether}(hash);
    }

    function test_RevertWhen_StartIsLate() public {
        sealAll();
        bytes32 hash = theDeal.termsHash();
        vm.warp(terms.startDeadline + 1);
        vm.expectPartialRevert(IDealEvents.DeadlinePassed.selector);
        vm.prank(client);
        theDeal.startDeal{value: 500 ether}(hash);
    }

    function test_StartNeedsTheMinimumRunway() public {
        sealAll();
        bytes32 hash = theDeal.termsHash();
        uint256 needed = cost(48) + rewards();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.BelowMinimumRunway.selector, needed, needed - 1));
        vm.prank(client);
        theDeal.startDeal{value: needed - 1}(hash);
        start(needed);
        assertEq(theDeal.dealData().fundedUntil, period() + 48);
    }

    function test_StartCountsMoneyThatIsThereAlready() public {
        sealAll();
        vm.deal(stranger, 1000 ether);
        vm.startPrank(stranger);
        theDeal.topUp{value: cost(48)}();
        (bool ok,) = address(theDeal).call{value: rewards()}("");
        vm.stopPrank();
        assertTrue(ok);
        start(0);
        assertEq(theDeal.dealData().fundedUntil, period() + 48);
    }

    function test_StartTakesTheWholeTermAtMost() public {
        sealAll();
        uint256 before = client.balance;
        vm.expectEmit(address(theDeal));
        uint256 whole = cost(DURATION) + rewards();
        emit IDealEvents.DealStarted(period(), period() + DURATION, 700 ether, 700 ether - whole);
        start(700 ether);
        assertEq(before - client.balance, whole);
        assertEq(theDeal.dealData().clientBalance, cost(DURATION));
    }

    function test_RevertWhen_StartedTwice() public {
        sealAll();
        start(500 ether);
        bytes32 hash = theDeal.termsHash();
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.WrongState.selector, DealState.Pending, DealState.Active));
        vm.prank(client);
        theDeal.startDeal{value: 1 ether}(hash);
    }

    // -------------------------------------------------------- top-up, funded until
    function test_TopUpMovesFundedUntil() public {
        sealAll();
        start(cost(48) + rewards());
        uint64 begin = period();
        skipPeriods(20);
        vm.deal(stranger, 10 ether);
        vm.prank(stranger);
        theDeal.topUp{value: cost(10)}();
        assertEq(theDeal.dealData().fundedUntil, begin + 58);
        // A bare transfer is counted by the next checkpoint, here one without value.
        vm.deal(address(theDeal), address(theDeal).balance + cost(10));
        assertEq(theDeal.dealData().fundedUntil, begin + 58);
        theDeal.topUp();
        assertEq(theDeal.dealData().fundedUntil, begin + 68);
    }

    function test_FundedUntilNeverPassesTheTerm() public {
        sealAll();
        start(500 ether);
        theDeal.topUp{value: 100 ether}();
        assertEq(theDeal.dealData().fundedUntil, period() + DURATION);
    }

    function test_ExhaustedBalanceIsFinal() public {
        sealAll();
        start(cost(48) + rewards());
        uint64 begin = period();
        skipPeriods(48);
        theDeal.topUp();
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.AccrualOver.selector, begin + 48, begin + 49));
        theDeal.topUp{value: 1 ether}();
        vm.deal(address(theDeal), address(theDeal).balance + 5 ether);
        assertEq(theDeal.dealData().accrued, cost(48), "late money changes nothing");
        assertEq(theDeal.dealData().clientBalance, 5 ether);
        vm.expectPartialRevert(IDealEvents.AccrualOver.selector);
        vm.prank(client);
        theDeal.closeDeal();
    }

    function test_SettlingDoesNotMoveFundedUntil() public {
        sealAll();
        start(cost(48) + rewards());
        uint64 begin = period();
        skipPeriods(10);
        uint64 until = theDeal.dealData().fundedUntil;
        settleOne(begin + 9, work(0, 0, 9, 9, 9, begin + 9));
        assertEq(theDeal.dealData().fundedUntil, until);
        theDeal.topUp();
        assertEq(theDeal.dealData().fundedUntil, until, "nor does it change what the money covers");
    }

    // -------------------------------------------------------------------- close
    function test_CloseReturnsWhatIsNotNeededAtOnce() public {
        sealAll();
        start(cost(100) + rewards());
        uint64 begin = period();
        skipPeriods(10);
        settleOne(begin + 9, work(0, 0, 9, 9, 9, begin + 9));
        uint256 before = client.balance;
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(client.balance - before, cost(100) - cost(10));
        DealData memory data = theDeal.dealData();
        assertEq(data.accrualEnd, begin + 10);
        assertEq(data.clientBalance, 0);
        assertEq(data.contractBalance, cost(10) - owed(RATE, 9));
        skipPeriods(20);
        assertEq(theDeal.dealData().accrued, cost(10), "nothing accrues any more");
        settleOne(begin + 29, work(0, 0, 29, 29, 29, begin + 29));
        assertEq(theDeal.settledOf(0, 0).paid, owed(RATE, 10));
        assertEq(theDeal.settledOf(0, 0).commitments, 10);
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.AccrualOver.selector, begin + 10, begin + 30));
        vm.prank(client);
        theDeal.closeDeal();
    }

    function test_ClosedDealCannotBeReopenedInTheSamePeriod() public {
        sealAll();
        start(500 ether);
        vm.startPrank(client);
        theDeal.closeDeal();
        vm.expectPartialRevert(IDealEvents.AccrualOver.selector);
        theDeal.topUp{value: 1 ether}();
        vm.expectPartialRevert(IDealEvents.AccrualOver.selector);
        theDeal.closeDeal();
        vm.stopPrank();
    }

    function test_CloseBeforeActivationCancels() public {
        preCommit(0);
        vm.deal(address(theDeal), 3 ether);
        uint256 before = client.balance;
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NotTheClient.selector, client, stranger));
        vm.prank(stranger);
        theDeal.closeDeal();
        vm.prank(client);
        theDeal.closeDeal();
        assertEq(client.balance - before, 3 ether);
        assertEq(uint8(theDeal.dealData().state), uint8(DealState.Cancelled));
        for (uint256 i = 0; i < SLOTS; ++i) {
            assertEq(registry.nodeOf(nodeAddress(i)).reservedBytes, 0);
        }
    }

    // ------------------------------------------------------------ odd receivers
    function _activeWithPayout(address payout) internal {
        // A plan names the payout that the registry holds.
        vm.prank(nodeAddress(0));
        registry.setPayout(payout);
        terms.planId = keccak256("odd payout");
        table[0].payout = payout;
        publish();
        sealAll();
        start(500 ether);
    }

    function test_RefusedPaymentsAreCredited() public {
        Picky picky = new Picky();
        _activeWithPayout(address(picky));
        assertEq(theDeal.creditOf(address(picky)), owed(RATE, 24));
        assertEq(theDeal.dealData().liabilities, owed(RATE, 24));

        vm.expectRevert(abi.encodeWithSelector(IDealEvents.PaymentFailed.selector, address(picky), owed(RATE, 24)));
        theDeal.withdraw(payable(address(picky)));
        picky.open();
        theDeal.withdraw(payable(address(picky)));
        assertEq(address(picky).balance, owed(RATE, 24));
        vm.expectRevert(abi.encodeWithSelector(IDealEvents.NothingToWithdraw.selector, address(picky)));
        theDeal.withdraw(payable(address(picky)));
    }

    function test_PayeeCannotBurnTheGasOfOthers() public {
        Guzzler guzzler = new Guzzler();
        _activeWithPayout(address(guzzler));
        assertEq(theDeal.creditOf(address(guzzler)), owed(RATE, 24));
        assertEq(payoutOf(1).balance, owed(RATE, 24));
    }

    function test_PayeeCannotReturnABomb() public {
        ReturnBomb bomb = new ReturnBomb();
        _activeWithPayout(address(bomb));
        assertEq(theDeal.creditOf(address(bomb)) + address(bomb).balance, owed(RATE, 24));
        assertEq(payoutOf(1).balance, owed(RATE, 24));
    }

    function test_PayeeCannotReenter() public {
        Reentrant reentrant = new Reentrant();
        _activeWithPayout(address(reentrant));
        reentrant.aim(theDeal);
        uint64 begin = period();
        skipPeriods(5);
        settleOne(begin + 4, work(0, 0, 4, 4, 4, begin + 4));
        assertFalse(reentrant.succeeded());
        assertEq(theDeal.settledOf(0, 0).paid, owed(RATE, 4));
    }

    /// @dev Who calls with little gas must not be able to turn payments into credits.
    function test_RevertWhen_GasIsTooLittleToPay() public {
        Bookkeeper bookkeeper = new Bookkeeper();
        _activeWithPayout(address(bookkeeper));
        uint64 begin = period();
        skipPeriods(5);
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = work(0, 0, 3, 3, 3, begin + 3);
        bytes32[][] memory paths = post(begin + 4, leaves);
        uint256 failed;
        for (uint256 gas_ = 50_000; gas_ < 260_000; gas_ += 3_000) {
            uint256 snapshot = vm.snapshotState();
            try theDeal.settle{gas: gas_}(begin + 4, leaves[0], paths[0]) {
                assertEq(theDeal.creditOf(address(bookkeeper)), 0);
            } catch {
                ++failed;
            }
            vm.revertToState(snapshot);
        }
        assertGt(failed, 10);
        assertLt(failed, 50);
    }

    // --------------------------------------------------------------------- fuzz
    /// @dev Whatever comes in when, the money covers exactly the periods it is said to cover.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: long.fuzz.runs = 10000
    function testFuzz_FundedUntilIsWhatTheMoneyCovers(uint96 first, uint96 second, uint8 later) public {
        uint256 least = cost(48) + rewards();
        uint256 value = bound(first, least, 400 ether);
        sealAll();
        start(value);
        uint64 begin = period();
        skipPeriods(later % 40);
        vm.deal(stranger, 400 ether);
        uint256 more = bound(second, 0, 400 ether);
        vm.prank(stranger);
        theDeal.topUp{value: more}();

        uint256 money = value + more > cost(DURATION) + rewards() && value > cost(DURATION) + rewards()
            ? cost(DURATION) + more
            : value + more - rewards();
        uint256 covered = theDeal.dealData().fundedUntil - begin;
        assertLe(cost(covered), money);
        if (covered < DURATION) assertGt(cost(covered + 1), money);
    }

    /// forge-config: default.fuzz.runs = 48
    /// forge-config: long.fuzz.runs = 10000
    function testFuzz_ReplacementsNeverMakeTheDealInsolvent(uint8[6] memory steps, uint96 value) public {
        register(5);
        register(6);
        sealAll();
        start(bound(value, cost(48) + rewards(), 400 ether));
        for (uint256 i = 0; i < 6; ++i) {
            skipPeriods(steps[i] % 20);
            if (period() > theDeal.dealData().accrualEnd) return;
            sealReplacement(replace(uint16(steps[i] % SLOTS), 5 + i % 2, ReplaceReason.Unhealthy));
            DealData memory data = theDeal.dealData();
            assertGe(data.fundedUntil, period());
            assertGe(data.contractBalance, data.liabilities);
        }
    }
}
