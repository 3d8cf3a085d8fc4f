// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { LedgerState } from "../ledger/LedgerState.sol";
import { IDeals } from "./IDeals.sol";

/// @title Who signed what.
/// @dev A key signs 65 bytes (r, s, v) or the 64 bytes of EIP-2098, always with a low s; a contract answers by
/// ERC-1271; an order may also have been signed in advance on the ledger.
library Signatures {
    uint256 private constant COMPACT_LENGTH = 64;
    uint256 private constant FULL_LENGTH = 65;

    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signer.code.length == 0) {
            if (signature.length == COMPACT_LENGTH) {
                return _isCompactSignedBy(signer, digest, signature);
            }
            if (signature.length != FULL_LENGTH) revert IDeals.SignatureMalformed(signature.length);
        }
        return SignatureChecker.isValidSignatureNow(signer, digest, signature);
    }

    function isPresignedBy(LedgerState storage state, address signer, bytes32 digest) internal view returns (bool) {
        return signer != address(0) && state.presigned[digest] == signer;
    }

    function isAuthorisedBy(LedgerState storage state, address signer, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (bool)
    {
        return isPresignedBy(state, signer, digest) || isSignedBy(signer, digest, signature);
    }

    function _isCompactSignedBy(address signer, bytes32 digest, bytes calldata signature)
        private
        pure
        returns (bool)
    {
        (bytes32 r, bytes32 vs) = abi.decode(signature, (bytes32, bytes32));
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, r, vs);
        return problem == ECDSA.RecoverError.NoError && recovered == signer;
    }
}
