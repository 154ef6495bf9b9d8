// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Test} from "forge-std/Test.sol";
import {SlotTable} from "../../src/libraries/SlotTable.sol";
import {SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {MerkleTree} from "../utils/MerkleTree.sol";

/// @dev fixtures/trees.json was written by @openzeppelin/merkle-tree (fixtures/make-trees.mjs).
contract SlotTableTest is Test {
    string private json;
    uint256[] private sizes;

    function setUp() public {
        json = vm.readFile("test/fixtures/trees.json");
        sizes = [1, 2, 3, 7, 12];
    }

    function test_SlotTreeIsTheOneThatJavaScriptBuilds() public view {
        for (uint256 s = 0; s < sizes.length; ++s) {
            bytes32[] memory leaves = new bytes32[](sizes[s]);
            for (uint256 i = 0; i < sizes[s]; ++i) {
                leaves[i] = SlotTable.leafOf(_plan(i));
            }
            _compare("slots", sizes[s], leaves);
        }
    }

    function test_WorkTreeIsTheOneThatJavaScriptBuilds() public view {
        for (uint256 s = 0; s < sizes.length; ++s) {
            bytes32[] memory leaves = new bytes32[](sizes[s]);
            for (uint256 i = 0; i < sizes[s]; ++i) {
                leaves[i] = SlotTable.leafOf(_work(i));
            }
            _compare("work", sizes[s], leaves);
        }
    }

    function leafFromCall(WorkLeaf calldata leaf) external pure returns (bytes32) {
        return SlotTable.leafOfCall(leaf);
    }

    function rootFromCall(bytes32 leaf, bytes32[] calldata path) external pure returns (bytes32) {
        return SlotTable.rootFrom(leaf, path);
    }

    function testFuzz_LeavesFromCalldataAreTheSame(WorkLeaf memory leaf) public view {
        assertEq(this.leafFromCall(leaf), SlotTable.leafOf(leaf));
    }

    function testFuzz_RootsAreThoseOfOpenZeppelin(bytes32 leaf, bytes32[] memory path) public view {
        assertEq(this.rootFromCall(leaf, path), MerkleProof.processProof(path, leaf));
    }

    /// @dev Where a type leaves bits unused, nothing may be hidden in them.
    function testFuzz_DirtyBitsMakeNoLeafOfATree(WorkLeaf memory leaf, uint8 word, uint8 bit) public view {
        uint16[7] memory width = [uint16(160), 16, 16, 64, 32, 32, 64];
        uint256 at_ = word % 7;
        uint256 dirt = 1 << (width[at_] + bit % (256 - width[at_]));
        bytes memory data = abi.encodeCall(this.leafFromCall, (leaf));
        assembly ("memory-safe") {
            let place := add(data, add(0x24, mul(at_, 0x20)))
            mstore(place, or(mload(place), dirt))
        }
        (bool ok, bytes memory hash) = address(this).staticcall(data);
        assertTrue(!ok || abi.decode(hash, (bytes32)) != SlotTable.leafOf(leaf));
    }

    function testFuzz_EveryPathProvesItsLeafOnly(uint8 count, uint256 salt) public pure {
        uint256 size = uint256(count) % 40 + 2;
        bytes32[] memory leaves = new bytes32[](size);
        for (uint256 i = 0; i < size; ++i) {
            leaves[i] = keccak256(abi.encode(salt, i));
        }
        bytes32 root = SlotTable.rootOf(leaves);
        uint256 index = salt % size;
        bytes32[] memory path = MerkleTree.pathOf(leaves, index);
        assertTrue(MerkleProof.verify(path, root, leaves[index]));
        assertFalse(MerkleProof.verify(path, root, leaves[(index + 1) % size]));
    }

    function _compare(string memory kind, uint256 size, bytes32[] memory leaves) private view {
        string memory key = string.concat(".", kind, ".n", vm.toString(size));
        assertEq(leaves, vm.parseJsonBytes32Array(json, string.concat(key, ".leaves")));
        assertEq(SlotTable.rootOf(leaves), vm.parseJsonBytes32(json, string.concat(key, ".root")));
        for (uint256 i = 0; i < size; ++i) {
            string memory at_ = string.concat(key, ".paths[", vm.toString(i), "]");
            assertEq(MerkleTree.pathOf(leaves, i), vm.parseJsonBytes32Array(json, at_));
        }
    }

    function _address(string memory text) private pure returns (address) {
        return address(uint160(uint256(keccak256(bytes(text)))));
    }

    function _plan(uint256 i) private pure returns (SlotPlan memory) {
        string memory n = vm.toString(i);
        return SlotPlan({
            slot: uint16(i),
            generation: uint16(i % 3),
            node: _address(string.concat("node ", n)),
            payout: _address(string.concat("payout ", n)),
            rate: uint96((i + 1) * 1e15),
            maxSpan: uint16(24 + i),
            hoursMap: (1 << 168) - 1 - i,
            commD: keccak256(bytes(string.concat("commD ", n)))
        });
    }

    function _work(uint256 i) private pure returns (WorkLeaf memory) {
        return WorkLeaf({
            deal: _address("deal"),
            slot: uint16(i),
            generation: 0,
            provenPeriods: uint64(i * 7),
            fulfilments: uint32(i * 5),
            commitments: uint32(i * 6),
            lastAccepted: uint64(480_000 + i)
        });
    }
}
