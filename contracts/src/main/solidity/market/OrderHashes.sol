// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {
    AppOrder,
    AppOrderOperation,
    DatasetOrder,
    DatasetOrderOperation,
    OrderOperation,
    RequestOrder,
    RequestOrderOperation,
    WorkerpoolOrder,
    WorkerpoolOrderOperation
} from "./OrderTypes.sol";

/// @title EIP-712 hashes of orders and of operations on them.
/// @dev An order's hash is always the whole typed-data hash, domain included.
library OrderHashes {
    string private constant APP_ORDER =
        "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,"
        "address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant DATASET_ORDER =
        "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,address apprestrict,"
        "address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant WORKERPOOL_ORDER =
        "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,uint256 category,"
        "uint256 trust,address apprestrict,address datasetrestrict,address requesterrestrict,bytes32 salt)";
    string private constant REQUEST_ORDER =
        "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,address workerpool,"
        "uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag,uint256 category,uint256 trust,"
        "address beneficiary,address callback,string params,bytes32 salt)";

    bytes32 private constant APP_ORDER_TYPEHASH = keccak256(bytes(APP_ORDER));
    bytes32 private constant DATASET_ORDER_TYPEHASH = keccak256(bytes(DATASET_ORDER));
    bytes32 private constant WORKERPOOL_ORDER_TYPEHASH = keccak256(bytes(WORKERPOOL_ORDER));
    bytes32 private constant REQUEST_ORDER_TYPEHASH = keccak256(bytes(REQUEST_ORDER));
    bytes32 private constant APP_OPERATION_TYPEHASH =
        keccak256(abi.encodePacked("AppOrderOperation(AppOrder order,uint256 operation)", APP_ORDER));
    bytes32 private constant DATASET_OPERATION_TYPEHASH =
        keccak256(abi.encodePacked("DatasetOrderOperation(DatasetOrder order,uint256 operation)", DATASET_ORDER));
    bytes32 private constant WORKERPOOL_OPERATION_TYPEHASH = keccak256(
        abi.encodePacked("WorkerpoolOrderOperation(WorkerpoolOrder order,uint256 operation)", WORKERPOOL_ORDER)
    );
    bytes32 private constant REQUEST_OPERATION_TYPEHASH =
        keccak256(abi.encodePacked("RequestOrderOperation(RequestOrder order,uint256 operation)", REQUEST_ORDER));

    function hash(AppOrder calldata order, bytes32 separator) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash(order));
    }

    function hash(DatasetOrder calldata order, bytes32 separator) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash(order));
    }

    function hash(WorkerpoolOrder calldata order, bytes32 separator) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash(order));
    }

    function hash(RequestOrder calldata order, bytes32 separator) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash(order));
    }

    function hash(AppOrderOperation calldata op, bytes32 separator) internal pure returns (bytes32) {
        return _operation(APP_OPERATION_TYPEHASH, structHash(op.order), op.operation, separator);
    }

    function hash(DatasetOrderOperation calldata op, bytes32 separator) internal pure returns (bytes32) {
        return _operation(DATASET_OPERATION_TYPEHASH, structHash(op.order), op.operation, separator);
    }

    function hash(WorkerpoolOrderOperation calldata op, bytes32 separator) internal pure returns (bytes32) {
        return _operation(WORKERPOOL_OPERATION_TYPEHASH, structHash(op.order), op.operation, separator);
    }

    function hash(RequestOrderOperation calldata op, bytes32 separator) internal pure returns (bytes32) {
        return _operation(REQUEST_OPERATION_TYPEHASH, structHash(op.order), op.operation, separator);
    }

    function structHash(AppOrder calldata order) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                APP_ORDER_TYPEHASH,
                order.app,
                order.appprice,
                order.volume,
                order.tag,
                order.datasetrestrict,
                order.workerpoolrestrict,
                order.requesterrestrict,
                order.salt
            )
        );
    }

    function structHash(DatasetOrder calldata order) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                DATASET_ORDER_TYPEHASH,
                order.dataset,
                order.datasetprice,
                order.volume,
                order.tag,
                order.apprestrict,
                order.workerpoolrestrict,
                order.requesterrestrict,
                order.salt
            )
        );
    }

    function structHash(WorkerpoolOrder calldata order) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                WORKERPOOL_ORDER_TYPEHASH,
                order.workerpool,
                order.workerpoolprice,
                order.volume,
                order.tag,
                order.category,
                order.trust,
                order.apprestrict,
                order.datasetrestrict,
                order.requesterrestrict,
                order.salt
            )
        );
    }

    /// @dev In two halves, because sixteen values at once are too deep for the stack.
    function structHash(RequestOrder calldata order) internal pure returns (bytes32) {
        return keccak256(
            bytes.concat(
                abi.encode(
                    REQUEST_ORDER_TYPEHASH,
                    order.app,
                    order.appmaxprice,
                    order.dataset,
                    order.datasetmaxprice,
                    order.workerpool,
                    order.workerpoolmaxprice,
                    order.requester
                ),
                abi.encode(
                    order.volume,
                    order.tag,
                    order.category,
                    order.trust,
                    order.beneficiary,
                    order.callback,
                    keccak256(bytes(order.params)),
                    order.salt
                )
            )
        );
    }

    function _operation(bytes32 typehash, bytes32 order, OrderOperation operation, bytes32 separator)
        private
        pure
        returns (bytes32)
    {
        return MessageHashUtils.toTypedDataHash(separator, keccak256(abi.encode(typehash, order, uint256(operation))));
    }
}
