// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DisputedRecord, WorkLeaf} from "../../src/libraries/Types.sol";
import {DealFixture} from "./DealFixture.sol";
import {FakeSector} from "./FakeSector.sol";

/// @dev Sectors of 2 KiB with real trees, so that proofs of spacetime are real too. The verifier has a key.
abstract contract DisputeFixture is DealFixture {
    uint16 internal constant SLOT = 1;
    uint256 internal verifierKey;
    address internal node;
    uint64 internal begin;

    function setUp() public virtual override {
        super.setUp();
        (verifier, verifierKey) = makeAddrAndKey("verifier with a key");
        vm.startPrank(admin);
        ledger.grantRole(ledger.VERIFIER_ROLE(), verifier);
        vm.stopPrank();
        terms.sectorBytes = FakeSector.BYTES;
        terms.minRunwayPeriods = 4;
        _prepare();
        publishAndStart(1 ether);
        begin = period();
        node = nodeAddress(SLOT);
    }

    /// @dev What a test wants to be otherwise before the deal begins.
    function _prepare() internal virtual {}

    function preCommit(uint16 slot) internal override {
        bytes32[] memory path = pathOf(slot);
        bytes32 commR = FakeSector.commR(bytes32(uint256(slot)));
        vm.prank(table[slot].node);
        theDeal.preCommit(table[slot], path, commR);
    }

    // ------------------------------------------------------------------ actors
    function _seedOf(uint64 period_, uint16 slot) internal view returns (bytes32) {
        bytes32 seed = beacon.ofPeriod(period_);
        return keccak256(abi.encode(seed, block.chainid, address(theDeal), slot, uint16(0)));
    }

    /// @dev Brings the beginning of the next period and its seed.
    function _nextPeriod() internal returns (uint64 now_) {
        now_ = period() + 1;
        vm.warp(uint256(now_) * T + 10);
        vm.roll(vm.getBlockNumber() + 10);
        beacon.record();
    }

    function _proof(uint64 period_) internal view returns (bytes memory) {
        uint64 sector = theDeal.sectorId(SLOT, 0);
        return FakeSector.prove(bytes32(uint256(SLOT)), _seedOf(period_, SLOT), sector);
    }

    function _dispute(uint64 period_, bytes memory proof, bytes memory receipt) internal {
        vm.prank(node);
        theDeal.disputePoSt(SLOT, 0, period_, proof, receipt);
    }

    function _receipt(uint256 key, uint64 period_, bytes memory proof) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Micro-Storage Platform"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 said = keccak256(
            abi.encode(
                keccak256("PoStReceipt(address deal,uint16 slot,uint16 generation,uint64 period,bytes32 digest)"),
                address(theDeal),
                SLOT,
                uint16(0),
                period_,
                keccak256(proof)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, said)));
        return abi.encodePacked(r, s, v);
    }

    function _leaf(uint64 proven, uint32 fulfilments, uint32 commitments, uint64 last)
        internal
        view
        returns (WorkLeaf memory)
    {
        return work(SLOT, 0, proven, fulfilments, commitments, last);
    }

    function _decide(uint64 period_, uint64 rootPeriod, WorkLeaf memory leaf) internal {
        WorkLeaf[] memory leaves = new WorkLeaf[](1);
        leaves[0] = leaf;
        bytes32[][] memory paths = post(rootPeriod, leaves);
        theDeal.decideDispute(SLOT, 0, period_, rootPeriod, leaf, paths[0]);
    }

    function _due(uint256 periods) internal pure returns (uint256) {
        return uint256(RATE) * FakeSector.BYTES * periods / (24 << 20);
    }

    function _earned() internal returns (uint256) {
        return payoutOf(SLOT).balance - _due(24);
    }

    function _record() internal view returns (DisputedRecord memory) {
        return theDeal.disputedOf(SLOT, 0);
    }
}
