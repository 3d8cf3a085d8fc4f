// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @title The escrow: what everybody holds in the hub, in nRLC.
/// @notice An account has a free part, which its owner may withdraw or spend, and a locked part, which backs
/// deals and pledges. The hub shows free parts as an ERC-20 token of 9 decimals.
interface IAccounts {
    struct Account {
        uint256 stake;
        uint256 locked;
    }

    /// @notice A free amount changed hands. Locks go to the hub's own address, deposits come from address zero.
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// @notice `spender` may move up to `value` of the free part of `owner`.
    event Approval(address indexed owner, address indexed spender, uint256 value);
    /// @notice A free amount of `owner` was locked.
    event Lock(address owner, uint256 amount);
    /// @notice A locked amount of `owner` became free.
    event Unlock(address owner, uint256 amount);
    /// @notice `owner` was paid. `ref` is the task, or the deal when a whole partition was settled.
    event Reward(address owner, uint256 amount, bytes32 ref);
    /// @notice A locked amount of `owner` was taken. `ref` as for {Reward}.
    event Seize(address owner, uint256 amount, bytes32 ref);

    /// @notice The account's free part is smaller than the amount. Deposit the difference.
    error InsufficientFunds(address account, uint256 free, uint256 needed);
    /// @notice The account's locked part is smaller than the amount: a bug of the hub, never a user's mistake.
    error InsufficientLock(address account, uint256 locked, uint256 needed);
    /// @notice The allowance of `spender` is smaller than the amount.
    error InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    /// @notice Amounts cannot be sent to or approved for this address.
    error InvalidReceiver(address receiver);
    /// @notice The hub did not receive what was deposited.
    error TokensMissing(uint256 received, uint256 expected);
    /// @notice Only the token contract may announce approvals.
    error NotTheToken(address caller);
    /// @notice The data that came with an approval must be empty or call matchOrders.
    error UnsupportedOperation(bytes4 selector);
    /// @notice Who sends a deposit with a match must be the requester of that match.
    error NotTheRequester(address sender, address requester);

    /// @notice Moves `amount` of the caller's tokens, approved before, into its account.
    function deposit(uint256 amount) external returns (bool);

    /// @notice Moves `amount` of the caller's free part back to its tokens.
    function withdraw(uint256 amount) external returns (bool);

    /// @notice The free and the locked part of an account. Pledges count as locked.
    function viewAccount(address account) external view returns (Account memory);

    /// @notice Called by the token's approveAndCall: deposits, then matches orders when `data` says so.
    function receiveApproval(address sender, uint256 amount, address token, bytes calldata data)
        external
        returns (bool);
}
