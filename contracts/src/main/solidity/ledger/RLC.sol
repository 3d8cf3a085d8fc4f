// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice What a contract implements to be told of an approval in the same transaction.
interface IApprovalReceiver {
    /// @notice `sender` approved `amount` of `token` for this contract and says what for in `data`.
    function receiveApproval(address sender, uint256 amount, address token, bytes calldata data)
        external
        returns (bool);
}

/// @title The token that pays for computation: 9 decimals, fixed supply.
contract RLC is ERC20 {
    /// @notice Prices and stakes of deals are kept in 96 bits, so that the supply must fit in them.
    error SupplyTooLarge(uint256 supply, uint256 max);
    /// @notice The receiver of approveAndCall answered false.
    error ApprovalRefused(address spender);

    /// @param supply all the nRLC that will ever be, given to `treasury`.
    constructor(address treasury, uint256 supply) ERC20("Gridbourse RLC", "RLC") {
        if (supply > type(uint96).max) revert SupplyTooLarge(supply, type(uint96).max);
        _mint(treasury, supply);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 9;
    }

    /// @notice Approves `amount` for `spender` and calls its receiveApproval, in one transaction.
    function approveAndCall(address spender, uint256 amount, bytes calldata data) external returns (bool) {
        _approve(msg.sender, spender, amount);
        if (!IApprovalReceiver(spender).receiveApproval(msg.sender, amount, address(this), data)) {
            revert ApprovalRefused(spender);
        }
        return true;
    }
}
