// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { DealRecord } from "../ledger/LedgerState.sol";
import { DealId } from "../ledger/Types.sol";
import { Bags } from "../proof/Bags.sol";
import { IDeals } from "./IDeals.sol";
import { Matching, Venue } from "./Matching.sol";
import { OrderBook } from "./OrderBook.sol";
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
import { IRegistry } from "./Registries.sol";
import { Signatures } from "./Signatures.sol";

/// @title The market's side of the hub.
abstract contract Market is HubBase, IDeals, Ownable2Step {
    /// @dev A year: deadlines stay far from any overflow.
    uint256 private constant WORK_CLOCK_MAX = 365 days;
    uint256 private constant CALLBACK_GAS_DEFAULT = 200_000;
    /// @dev A task cannot be completed without this gas for its receiver: a sixth of a common block.
    uint256 private constant CALLBACK_GAS_MAX = 5_000_000;

    IRegistry public immutable appregistry;
    IRegistry public immutable datasetregistry;
    IRegistry public immutable workerpoolregistry;

    constructor(IRegistry apps, IRegistry datasets, IRegistry workerpools) Ownable(msg.sender) {
        appregistry = apps;
        datasetregistry = datasets;
        workerpoolregistry = workerpools;
        _state.callbackGas = CALLBACK_GAS_DEFAULT;
        _addCategory("XS", "Tasks of up to 5 minutes", 300);
        _addCategory("S", "Tasks of up to 20 minutes", 1200);
        _addCategory("M", "Tasks of up to 1 hour", 3600);
        _addCategory("L", "Tasks of up to 3 hours", 10800);
        _addCategory("XL", "Tasks of up to 10 hours", 36000);
    }

    /// @inheritdoc IDeals
    function matchOrders(
        AppOrder calldata apporder,
        DatasetOrder calldata datasetorder,
        WorkerpoolOrder calldata workerpoolorder,
        RequestOrder calldata requestorder
    ) external nonReentrant returns (DealId) {
        Venue memory venue = _venue(requestorder.requester);
        return Matching.matchOrders(_state, venue, apporder, datasetorder, workerpoolorder, requestorder);
    }

    /// @inheritdoc IDeals
    function sponsorMatchOrders(
        AppOrder calldata apporder,
        DatasetOrder calldata datasetorder,
        WorkerpoolOrder calldata workerpoolorder,
        RequestOrder calldata requestorder
    ) external nonReentrant returns (DealId) {
        Venue memory venue = _venue(msg.sender);
        return Matching.matchOrders(_state, venue, apporder, datasetorder, workerpoolorder, requestorder);
    }

    function manageAppOrder(AppOrderOperation calldata operation) external {
        OrderBook.manage(_state, _domainSeparatorV4(), operation);
    }

    function manageDatasetOrder(DatasetOrderOperation calldata operation) external {
        OrderBook.manage(_state, _domainSeparatorV4(), operation);
    }

    function manageWorkerpoolOrder(WorkerpoolOrderOperation calldata operation) external {
        OrderBook.manage(_state, _domainSeparatorV4(), operation);
    }

    function manageRequestOrder(RequestOrderOperation calldata operation) external {
        OrderBook.manage(_state, _domainSeparatorV4(), operation);
    }

    function broadcastAppOrder(AppOrder calldata order) external {
        emit BroadcastAppOrder(order);
    }

    function broadcastDatasetOrder(DatasetOrder calldata order) external {
        emit BroadcastDatasetOrder(order);
    }

    function broadcastWorkerpoolOrder(WorkerpoolOrder calldata order) external {
        emit BroadcastWorkerpoolOrder(order);
    }

    function broadcastRequestOrder(RequestOrder calldata order) external {
        emit BroadcastRequestOrder(order);
    }

    /// @inheritdoc IDeals
    function createCategory(string calldata name, string calldata description, uint256 workClockTimeRef)
        external
        onlyOwner
        returns (uint256)
    {
        return _addCategory(name, description, workClockTimeRef);
    }

    /// @inheritdoc IDeals
    function setCallbackGas(uint256 gas) external onlyOwner {
        if (gas > CALLBACK_GAS_MAX) revert CallbackGasOutOfRange(gas, CALLBACK_GAS_MAX);
        _state.callbackGas = gas;
    }

    function callbackgas() external view returns (uint256) {
        return _state.callbackGas;
    }

    /// @inheritdoc IDeals
    function setTeeBroker(address broker) external onlyOwner {
        _state.teeBroker = broker;
    }

    function teebroker() external view returns (address) {
        return _state.teeBroker;
    }

    function domain() external view returns (EIP712Domain memory) {
        return EIP712Domain(DOMAIN_NAME, DOMAIN_VERSION, block.chainid, address(this));
    }

    function viewDeal(DealId dealid) external view returns (Deal memory deal) {
        DealRecord storage stored = _state.deals[dealid];
        deal.app = Resource(stored.app, stored.appOwner, stored.appPrice);
        deal.dataset = Resource(stored.dataset, stored.datasetOwner, stored.datasetPrice);
        deal.workerpool = Resource(stored.workerpool, stored.workerpoolOwner, stored.workerpoolPrice);
        deal.trust = stored.trust;
        deal.category = stored.category;
        deal.tag = stored.tag;
        deal.requester = stored.requester;
        deal.beneficiary = stored.beneficiary;
        deal.callback = stored.callback;
        deal.params = stored.params;
        deal.startTime = stored.startTime;
        deal.botFirst = stored.botFirst;
        deal.botSize = stored.botSize;
        deal.workerStake = stored.workerStake;
        deal.schedulerRewardRatio = stored.schedulerRewardRatio;
        deal.sponsor = Bags.payer(stored);
    }

    function viewConsumed(bytes32 orderHash) external view returns (uint256) {
        return _state.consumed[orderHash];
    }

    function viewPresigned(bytes32 orderHash) external view returns (address) {
        return _state.presigned[orderHash];
    }

    function viewCategory(uint256 category) external view returns (Category memory) {
        if (category >= _state.categories.length) revert CategoryUnknown(category);
        return _state.categories[category];
    }

    function countCategory() external view returns (uint256) {
        return _state.categories.length;
    }

    function verifySignature(address identity, bytes32 hash, bytes calldata signature) external view returns (bool) {
        return Signatures.isSignedBy(identity, hash, signature);
    }

    function verifyPresignature(address identity, bytes32 hash) external view returns (bool) {
        return Signatures.isPresignedBy(_state, identity, hash);
    }

    function verifyPresignatureOrSignature(address identity, bytes32 hash, bytes calldata signature)
        external
        view
        returns (bool)
    {
        return Signatures.isAuthorisedBy(_state, identity, hash, signature);
    }

    function _venue(address payer) private view returns (Venue memory) {
        return Venue(_domainSeparatorV4(), appregistry, datasetregistry, workerpoolregistry, payer);
    }

    function _addCategory(string memory name, string memory description, uint256 workClockTimeRef)
        private
        returns (uint256 category)
    {
        if (workClockTimeRef == 0 || workClockTimeRef > WORK_CLOCK_MAX) {
            revert CategoryTimeOutOfRange(workClockTimeRef, WORK_CLOCK_MAX);
        }
        category = _state.categories.length;
        _state.categories.push(Category(name, description, workClockTimeRef));
        _state.longestWorkClock = Math.max(_state.longestWorkClock, workClockTimeRef);
        emit CreateCategory(category, name, description, workClockTimeRef);
    }
}
