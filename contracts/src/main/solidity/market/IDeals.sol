// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../ledger/Types.sol";
import {
    AppOrder,
    AppOrderOperation,
    DatasetOrder,
    DatasetOrderOperation,
    EIP712Domain,
    RequestOrder,
    RequestOrderOperation,
    WorkerpoolOrder,
    WorkerpoolOrderOperation
} from "./OrderTypes.sol";

/// @title The market: orders, what is left of them, and the deals made of four that fit.
interface IDeals {
    /// @notice Tasks alike in length. `workClockTimeRef` is T in seconds, from which all deadlines follow.
    struct Category {
        string name;
        string description;
        uint256 workClockTimeRef;
    }

    /// @notice What a deal uses, whose it was at the match, and its price per task.
    struct Resource {
        address pointer;
        address owner;
        uint256 price;
    }

    /// @notice Four orders matched: a bag of the tasks [botFirst, botFirst + botSize).
    struct Deal {
        Resource app;
        Resource dataset;
        Resource workerpool;
        uint256 trust;
        uint256 category;
        bytes32 tag;
        address requester;
        address beneficiary;
        address callback;
        string params;
        uint256 startTime;
        uint256 botFirst;
        uint256 botSize;
        uint256 workerStake;
        uint256 schedulerRewardRatio;
        address sponsor;
    }

    /// @notice Four orders became a deal of `volume` tasks.
    event OrdersMatched(
        bytes32 dealid,
        bytes32 appHash,
        bytes32 datasetHash,
        bytes32 workerpoolHash,
        bytes32 requestHash,
        uint256 volume
    );
    /// @notice A pool has work.
    event SchedulerNotice(address indexed workerpool, bytes32 dealid);
    /// @notice Somebody else than the requester pays for a deal.
    event DealSponsored(bytes32 dealId, address sponsor);
    event SignedAppOrder(bytes32 appHash);
    event SignedDatasetOrder(bytes32 datasetHash);
    event SignedWorkerpoolOrder(bytes32 workerpoolHash);
    event SignedRequestOrder(bytes32 requestHash);
    event ClosedAppOrder(bytes32 appHash);
    event ClosedDatasetOrder(bytes32 datasetHash);
    event ClosedWorkerpoolOrder(bytes32 workerpoolHash);
    event ClosedRequestOrder(bytes32 requestHash);
    event BroadcastAppOrder(AppOrder apporder);
    event BroadcastDatasetOrder(DatasetOrder datasetorder);
    event BroadcastWorkerpoolOrder(WorkerpoolOrder workerpoolorder);
    event BroadcastRequestOrder(RequestOrder requestorder);
    /// @notice A category was added.
    event CreateCategory(uint256 catid, string name, string description, uint256 workClockTimeRef);

    /// @notice The orders do not fit. The codes are:
    /// 0x00 the categories differ; 0x01 there is no such category; 0x02 the pool offers less trust than asked;
    /// 0x03, 0x04, 0x05 the app, dataset, pool costs more than the request's limit;
    /// 0x06 the pool lacks a tag; 0x07 an enclave is asked of an app that does not declare one;
    /// 0x10, 0x11 the request names another app, dataset; 0x12 the request is restricted to another pool;
    /// 0x13, 0x14, 0x15 the app order is restricted to another dataset, pool, requester;
    /// 0x16, 0x17, 0x18 the dataset order is restricted to another app, pool, requester;
    /// 0x19, 0x1a, 0x1b the pool order is restricted to another app, dataset, requester;
    /// 0x20, 0x30, 0x40 the app, dataset, pool is not registered;
    /// 0x21, 0x31, 0x41, 0x50 the app, dataset, pool, request order is not signed by its owner;
    /// 0x60 an order has no volume left.
    error MatchRefused(bytes1 code);
    /// @notice A key's signature has 65 bytes (r, s, v) or 64 (EIP-2098).
    error SignatureMalformed(uint256 length);
    /// @notice Only the owner, or who shows its signature, may sign or close this order.
    error NotTheOrdersOwner(bytes32 orderHash, address owner);
    /// @notice A category needs a time of at least one second and at most the limit.
    error CategoryTimeOutOfRange(uint256 workClockTimeRef, uint256 max);
    /// @notice There is no such category.
    error CategoryUnknown(uint256 category);
    /// @notice The gas for receivers of results would leave a block no room for the task itself.
    error CallbackGasOutOfRange(uint256 gas, uint256 max);
    /// @notice There is no such deal.
    error DealUnknown(DealId dealid);

    /// @notice Matches four orders; anybody may send it, the requester pays. Locks the price of all tasks from
    /// the requester and the pool's stake (30 % of its price) from the pool's owner.
    /// @return dealid of the deal, for as many tasks as all orders have left.
    function matchOrders(
        AppOrder calldata apporder,
        DatasetOrder calldata datasetorder,
        WorkerpoolOrder calldata workerpoolorder,
        RequestOrder calldata requestorder
    ) external returns (DealId dealid);

    /// @notice As {matchOrders}, paid by the caller.
    function sponsorMatchOrders(
        AppOrder calldata apporder,
        DatasetOrder calldata datasetorder,
        WorkerpoolOrder calldata workerpoolorder,
        RequestOrder calldata requestorder
    ) external returns (DealId dealid);

    function manageAppOrder(AppOrderOperation calldata operation) external;
    function manageDatasetOrder(DatasetOrderOperation calldata operation) external;
    function manageWorkerpoolOrder(WorkerpoolOrderOperation calldata operation) external;
    function manageRequestOrder(RequestOrderOperation calldata operation) external;

    /// @notice Publishes an order as an event, unchecked.
    function broadcastAppOrder(AppOrder calldata order) external;
    function broadcastDatasetOrder(DatasetOrder calldata order) external;
    function broadcastWorkerpoolOrder(WorkerpoolOrder calldata order) external;
    function broadcastRequestOrder(RequestOrder calldata order) external;

    /// @notice Adds a category; only the hub's owner may.
    function createCategory(string calldata name, string calldata description, uint256 workClockTimeRef)
        external
        returns (uint256);

    /// @notice Sets how much gas a receiver of results may use, at most 5,000,000. Only the hub's owner may.
    function setCallbackGas(uint256 gas) external;
    function callbackgas() external view returns (uint256);

    /// @notice Sets who authorises answers of enclaves; zero leaves that to the pools. Only the hub's owner may.
    function setTeeBroker(address broker) external;
    function teebroker() external view returns (address);

    function domain() external view returns (EIP712Domain memory);
    function viewDeal(DealId dealid) external view returns (Deal memory);
    function viewConsumed(bytes32 orderHash) external view returns (uint256);
    function viewPresigned(bytes32 orderHash) external view returns (address);
    function viewCategory(uint256 category) external view returns (Category memory);
    function countCategory() external view returns (uint256);
    function verifySignature(address identity, bytes32 hash, bytes calldata signature) external view returns (bool);
    function verifyPresignature(address identity, bytes32 hash) external view returns (bool);
    function verifyPresignatureOrSignature(address identity, bytes32 hash, bytes calldata signature)
        external
        view
        returns (bool);
}
