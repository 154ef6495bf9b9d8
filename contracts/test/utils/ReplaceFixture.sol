// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {SlotPlan} from "../../src/libraries/Types.sol";
import {DealFixture} from "./DealFixture.sol";

/// @dev A pending deal of nodes 0 to 3, and two nodes that may take a slot over.
abstract contract ReplaceFixture is DealFixture {
    function setUp() public virtual override {
        super.setUp();
        register(5);
        register(6);
        publish();
    }

    function _reserved(uint256 node) internal returns (uint64) {
        return registry.nodeOf(nodeAddress(node)).reservedBytes;
    }

    function _planOf(uint16 slot, uint256 node) internal returns (SlotPlan memory) {
        return planFor(slot, theDeal.slotOf(slot).generation + 1, nodeAddress(node));
    }
}
