// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Chained } from "../ledger/Chained.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { IRelay } from "./IRelay.sol";
import { Relaying } from "./Relaying.sol";

/// @title The part of the hub that settles single tasks with relayed answers.
contract Relay is Chained, IRelay {
    constructor(address next) HubBase(IERC20(address(0))) Chained(next) { }

    /// @inheritdoc IRelay
    function settleTask(TaskResult calldata result) external nonReentrant {
        Relaying.settle(_state, _domainSeparatorV4(), result);
    }

    function settleTasks(TaskResult[] calldata results) external nonReentrant {
        bytes32 separator = _domainSeparatorV4();
        for (uint256 i = 0; i < results.length; ++i) {
            Relaying.settle(_state, separator, results[i]);
        }
    }
}
