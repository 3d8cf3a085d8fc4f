// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice An app owner's offer to run its app. `sign` is the owner's signature, or empty when presigned.
struct AppOrder {
    address app;
    uint256 appprice;
    uint256 volume;
    bytes32 tag;
    address datasetrestrict;
    address workerpoolrestrict;
    address requesterrestrict;
    bytes32 salt;
    bytes sign;
}

/// @notice A dataset owner's offer. All zero means that no dataset is used.
struct DatasetOrder {
    address dataset;
    uint256 datasetprice;
    uint256 volume;
    bytes32 tag;
    address apprestrict;
    address workerpoolrestrict;
    address requesterrestrict;
    bytes32 salt;
    bytes sign;
}

/// @notice A pool owner's offer to run tasks of one category.
struct WorkerpoolOrder {
    address workerpool;
    uint256 workerpoolprice;
    uint256 volume;
    bytes32 tag;
    uint256 category;
    uint256 trust;
    address apprestrict;
    address datasetrestrict;
    address requesterrestrict;
    bytes32 salt;
    bytes sign;
}

/// @notice A requester's demand for a bag of `volume` tasks.
struct RequestOrder {
    address app;
    uint256 appmaxprice;
    address dataset;
    uint256 datasetmaxprice;
    address workerpool;
    uint256 workerpoolmaxprice;
    address requester;
    uint256 volume;
    bytes32 tag;
    uint256 category;
    uint256 trust;
    address beneficiary;
    address callback;
    string params;
    bytes32 salt;
    bytes sign;
}

/// @notice What an owner does with an order on the ledger: sign it in advance, or close what is left of it.
enum OrderOperation {
    SIGN,
    CLOSE
}

struct AppOrderOperation {
    AppOrder order;
    OrderOperation operation;
    bytes sign;
}

struct DatasetOrderOperation {
    DatasetOrder order;
    OrderOperation operation;
    bytes sign;
}

struct WorkerpoolOrderOperation {
    WorkerpoolOrder order;
    OrderOperation operation;
    bytes sign;
}

struct RequestOrderOperation {
    RequestOrder order;
    OrderOperation operation;
    bytes sign;
}

/// @notice The EIP-712 domain in which orders and commitments are signed.
struct EIP712Domain {
    string name;
    string version;
    uint256 chainId;
    address verifyingContract;
}
