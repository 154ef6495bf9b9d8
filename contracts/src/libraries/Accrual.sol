// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title From rates to attoFIL
/// @notice A rate is attoFIL per MiB per day of 24 periods; a unit is one rate for one period.
library Accrual {
    uint256 internal constant SCALE = 24 << 20;

    /// @notice What a slot earns with `periods` proven ones, rounded down.
    function owed(uint256 rate, uint256 sectorBytes, uint256 periods) internal pure returns (uint256) {
        return rate * sectorBytes * periods / SCALE;
    }

    /// @notice Money that covers `units` whoever they belong to, rounded up: never less than the sum of
    /// the slots' own figures, because those are rounded down one by one.
    function cost(uint256 units, uint256 sectorBytes) internal pure returns (uint256) {
        return Math.ceilDiv(units * sectorBytes, SCALE);
    }

    /// @notice The most units whose cost is within `money`.
    function affordable(uint256 money, uint256 sectorBytes) internal pure returns (uint256) {
        return money * SCALE / sectorBytes;
    }
}
