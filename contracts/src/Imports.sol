// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

// Compiled here and deployed as it is: the forwarder through which nodes call without gas of their own.
import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
