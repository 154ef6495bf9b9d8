// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IStorageDealFactory} from "./interfaces/IStorageDealFactory.sol";

/// @title Gives birth to a deal: what is deployed is the code that its factory names
/// @notice The creation code is the same for every deal, so that a deal's address follows from its plan id alone,
/// though its terms are part of its code.
contract DealClone {
    constructor() {
        bytes memory code = IStorageDealFactory(msg.sender).newDealCode();
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}
