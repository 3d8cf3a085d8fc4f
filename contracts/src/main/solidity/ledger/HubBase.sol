// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { LedgerState } from "./LedgerState.sol";

/// @title What all parts of the hub share: its state, the token and the signing domain.
abstract contract HubBase is EIP712, ReentrancyGuardTransient {
    string internal constant DOMAIN_NAME = "iExecODB";
    string internal constant DOMAIN_VERSION = "5.0.0";

    /// @notice The token that deposits are made in.
    IERC20 public immutable token;

    LedgerState internal _state;

    constructor(IERC20 token_) EIP712(DOMAIN_NAME, DOMAIN_VERSION) {
        token = token_;
    }
}
