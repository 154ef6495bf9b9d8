// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Accrual} from "../../src/libraries/Accrual.sol";

contract AccrualTest is Test {
    function test_RateIsPerMebibyteAndDay() public pure {
        assertEq(Accrual.owed(7, 1 << 20, 24), 7);
        assertEq(Accrual.owed(7, 3 << 20, 48), 42);
        assertEq(Accrual.owed(7, 1 << 20, 23), 6, "rounded down");
    }

    /// @dev The reserve covers what all slots together may claim, however each is rounded.
    function testFuzz_CostCoversEverySlot(uint96[4] memory rates, uint32[4] memory periods, uint8 size) public pure {
        uint256 sectorBytes = 1 << (11 + size % 26);
        uint256 units;
        uint256 claims;
        for (uint256 i = 0; i < 4; ++i) {
            units += uint256(rates[i]) * periods[i];
            claims += Accrual.owed(rates[i], sectorBytes, periods[i]);
        }
        assertGe(Accrual.cost(units, sectorBytes), claims);
        assertLe(Accrual.cost(units, sectorBytes), claims + 4, "and is at most an attoFIL a slot more");
    }

    function testFuzz_AffordableIsTheMostThatMoneyCovers(uint128 money, uint8 size) public pure {
        uint256 sectorBytes = 1 << (11 + size % 26);
        uint256 units = Accrual.affordable(money, sectorBytes);
        assertLe(Accrual.cost(units, sectorBytes), money);
        assertGt(Accrual.cost(units + 1, sectorBytes), money);
    }
}
