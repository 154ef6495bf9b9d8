// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {console} from "forge-std/console.sol";
import {PoStChecker} from "../utils/PoStChecker.sol";

/// @dev fixtures/post-vectors.json is what the verifier in TypeScript says (tests/contracts/post-vectors.ts).
contract PoStVerifierTest is Test {
    struct Vector {
        string name;
        bool accepted;
        bytes proof;
        bytes32 commR;
        bytes32 seed;
        uint64 sectorId;
        uint64 sectorBytes;
        uint16 challenges;
    }

    PoStChecker private checker;
    string private json;
    uint256 private count;
    /// @dev Good proofs that the fuzz tests spoil: sealed for real, and sparse with paths of 24 hashes.
    Vector[] private good;

    function setUp() public {
        checker = new PoStChecker();
        json = vm.readFile("test/fixtures/post-vectors.json");
        count = vm.parseJsonUint(json, ".count");
        good.push(_vector(0));
        good.push(_vector(1));
        good.push(_vector(6));
    }

    function _vector(uint256 i) private view returns (Vector memory v) {
        string memory at_ = string.concat(".cases[", vm.toString(i), "]");
        v.name = vm.parseJsonString(json, string.concat(at_, ".name"));
        v.accepted = vm.parseJsonBool(json, string.concat(at_, ".accepted"));
        v.proof = vm.parseJsonBytes(json, string.concat(at_, ".proof"));
        v.commR = vm.parseJsonBytes32(json, string.concat(at_, ".commR"));
        v.seed = vm.parseJsonBytes32(json, string.concat(at_, ".seed"));
        v.sectorId = uint64(vm.parseJsonUint(json, string.concat(at_, ".sectorId")));
        v.sectorBytes = uint64(vm.parseJsonUint(json, string.concat(at_, ".sectorBytes")));
        v.challenges = uint16(vm.parseJsonUint(json, string.concat(at_, ".challenges")));
    }

    function _check(Vector memory v) private view returns (bool ok, uint256 gasUsed) {
        return checker.check(v.proof, v.commR, v.seed, v.sectorId, v.sectorBytes, v.challenges);
    }

    function _accepts(Vector memory v) private view returns (bool ok) {
        (ok,) = _check(v);
    }

    function test_JudgesEveryVectorAsTypeScriptDoes() public view {
        assertGt(count, 40);
        for (uint256 i = 0; i < count; ++i) {
            Vector memory v = _vector(i);
            assertEq(_accepts(v), v.accepted, v.name);
        }
    }

    /// @dev 251 hashes. Of the 350,000 that a whole dispute may cost, the transaction takes 21,000 and 8,040
    /// bytes of calldata about 129,000; beside the check some 90,000 are left for what the deal writes.
    function test_GasOfTenChallengesAt512MiB() public view {
        Vector memory v = _vector(6);
        (bool ok, uint256 gasUsed) = _check(v);
        assertTrue(ok);
        console.log("PoSt check, 512 MiB, 10 challenges: %s gas, %s per challenge", gasUsed, gasUsed / 10);
        assertLt(gasUsed, 108_000);
    }

    function test_GasGrowsWithThePublicInputsOnly() public view {
        Vector memory v = _vector(6);
        (, uint256 honest) = _check(v);
        // Every element with the top byte of r, so that each needs the long comparison.
        for (uint256 at = 71; at < v.proof.length; at += 32) {
            v.proof[at] = 0x73;
            for (uint256 i = 1; i < 32; ++i) {
                v.proof[at - i] = 0;
            }
        }
        (bool ok, uint256 hostile) = _check(v);
        assertFalse(ok);
        assertLt(hostile, 2 * honest);
    }

    function test_WithoutGasForItsHashesItSaysNoOrRunsOut() public view {
        Vector memory v = _vector(0);
        bytes memory call =
            abi.encodeCall(checker.check, (v.proof, v.commR, v.seed, v.sectorId, v.sectorBytes, v.challenges));
        for (uint256 limit = 1000; limit < 12_000; limit += 50) {
            (bool done, bytes memory answer) = address(checker).staticcall{gas: limit}(call);
            if (!done) continue;
            (bool ok, uint256 gasUsed) = abi.decode(answer, (bool, uint256));
            assertTrue(ok, "a good proof is refused for lack of gas");
            assertLt(gasUsed, limit);
        }
    }

    function test_WithoutTheHashPrecompileItSaysNo() public {
        Vector memory v = _vector(0);
        vm.mockCallRevert(address(2), bytes(""), bytes(""));
        assertFalse(_accepts(v));
        vm.clearMockedCalls();
        assertTrue(_accepts(v));
    }

    /// @dev A proof whose openings disagree has no root: it must not pass for a sector whose root is zero.
    function test_OpeningsThatDisagreeHaveNoRootAtAll() public view {
        Vector memory v = _vector(0);
        bytes32 commC;
        bytes memory proof = v.proof;
        assembly ("memory-safe") {
            commC := mload(add(proof, 0x28))
        }
        proof[40 + 7 * 32] ^= 0x01;
        v.commR = sha256(abi.encode(commC, bytes32(0))) & ~bytes32(uint256(0xc0));
        assertFalse(_accepts(v));
    }

    function testFuzz_AnyFlippedBitIsRefused(uint256 which, uint256 at, uint8 bit) public view {
        Vector memory v = good[which % good.length];
        at %= v.proof.length;
        v.proof[at] ^= bytes1(uint8(1 << (bit % 8)));
        assertFalse(_accepts(v));
    }

    function testFuzz_AnyChangedByteIsRefused(uint256 which, uint256 at, uint8 mask) public view {
        Vector memory v = good[which % good.length];
        at %= v.proof.length;
        vm.assume(mask != 0);
        v.proof[at] ^= bytes1(mask);
        assertFalse(_accepts(v));
    }

    function testFuzz_AnyOtherPublicInputIsRefused(uint256 which, uint8 input, uint256 mask) public view {
        Vector memory v = good[which % good.length];
        mask = bound(mask, 1, type(uint256).max);
        if (input % 5 == 0) v.commR ^= bytes32(mask);
        else if (input % 5 == 1) v.seed ^= bytes32(mask & ~uint256(0xc0) | 1);
        else if (input % 5 == 2) v.sectorId ^= uint64(mask | 1);
        else if (input % 5 == 3) v.sectorBytes ^= uint64(mask | 1);
        else v.challenges ^= uint16(mask | 1);
        assertFalse(_accepts(v));
    }

    function testFuzz_RandomBytesAreRefused(bytes memory proof, bytes32 commR, bytes32 seed, uint64 id) public view {
        (bool ok,) = checker.check(proof, commR, seed, id, 2048, 2);
        assertFalse(ok);
    }

    /// @dev Right header and length, the rest at random: hostile bytes that get as far as the hashing.
    function testFuzz_ShapedBytesAreRefused(uint256 salt, uint8 size, uint16 challenges) public view {
        uint256 depth = 6 + size % 20;
        challenges = challenges % 12 + 1;
        bytes memory proof = new bytes(40 + challenges * (depth + 1) * 32);
        for (uint256 at = 8; at < proof.length; at += 32) {
            bytes32 word = keccak256(abi.encode(salt, at)) & ~bytes32(uint256(0xc0));
            assembly ("memory-safe") {
                mstore(add(add(proof, 0x20), at), word)
            }
        }
        (proof[0], proof[1], proof[2], proof[5]) =
        (bytes1(uint8(1)), bytes1(uint8(2)), bytes1(uint8(depth + 5)), bytes1(uint8(challenges)));
        (bool ok,) = checker.check(proof, bytes32(salt), bytes32(~salt), uint64(salt), uint64(32 << depth), challenges);
        assertFalse(ok);
    }

    function testFuzz_MovedOpeningsAreRefused(uint256 a, uint256 b) public view {
        Vector memory v = good[1];
        uint256 step = 7 * 32;
        (a, b) = (a % v.challenges, b % v.challenges);
        bool same = true;
        for (uint256 i = 0; i < step; ++i) {
            (uint256 x, uint256 y) = (40 + a * step + i, 40 + b * step + i);
            if (v.proof[x] != v.proof[y]) same = false;
            (v.proof[x], v.proof[y]) = (v.proof[y], v.proof[x]);
        }
        assertEq(_accepts(v), same);
    }
}
