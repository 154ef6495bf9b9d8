// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {FilecoinBeacon} from "../../src/beacon/FilecoinBeacon.sol";
import {LocalBeacon} from "../../src/beacon/LocalBeacon.sol";
import {IBeacon, IRecordingBeacon} from "../../src/interfaces/IBeacon.sol";

contract LocalBeaconTest is Test {
    uint64 private constant T = 60;
    LocalBeacon private beacon;

    function setUp() public {
        beacon = new LocalBeacon(T, 3);
        vm.warp(1_000_000 * uint256(T));
        vm.roll(500);
    }

    function test_RecordsInTheFirstQuarterOnly() public {
        vm.warp(block.timestamp + 15);
        vm.expectRevert(abi.encodeWithSelector(IRecordingBeacon.RecordedTooLate.selector, 1_000_000, 15, 15));
        beacon.record();
        vm.warp(block.timestamp - 1);
        bytes32 seed = beacon.record();
        assertEq(beacon.ofPeriod(1_000_000), seed);
        assertEq(seed, keccak256(abi.encode(block.prevrandao, blockhash(499), uint64(1_000_000))));
        vm.expectRevert(abi.encodeWithSelector(IRecordingBeacon.AlreadyRecorded.selector, 1_000_000));
        beacon.record();
    }

    function test_PeriodWithoutRecordIsVoid() public {
        vm.expectRevert(abi.encodeWithSelector(IBeacon.PeriodSeedMissing.selector, 1_000_000));
        beacon.ofPeriod(1_000_000);
    }

    function test_KeepsTheHashesOf256Blocks() public {
        assertEq(beacon.at(499), blockhash(499));
        assertEq(beacon.at(244), blockhash(244));
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RandomnessUnavailable.selector, 243, 500));
        beacon.at(243);
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RandomnessUnavailable.selector, 500, 500));
        beacon.at(500);
    }
}

contract FilecoinBeaconTest is Test {
    address private constant PRECOMPILE = 0xfE00000000000000000000000000000000000006;
    uint64 private constant GENESIS = 1_598_306_400;
    uint64 private constant T = 3600;
    FilecoinBeacon private beacon;

    function setUp() public {
        beacon = new FilecoinBeacon(GENESIS, T, 150);
        vm.roll(4_000_000);
    }

    function test_FirstEpochOfAPeriod() public view {
        uint64 period = 470_000;
        uint64 epoch = beacon.firstEpochOf(period);
        assertGe(GENESIS + 30 * epoch, period * T);
        assertLt(GENESIS + 30 * (epoch - 1), period * T);
        assertEq(beacon.firstEpochOf(0), 0, "before the chain began");
    }

    /// @dev Genesis need not lie on a period's boundary, nor the boundary on an epoch.
    function testFuzz_FirstEpochIsTheFirst(uint32 genesis, uint16 length, uint32 period) public {
        vm.assume(length != 0 && genesis != 0);
        FilecoinBeacon any = new FilecoinBeacon(genesis, length, 150);
        uint256 begin = uint256(period) * length;
        uint256 epoch = any.firstEpochOf(period);
        assertGe(genesis + 30 * epoch, begin);
        if (epoch > 0) assertLt(genesis + 30 * (epoch - 1), begin);
    }

    function test_AsksThePrecompileForThatEpoch() public {
        uint64 period = 470_000;
        bytes32 value = keccak256("drand");
        vm.mockCall(PRECOMPILE, abi.encode(uint256(beacon.firstEpochOf(period))), abi.encode(value));
        assertEq(beacon.ofPeriod(period), value);
    }

    function test_NeverAsksForTheFuture() public {
        // Any call to the precompile would answer here.
        vm.mockCall(PRECOMPILE, bytes(""), abi.encode(keccak256("drand")));
        vm.expectRevert(abi.encodeWithSelector(IBeacon.RandomnessUnavailable.selector, 4_000_000, 4_000_000));
        beacon.at(4_000_000);
        uint64 period = (GENESIS + 30 * 4_000_000) / T + 1;
        vm.expectRevert(abi.encodeWithSelector(IBeacon.PeriodSeedMissing.selector, period));
        beacon.ofPeriod(period);
        assertEq(beacon.at(3_999_999), keccak256("drand"));
    }

    function test_RevertWhen_AnswerIsNot32Bytes() public {
        bytes memory refused = abi.encodeWithSelector(IBeacon.RandomnessUnavailable.selector, 1, 4_000_000);
        vm.mockCall(PRECOMPILE, bytes(""), hex"0011");
        vm.expectRevert(refused);
        beacon.at(1);
        vm.mockCall(PRECOMPILE, bytes(""), bytes(""));
        vm.expectRevert(refused);
        beacon.at(1);
        vm.mockCallRevert(PRECOMPILE, bytes(""), bytes(""));
        vm.expectRevert(refused);
        beacon.at(1);
    }
}
