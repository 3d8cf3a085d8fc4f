// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IAccounts } from "./IAccounts.sol";
import { Holding, LedgerState } from "./LedgerState.sol";

/// @title The only code that changes holdings.
/// @dev Every function conserves the supply, except {deposit} and {withdraw}, which move it with the tokens, and
/// the pair {seize} and {reward}: the caller rewards exactly what it seized.
library Accounts {
    using SafeCast for uint256;

    /// @dev The account whose locked part is the kitty: nobody has its key.
    address internal constant KITTY = address(uint160(uint256(keccak256(bytes("iExecKitty"))) - 1));

    function deposit(LedgerState storage state, address account, uint256 amount) internal {
        state.supply += amount;
        state.holdings[account].free += amount.toUint128();
        emit IAccounts.Transfer(address(0), account, amount);
    }

    function withdraw(LedgerState storage state, address account, uint256 amount) internal {
        _takeFree(state, account, amount);
        state.supply -= amount;
        emit IAccounts.Transfer(account, address(0), amount);
    }

    function transfer(LedgerState storage state, address from, address to, uint256 amount) internal {
        if (to == address(0) || to == address(this)) revert IAccounts.InvalidReceiver(to);
        _takeFree(state, from, amount);
        state.holdings[to].free += amount.toUint128();
        emit IAccounts.Transfer(from, to, amount);
    }

    function lock(LedgerState storage state, address account, uint256 amount) internal {
        if (amount == 0) return;
        _takeFree(state, account, amount);
        state.holdings[account].locked += amount.toUint128();
        emit IAccounts.Transfer(account, address(this), amount);
        emit IAccounts.Lock(account, amount);
    }

    function unlock(LedgerState storage state, address account, uint256 amount) internal {
        if (amount == 0) return;
        _takeLocked(state, account, amount);
        state.holdings[account].free += amount.toUint128();
        emit IAccounts.Transfer(address(this), account, amount);
        emit IAccounts.Unlock(account, amount);
    }

    function seize(LedgerState storage state, address account, uint256 amount, bytes32 ref) internal {
        if (amount == 0) return;
        _takeLocked(state, account, amount);
        emit IAccounts.Seize(account, amount, ref);
    }

    function reward(LedgerState storage state, address account, uint256 amount, bytes32 ref) internal {
        if (amount == 0) return;
        state.holdings[account].free += amount.toUint128();
        emit IAccounts.Transfer(address(this), account, amount);
        emit IAccounts.Reward(account, amount, ref);
    }

    function _takeFree(LedgerState storage state, address account, uint256 amount) private {
        Holding storage holding = state.holdings[account];
        uint256 free = holding.free;
        if (amount > free) revert IAccounts.InsufficientFunds(account, free, amount);
        holding.free = (free - amount).toUint128();
    }

    function _takeLocked(LedgerState storage state, address account, uint256 amount) private {
        Holding storage holding = state.holdings[account];
        uint256 locked = holding.locked;
        if (amount > locked) revert IAccounts.InsufficientLock(account, locked, amount);
        holding.locked = (locked - amount).toUint128();
    }
}
