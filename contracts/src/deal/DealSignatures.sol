// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {DealStorage} from "./DealStorage.sol";

/// @dev EIP-712 in the platform's one domain, whose contract is the registry.
abstract contract DealSignatures is DealStorage {
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant NAME = keccak256("Micro-Storage Platform");
    bytes32 private constant VERSION = keccak256("1");

    function _requireSigner(address expected, bytes32 structHash, bytes calldata signature) internal view {
        address signer = _signerOf(structHash, signature);
        if (signer != expected) revert WrongSignature(expected, signer);
    }

    /// @dev The zero address for what is no signature.
    function _signerOf(bytes32 structHash, bytes calldata signature) internal view returns (address signer) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, block.chainid, address(REGISTRY)));
        (signer,,) = ECDSA.tryRecover(MessageHashUtils.toTypedDataHash(domain, structHash), signature);
    }
}
