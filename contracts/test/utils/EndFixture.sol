// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealData, DealState, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "./DealFixture.sol";

/// @dev A running deal. Settlement window here: longest gap 0 + 1, root delay 6, dispute window 2.
abstract contract EndFixture is DealFixture {
    uint64 internal constant WINDOW = 1 + ROOT_DELAY + DISPUTE_WINDOW;
    uint64 internal begin;
    WorkLeaf[] internal noLeaves;
    bytes32[][] internal noPaths;

    function setUp() public virtual override {
        super.setUp();
        register(5);
        publishAndStart(500 ether);
        begin = period();
    }

    function _end(uint64 period_, WorkLeaf[] memory leaves, bytes32[][] memory paths) internal {
        vm.prank(portal);
        theDeal.endDeal(period_, leaves, paths);
    }

    function _assertCompletedAndEmpty() internal view {
        DealData memory data = theDeal.dealData();
        assertEq(uint8(data.state), uint8(DealState.Completed));
        assertEq(data.liabilities, 0);
        assertEq(data.contractBalance, 0);
    }

    function _close() internal returns (uint64 closed) {
        vm.prank(client);
        theDeal.closeDeal();
        return period();
    }
}
