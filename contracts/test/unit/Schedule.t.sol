// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Schedule} from "../../src/libraries/Schedule.sol";

contract ScheduleTest is Test {
    function test_GapOfKnownWeeks() public pure {
        assertEq(Schedule.longestGap(0), 168, "nothing promised");
        assertEq(Schedule.longestGap(Schedule.WEEK_MASK), 0, "always on");
        assertEq(Schedule.longestGap(1), 167, "one hour");
        assertEq(Schedule.longestGap(1 | 1 << 167), 166, "Sunday's last and Monday's first hour touch");
        assertEq(Schedule.longestGap(Schedule.WEEK_MASK ^ 1 ^ (1 << 167)), 2, "a gap over the end of the week");
        assertEq(Schedule.longestGap(1 | 1 << 84), 83, "two hours, half a week apart");
        assertEq(Schedule.longestGap(1 | 1 << 129), 128, "a power of two");
    }

    function testFuzz_GapIsTheLongestRunCountedOneByOne(uint256 map, uint8 thin) public pure {
        // Thinned maps, because random ones never have long gaps.
        for (uint256 i = 0; i < thin % 7; ++i) {
            map &= uint256(keccak256(abi.encode(map, i)));
        }
        map &= Schedule.WEEK_MASK;
        vm.assume(map != 0);
        uint256 longest;
        uint256 run;
        for (uint256 h = 0; h < 2 * 168; ++h) {
            run = map >> (h % 168) & 1 == 1 ? 0 : run + 1;
            if (run > longest) longest = run;
        }
        assertEq(Schedule.longestGap(map), longest);
    }

    function testFuzz_SpanRange(uint256 map) public pure {
        (uint16 min, uint16 max) = Schedule.spanRange(map);
        uint16 gap = Schedule.longestGap(map);
        assertEq(min, gap + 1);
        assertEq(max, gap + 24);
    }

    function testFuzz_HoursAreCounted(uint256 map) public pure {
        uint256 count;
        for (uint256 h = 0; h < 168; ++h) {
            count += map >> h & 1;
        }
        assertEq(Schedule.hoursPerWeek(map), count);
        assertEq(Schedule.hoursPerDay(map), count % 7 == 0 ? count / 7 : count / 7 + 1);
    }

    /// @dev 1970-01-01 was a Thursday: Monday 00:00 is 72 hours before its midnight, in a week of hours.
    function test_HourOfWeek() public pure {
        assertEq(Schedule.hourOfWeek(0), 72);
        assertEq(Schedule.hourOfWeek(96), 0);
        assertEq(Schedule.hourOfWeek(95), 167);
    }

    function testFuzz_PromisesAreCountedUpToALimit(uint256 map, uint32 from, uint8 length, uint8 limit) public pure {
        uint256 to = uint256(from) + length;
        uint256 promised;
        for (uint256 period = uint256(from) + 1; period <= to; ++period) {
            if (map >> ((period + 72) % 168) & 1 == 1) ++promised;
        }
        assertEq(Schedule.promisedBetween(map, from, to, limit), promised < limit ? promised : limit);
    }
}
