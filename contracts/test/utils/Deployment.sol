// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {Test} from "forge-std/Test.sol";
import {MicroNodeRegistry} from "../../src/MicroNodeRegistry.sol";
import {ProofLedger} from "../../src/ProofLedger.sol";
import {StorageDeal} from "../../src/StorageDeal.sol";
import {StorageDealAnnex} from "../../src/StorageDealAnnex.sol";
import {StorageDealExtension} from "../../src/StorageDealExtension.sol";
import {StorageDealFactory} from "../../src/StorageDealFactory.sol";
import {LocalBeacon} from "../../src/beacon/LocalBeacon.sol";
import {DealParts} from "../../src/deal/DealStorage.sol";
import {NodeParameters} from "../../src/libraries/Types.sol";

/// @dev A whole platform with its roles, and a few registered nodes.
abstract contract Deployment is Test {
    uint64 internal constant T = 3600;
    uint64 internal constant ROOT_DELAY = 6;
    uint64 internal constant DISPUTE_WINDOW = 2;
    uint64 internal constant SEED_DELAY = 3;
    uint256 internal constant PUSH_GAS = 60_000;
    uint16 internal constant POST_CHALLENGES = 2;
    uint256 internal constant ALL_HOURS = (1 << 168) - 1;
    uint96 internal constant RATE = 1e15;

    address internal admin = makeAddr("admin");
    address internal portal = makeAddr("portal");
    address internal verifier = makeAddr("verifier");
    address internal client = makeAddr("client");
    address internal stranger = makeAddr("stranger");

    ERC2771Forwarder internal forwarder;
    ProofLedger internal ledger;
    LocalBeacon internal beacon;
    MicroNodeRegistry internal registry;
    StorageDealFactory internal factory;

    function setUp() public virtual {
        vm.warp(480_000 * uint256(T) + 10);
        vm.roll(1000);
        forwarder = new ERC2771Forwarder("MicroStorageForwarder");
        ledger = new ProofLedger(admin, verifier, T, ROOT_DELAY, DISPUTE_WINDOW);
        beacon = new LocalBeacon(T, SEED_DELAY);
        registry = new MicroNodeRegistry(ledger, address(forwarder), admin);
        factory = new StorageDealFactory(registry, beacon, admin, portal);
        DealParts memory parts = DealParts(registry, ledger, beacon, factory, address(forwarder), PUSH_GAS, POST_CHALLENGES);
        StorageDealExtension extension = new StorageDealExtension(parts, address(new StorageDealAnnex(parts)));
        StorageDeal core = new StorageDeal(parts, address(extension));
        vm.startPrank(admin);
        factory.setImplementation(address(core));
        registry.grantRole(registry.FACTORY_ROLE(), address(factory));
        vm.stopPrank();
        vm.deal(client, 1000 ether);
    }

    function nodeAddress(uint256 index) internal returns (address) {
        return makeAddr(string.concat("node", vm.toString(index)));
    }

    function payoutOf(uint256 index) internal returns (address) {
        return makeAddr(string.concat("payout", vm.toString(index)));
    }

    function parameters() internal pure returns (NodeParameters memory) {
        return NodeParameters({accepting: true, rate: RATE, maxSpan: 24, minFileSize: 0, maxFileSize: 1 << 40});
    }

    function register(uint256 index) internal returns (address node) {
        return register(index, ALL_HOURS, parameters());
    }

    function register(uint256 index, uint256 hoursMap, NodeParameters memory parameters_)
        internal
        returns (address node)
    {
        node = nodeAddress(index);
        address payout = payoutOf(index);
        vm.prank(node);
        registry.registerNode(payout, 1 << 40, hoursMap, parameters_);
    }

    function period() internal view returns (uint64) {
        return ledger.currentPeriod();
    }

    /// @dev Time and blocks go on together.
    function skipPeriods(uint256 count) internal {
        vm.warp(vm.getBlockTimestamp() + count * T);
        vm.roll(vm.getBlockNumber() + count);
    }
}
