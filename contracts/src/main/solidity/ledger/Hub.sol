// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Market } from "../market/Market.sol";
import { IRegistry } from "../market/Registries.sol";
import { Workers } from "../pool/Workers.sol";
import { Certificates } from "../proof/Certificates.sol";
import { Settler } from "../proof/Settler.sol";
import { Chained } from "./Chained.sol";
import { Escrow } from "./Escrow.sol";
import { HubBase } from "./HubBase.sol";

/// @title The ledger: escrow, market, workers and certificates in one contract.
/// @dev The long work is done by linked libraries, by the settler, and by the parts chained to the hub, all on the hub's
/// state, which keeps each piece of code below the limit for the size of a contract. Single tasks and the court are such
/// parts.
contract Hub is Chained, Escrow, Market, Workers, Certificates {
    /// @param next the first of the other parts of the hub's code, see {Chained}
    constructor(
        IERC20 token,
        IRegistry apps,
        IRegistry datasets,
        IRegistry workerpools,
        Settler settler,
        address next
    )
        HubBase(token)
        Chained(next)
        Market(apps, datasets, workerpools)
        Certificates(settler)
    { }
}
