// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

/// @title The 168-bit week of a node: bit h = promised in hour-of-week h, 0 = Monday 00:00
library Schedule {
    uint256 internal constant WEEK = 168;
    uint256 internal constant WEEK_MASK = (1 << 168) - 1;
    uint16 internal constant SPAN_SLACK = 24;

    function hourOfWeek(uint256 period) internal pure returns (uint256) {
        return (period + 72) % WEEK;
    }

    /// @notice Longest run of unpromised hours, the week being a circle. 168 when nothing is promised.
    /// @dev Doubling: bit i of runs[j] says that 2^j free hours begin at i. Then the length is read off
    /// from the highest power down, as in a binary search: 8 + 8 steps, whatever the map.
    function longestGap(uint256 hoursMap) internal pure returns (uint16 gap) {
        uint256 free = ~hoursMap & WEEK_MASK;
        if (free == WEEK_MASK) return uint16(WEEK);
        uint256[8] memory runs;
        runs[0] = free;
        for (uint256 j = 1; j < 8; ++j) {
            runs[j] = runs[j - 1] & _ahead(runs[j - 1], 1 << (j - 1));
        }
        uint256 starts = WEEK_MASK;
        for (uint256 j = 8; j > 0; --j) {
            uint256 longer = starts & _ahead(runs[j - 1], gap);
            if (longer == 0) continue;
            starts = longer;
            gap += uint16(1 << (j - 1));
        }
    }

    /// @notice Spans that a schedule allows: the longest gap + 1, and up to a day more.
    function spanRange(uint256 hoursMap) internal pure returns (uint16 min, uint16 max) {
        return spansAbove(longestGap(hoursMap));
    }

    /// @notice spanRange of a schedule whose longest gap is known.
    function spansAbove(uint16 gap) internal pure returns (uint16 min, uint16 max) {
        min = gap + 1;
        max = gap + SPAN_SLACK;
    }

    /// @notice Promised hours in a week.
    function hoursPerWeek(uint256 hoursMap) internal pure returns (uint256 count) {
        for (uint256 x = hoursMap & WEEK_MASK; x != 0; x &= x - 1) {
            ++count;
        }
    }

    /// @notice Commitments of an average day, rounded up.
    function hoursPerDay(uint256 hoursMap) internal pure returns (uint256) {
        return (hoursPerWeek(hoursMap) + 6) / 7;
    }

    /// @notice True when `period` falls into a promised hour.
    function isPromised(uint256 hoursMap, uint256 period) internal pure returns (bool) {
        return (hoursMap >> hourOfWeek(period)) & 1 == 1;
    }

    /// @notice Promised periods after `from` and up to `to`, but no more than `limit`.
    function promisedBetween(uint256 hoursMap, uint256 from, uint256 to, uint256 limit)
        internal
        pure
        returns (uint256 count)
    {
        for (uint256 period = from + 1; period <= to && count < limit; ++period) {
            if (isPromised(hoursMap, period)) ++count;
        }
    }

    /// @dev Bit i of the result is bit (i + by) mod 168 of `map`.
    function _ahead(uint256 map, uint256 by) private pure returns (uint256) {
        return ((map >> by) | (map << (WEEK - by))) & WEEK_MASK;
    }
}
