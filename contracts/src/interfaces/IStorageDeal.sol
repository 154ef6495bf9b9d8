// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IDealCore} from "./IDealCore.sol";
import {IDealAnnex} from "./IDealAnnex.sol";
import {IDealExtension} from "./IDealExtension.sol";

/// @title One storage deal: slots, proofs, money
/// @notice Everything that a deal's address answers to.
interface IStorageDeal is IDealCore, IDealExtension, IDealAnnex {}
