// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { OrderHashes } from "../../../main/solidity/market/OrderHashes.sol";
import {
    AppOrder,
    AppOrderOperation,
    DatasetOrder,
    DatasetOrderOperation,
    RequestOrder,
    RequestOrderOperation,
    WorkerpoolOrder,
    WorkerpoolOrderOperation
} from "../../../main/solidity/market/OrderTypes.sol";

/// @notice The hashes that parties sign, with the domain built here from the standard rather than asked of the hub.
contract OrderDigests {
    bytes32 public immutable separator;

    constructor(uint256 chainId, address hub) {
        separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("iExecODB"),
                keccak256("5.0.0"),
                chainId,
                hub
            )
        );
    }

    function appOrder(AppOrder calldata order) external view returns (bytes32) {
        return OrderHashes.hash(order, separator);
    }

    function datasetOrder(DatasetOrder calldata order) external view returns (bytes32) {
        return OrderHashes.hash(order, separator);
    }

    function workerpoolOrder(WorkerpoolOrder calldata order) external view returns (bytes32) {
        return OrderHashes.hash(order, separator);
    }

    function requestOrder(RequestOrder calldata order) external view returns (bytes32) {
        return OrderHashes.hash(order, separator);
    }

    function appOrderOperation(AppOrderOperation calldata operation) external view returns (bytes32) {
        return OrderHashes.hash(operation, separator);
    }

    function requestOrderOperation(RequestOrderOperation calldata operation) external view returns (bytes32) {
        return OrderHashes.hash(operation, separator);
    }

    function datasetOrderOperation(DatasetOrderOperation calldata operation) external view returns (bytes32) {
        return OrderHashes.hash(operation, separator);
    }

    function workerpoolOrderOperation(WorkerpoolOrderOperation calldata operation) external view returns (bytes32) {
        return OrderHashes.hash(operation, separator);
    }
}
