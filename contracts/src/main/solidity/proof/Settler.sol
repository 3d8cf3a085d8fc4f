// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Acceptance } from "../court/Acceptance.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { ISettlement } from "./ISettlement.sol";
import { Settlement } from "./Settlement.sol";

/// @title The code that settles, accepts and releases partitions; the hub runs it in its own context.
/// @dev A contract of its own rather than a linked library: the hub hands on the call data as they came, where for a
/// library it would decode and encode every ballot. The state comes first in both, so that its place is the same.
/// Called directly it finds no deals.
contract Settler is HubBase {
    constructor() HubBase(IERC20(address(0))) { }

    function settlePartition(ISettlement.PartitionResult calldata result) external {
        Settlement.settle(_state, _domainSeparatorV4(), result);
    }

    function acceptPartition(ISettlement.PartitionResult calldata result, uint256 window, bytes calldata terms)
        external
    {
        Acceptance.accept(_state, _domainSeparatorV4(), result, window, terms);
    }

    function releasePartition(ISettlement.PartitionResult calldata result) external {
        Acceptance.release(_state, result);
    }
}
