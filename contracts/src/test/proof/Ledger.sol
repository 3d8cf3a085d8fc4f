// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Holding } from "ledger/LedgerState.sol";

/// @title The part of the ledger's state that the accounts are about, and what is taken for granted of it.
abstract contract Ledger {
    /// @dev The largest supply that the token has.
    uint256 internal constant SUPPLY_MAX = type(uint96).max;

    uint256 internal supply;
    mapping(address => Holding) internal holdings;

    /// @dev The accounts prove that this stays so; it is put before each of them to show that no sum leaves its bounds.
    function _given(address account, uint256 amount) internal view {
        require(supply <= SUPPLY_MAX && amount <= SUPPLY_MAX);
        require(uint256(holdings[account].free) + holdings[account].locked <= supply);
    }
}
