// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Address } from "@openzeppelin/contracts/utils/Address.sol";
import { IDeals } from "../market/IDeals.sol";
import { AppOrder, DatasetOrder, RequestOrder, WorkerpoolOrder } from "../market/OrderTypes.sol";
import { Accounts } from "./Accounts.sol";
import { HubBase } from "./HubBase.sol";
import { IAccounts } from "./IAccounts.sol";
import { Holding } from "./LedgerState.sol";
import { IApprovalReceiver } from "./RLC.sol";

/// @title Deposits, withdrawals, and the free parts of accounts as a token.
abstract contract Escrow is HubBase, IAccounts, IApprovalReceiver {
    using SafeERC20 for IERC20;

    string public constant name = "Staked RLC";
    string public constant symbol = "SRLC";
    uint8 public constant decimals = 9;

    /// @inheritdoc IAccounts
    function deposit(uint256 amount) external nonReentrant returns (bool) {
        _deposit(msg.sender, amount);
        return true;
    }

    /// @inheritdoc IAccounts
    function withdraw(uint256 amount) external nonReentrant returns (bool) {
        Accounts.withdraw(_state, msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
        return true;
    }

    /// @inheritdoc IAccounts
    /// @dev Not guarded itself, for the match that it may call is. The hub calls itself in its own context, so that
    /// the match runs exactly as if the data had been sent to it.
    function receiveApproval(address sender, uint256 amount, address announced, bytes calldata data)
        external
        override(IAccounts, IApprovalReceiver)
        returns (bool)
    {
        if (msg.sender != address(token) || announced != address(token)) revert NotTheToken(msg.sender);
        _deposit(sender, amount);
        if (data.length == 0) return true;
        bytes4 selector = data.length < 4 ? bytes4(0) : bytes4(data[:4]);
        if (selector != IDeals.matchOrders.selector) revert UnsupportedOperation(selector);
        (,,, RequestOrder memory request) =
            abi.decode(data[4:], (AppOrder, DatasetOrder, WorkerpoolOrder, RequestOrder));
        if (request.requester != sender) revert NotTheRequester(sender, request.requester);
        Address.functionDelegateCall(address(this), data);
        return true;
    }

    /// @notice Moves a part of the caller's free nRLC to another account.
    function transfer(address to, uint256 amount) external nonReentrant returns (bool) {
        Accounts.transfer(_state, msg.sender, to, amount);
        return true;
    }

    /// @notice Moves a part of the free nRLC of `from`, who allowed the caller to.
    function transferFrom(address from, address to, uint256 amount) external nonReentrant returns (bool) {
        uint256 allowed = _state.allowances[from][msg.sender];
        if (amount > allowed) revert InsufficientAllowance(msg.sender, allowed, amount);
        if (allowed != type(uint256).max) _state.allowances[from][msg.sender] = allowed - amount;
        Accounts.transfer(_state, from, to, amount);
        return true;
    }

    /// @notice Allows `spender` to move up to `amount` of the caller's free nRLC.
    function approve(address spender, uint256 amount) external returns (bool) {
        if (spender == address(0)) revert InvalidReceiver(spender);
        _state.allowances[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return _state.allowances[owner][spender];
    }

    function balanceOf(address account) external view returns (uint256) {
        return _state.holdings[account].free;
    }

    /// @notice All that the hub holds, free and locked.
    function totalSupply() external view returns (uint256) {
        return _state.supply;
    }

    /// @inheritdoc IAccounts
    function viewAccount(address account) external view returns (Account memory) {
        Holding storage holding = _state.holdings[account];
        return Account(holding.free, holding.locked);
    }

    /// @dev A token that keeps a part of what it moves, or calls somebody while it moves it, must not make the hub owe
    /// more than it holds.
    function _deposit(address account, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        Accounts.deposit(_state, account, amount);
        token.safeTransferFrom(account, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert TokensMissing(received, amount);
    }
}
