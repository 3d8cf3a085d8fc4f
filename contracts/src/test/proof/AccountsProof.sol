// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Accounts } from "ledger/Accounts.sol";

/// @title What is proven of the code that changes holdings, for all amounts and all accounts at once.
/// @notice Each function is one step from any sound ledger. A ledger is sound when all accounts together hold the
/// supply, less what is being handed over between seize and reward, and the supply is one that the token can have.
/// A step changes at most two accounts, by as much as it should, and no other: so it leads from a sound ledger to a
/// sound one. A fresh ledger is sound.
contract AccountsProof is Accounts {
    // What was there before the step: the account's, another's that the step is not about, and the supply.
    uint256 private _free;
    uint256 private _locked;
    uint256 private _othersFree;
    uint256 private _othersLocked;
    uint256 private _supply;

    function proveDeposit(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        require(amount <= SUPPLY_MAX - _supply);
        deposit(account, amount);
        assert(holdings[account].free == _free + amount);
        assert(holdings[account].locked == _locked);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply + amount);
    }

    function proveWithdraw(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        withdraw(account, amount);
        assert(amount <= _free);
        assert(holdings[account].free == _free - amount);
        assert(holdings[account].locked == _locked);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply - amount);
    }

    function proveTransfer(address from, address to, address other, uint256 amount) external {
        require(from != to && other != to);
        uint256 toFree = holdings[to].free;
        uint256 toLocked = holdings[to].locked;
        _assumeSound(from, other, toFree + toLocked);
        transfer(from, to, amount);
        assert(amount <= _free);
        assert(holdings[from].free == _free - amount);
        assert(holdings[from].locked == _locked);
        assert(holdings[to].free == toFree + amount);
        assert(holdings[to].locked == toLocked);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    function proveTransferToOneself(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        transfer(account, account, amount);
        assert(amount <= _free);
        assert(holdings[account].free == _free);
        assert(holdings[account].locked == _locked);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    function proveLock(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        lock(account, amount);
        assert(amount <= _free);
        assert(holdings[account].free == _free - amount);
        assert(holdings[account].locked == _locked + amount);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    function proveUnlock(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        unlock(account, amount);
        assert(amount <= _locked);
        assert(holdings[account].free == _free + amount);
        assert(holdings[account].locked == _locked - amount);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    function proveSeize(address account, address other, uint256 amount) external {
        _assumeSound(account, other, 0);
        seize(account, amount, 0);
        assert(amount <= _locked);
        assert(holdings[account].free == _free);
        assert(holdings[account].locked == _locked - amount);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    /// @dev What is rewarded was seized before, and is in no account.
    function proveReward(address account, address other, uint256 amount) external {
        _assumeSound(account, other, amount);
        reward(account, amount, 0);
        assert(holdings[account].free == _free + amount);
        assert(holdings[account].locked == _locked);
        assert(holdings[other].free == _othersFree && holdings[other].locked == _othersLocked);
        assert(supply == _supply);
    }

    /// @param elsewhere what is in other accounts, or in none
    function _assumeSound(address account, address other, uint256 elsewhere) private {
        require(account != other);
        _free = holdings[account].free;
        _locked = holdings[account].locked;
        _othersFree = holdings[other].free;
        _othersLocked = holdings[other].locked;
        _supply = supply;
        require(_supply <= SUPPLY_MAX && elsewhere <= _supply);
        require(_free + _locked + _othersFree + _othersLocked + elsewhere <= _supply);
    }
}
