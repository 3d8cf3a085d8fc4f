// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { LedgerState } from "../ledger/LedgerState.sol";
import { Entry } from "./Entries.sol";
import { IDeals } from "./IDeals.sol";
import { OrderHashes } from "./OrderHashes.sol";
import {
    AppOrderOperation,
    DatasetOrderOperation,
    OrderOperation,
    RequestOrderOperation,
    WorkerpoolOrderOperation
} from "./OrderTypes.sol";
import { Signatures } from "./Signatures.sol";

/// @title Orders signed or closed on the ledger, by their owner or by whoever shows the owner's signature.
library OrderBook {
    function manage(LedgerState storage state, bytes32 separator, AppOrderOperation calldata op) external {
        bytes32 orderHash = OrderHashes.hash(op.order, separator);
        address owner = Entry(op.order.app).owner();
        _authorise(state, owner, orderHash, OrderHashes.hash(op, separator), op.sign);
        _apply(state, owner, orderHash, op.operation, op.order.volume);
        if (op.operation == OrderOperation.SIGN) emit IDeals.SignedAppOrder(orderHash);
        else emit IDeals.ClosedAppOrder(orderHash);
    }

    function manage(LedgerState storage state, bytes32 separator, DatasetOrderOperation calldata op) external {
        bytes32 orderHash = OrderHashes.hash(op.order, separator);
        address owner = Entry(op.order.dataset).owner();
        _authorise(state, owner, orderHash, OrderHashes.hash(op, separator), op.sign);
        _apply(state, owner, orderHash, op.operation, op.order.volume);
        if (op.operation == OrderOperation.SIGN) emit IDeals.SignedDatasetOrder(orderHash);
        else emit IDeals.ClosedDatasetOrder(orderHash);
    }

    function manage(LedgerState storage state, bytes32 separator, WorkerpoolOrderOperation calldata op) external {
        bytes32 orderHash = OrderHashes.hash(op.order, separator);
        address owner = Entry(op.order.workerpool).owner();
        _authorise(state, owner, orderHash, OrderHashes.hash(op, separator), op.sign);
        _apply(state, owner, orderHash, op.operation, op.order.volume);
        if (op.operation == OrderOperation.SIGN) emit IDeals.SignedWorkerpoolOrder(orderHash);
        else emit IDeals.ClosedWorkerpoolOrder(orderHash);
    }

    function manage(LedgerState storage state, bytes32 separator, RequestOrderOperation calldata op) external {
        bytes32 orderHash = OrderHashes.hash(op.order, separator);
        address owner = op.order.requester;
        _authorise(state, owner, orderHash, OrderHashes.hash(op, separator), op.sign);
        _apply(state, owner, orderHash, op.operation, op.order.volume);
        if (op.operation == OrderOperation.SIGN) emit IDeals.SignedRequestOrder(orderHash);
        else emit IDeals.ClosedRequestOrder(orderHash);
    }

    function _authorise(
        LedgerState storage state,
        address owner,
        bytes32 orderHash,
        bytes32 operationHash,
        bytes calldata signature
    ) private view {
        if (msg.sender == owner) return;
        if (signature.length == 0 || !Signatures.isAuthorisedBy(state, owner, operationHash, signature)) {
            revert IDeals.NotTheOrdersOwner(orderHash, owner);
        }
    }

    function _apply(
        LedgerState storage state,
        address owner,
        bytes32 orderHash,
        OrderOperation operation,
        uint256 volume
    ) private {
        if (operation == OrderOperation.SIGN) state.presigned[orderHash] = owner;
        else state.consumed[orderHash] = volume;
    }
}
