// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

/// @dev EIP-712 signatures in the platform's domain, as docs/protocol.md says, written apart from the contracts.
abstract contract Signatures is Test {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant CONSENT =
        keccak256("ExtensionConsent(address deal,uint16 slot,uint16 generation,uint64 newEnd,uint64 deadline)");
    bytes32 private constant RECEIPT =
        keccak256("PoStReceipt(address deal,uint16 slot,uint16 generation,uint64 period,bytes32 digest)");

    function _signConsent(
        address registry_,
        uint256 key,
        address deal,
        uint16 slot,
        uint16 generation,
        uint64 newEnd,
        uint64 deadline
    ) internal view returns (bytes memory) {
        return _sign(registry_, key, keccak256(abi.encode(CONSENT, deal, slot, generation, newEnd, deadline)));
    }

    function _signReceipt(
        address registry_,
        uint256 key,
        address deal,
        uint16 slot,
        uint16 generation,
        uint64 period_,
        bytes32 digest
    ) internal view returns (bytes memory) {
        return _sign(registry_, key, keccak256(abi.encode(RECEIPT, deal, slot, generation, period_, digest)));
    }

    function _sign(address registry_, uint256 key, bytes32 said) private view returns (bytes memory) {
        bytes32 names = keccak256("Micro-Storage Platform");
        bytes32 domain = keccak256(abi.encode(DOMAIN, names, keccak256("1"), block.chainid, registry_));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, said)));
        return abi.encodePacked(r, s, v);
    }
}
