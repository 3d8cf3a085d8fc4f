// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Market } from "../market/Market.sol";
import { IRegistry } from "../market/Registries.sol";
import { Workers } from "../pool/Workers.sol";
import { Certificates } from "../proof/Certificates.sol";
import { Settler } from "../proof/Settler.sol";
import { Escrow } from "./Escrow.sol";
import { HubBase } from "./HubBase.sol";

/// @title The ledger: escrow, market, workers and certificates in one contract.
/// @dev The long work is done by linked libraries and by the settler on the hub's state, which keeps each piece of
/// code below the limit for the size of a contract.
contract Hub is Escrow, Market, Workers, Certificates {
    constructor(IERC20 token, IRegistry apps, IRegistry datasets, IRegistry workerpools, Settler settler)
        HubBase(token)
        Market(apps, datasets, workerpools)
        Certificates(settler)
    { }
}
