// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {PoStVerifier} from "../../src/libraries/PoStVerifier.sol";

/// @dev The library behind an address, as a contract would use it, with the gas of the check alone.
contract PoStChecker {
    function check(
        bytes calldata proof,
        bytes32 commR,
        bytes32 seed,
        uint64 sectorId,
        uint64 sectorBytes,
        uint16 challenges
    ) external view returns (bool ok, uint256 gasUsed) {
        uint256 before = gasleft();
        ok = PoStVerifier.verify(proof, commR, seed, sectorId, sectorBytes, challenges);
        gasUsed = before - gasleft();
    }
}
