// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Reentrant} from "../utils/Payees.sol";
import {Stage} from "./Stage.sol";

/// @dev A deal that has begun, with a fee, all hours promised.
contract ActiveDealInvariantTest is Stage {
    function setUp() public override {
        super.setUp();
        vm.prank(admin);
        factory.setFeeRecipient(platform);
        terms.feeBps = 333;
        _plan();
        uint256 value = (4 * _owed(RATE, 80 + 24) + 4) * 10_333 / 10_000 + 12_345;
        publishAndStart(value);
        _letGo(value);
    }

    function _client() internal override returns (address) {
        return makeAddr("client with money");
    }
}

/// @dev From publication on, without a fee. Nodes promise eight hours a day, each other ones, and the client's
/// account tries to re-enter when it is paid.
contract WholeLifeInvariantTest is Stage {
    function setUp() public override {
        super.setUp();
        uint256 evening;
        for (uint256 day = 0; day < 7; ++day) {
            evening |= 0xff << (24 * day);
        }
        for (uint256 i = 0; i < NODES; ++i) {
            vm.prank(nodes[i]);
            registry.setAvailability((evening << (2 * i)) & ALL_HOURS | evening >> (168 - 2 * i));
        }
        terms.minRunwayPeriods = 24;
        terms.sealingDeadline = uint64(block.timestamp) + 30 * T;
        terms.startDeadline = uint64(block.timestamp) + 60 * T;
        _plan();
        publish();
        Reentrant(payable(client)).aim(theDeal);
        _letGo(0);
    }

    function _client() internal override returns (address) {
        return address(new Reentrant());
    }
}
