// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {SlotPlan} from "../../src/libraries/Types.sol";
import {Clients} from "./actors/Clients.sol";
import {Disputes} from "./actors/Disputes.sol";
import {Settlers} from "./actors/Settlers.sol";
import {Strangers} from "./actors/Strangers.sol";
import {Setting, World} from "./actors/World.sol";

/// @dev Everybody who may act on one deal, choosing at random.
contract DealHandler is Clients, Disputes, Settlers, Strangers {
    constructor(Setting memory setting_, SlotPlan[] memory table_, bytes32[][] memory paths_)
        World(setting_, table_, paths_)
    {}
}
