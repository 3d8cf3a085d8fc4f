// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Address } from "@openzeppelin/contracts/utils/Address.sol";
import { HubBase } from "./HubBase.sol";

/// @title A part of the hub's code that hands on what it does not know itself to the next part.
/// @dev The parts are contracts because each may have 24,576 bytes of code; all of them run in the context of the hub,
/// on its state, which comes first in each. Called directly a part finds no deals, no accounts and no owner.
abstract contract Chained is HubBase {
    /// @notice No part of the hub has a function of this selector.
    error FunctionUnknown(bytes4 selector);

    address private immutable _next;

    /// @param next the part that is asked next, or zero after the last
    constructor(address next) {
        _next = next;
    }

    fallback(bytes calldata data) external returns (bytes memory) {
        if (_next == address(0)) revert FunctionUnknown(msg.sig);
        return Address.functionDelegateCall(_next, data);
    }
}
