// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { DealRecord, LedgerState } from "../ledger/LedgerState.sol";
import { DealId } from "../ledger/Types.sol";
import { Ratios } from "../proof/Ratios.sol";
import { Entry, Workerpool } from "./Entries.sol";
import { IDeals } from "./IDeals.sol";
import { OrderHashes } from "./OrderHashes.sol";
import { AppOrder, DatasetOrder, RequestOrder, WorkerpoolOrder } from "./OrderTypes.sol";
import { IRegistry } from "./Registries.sol";
import { Restrictions } from "./Restrictions.sol";
import { Signatures } from "./Signatures.sol";

/// @notice Where a match takes place, and who pays.
struct Venue {
    bytes32 separator;
    IRegistry apps;
    IRegistry datasets;
    IRegistry workerpools;
    address payer;
}

/// @notice What the checks of a match found out.
struct Match {
    bytes32 appHash;
    bytes32 datasetHash;
    bytes32 workerpoolHash;
    bytes32 requestHash;
    address appOwner;
    address datasetOwner;
    address workerpoolOwner;
    uint256 volume;
    DealId dealid;
}

/// @title Making a deal of four orders.
library Matching {
    using SafeCast for uint256;

    /// @dev Tags of a dataset that say how it was made, not what a pool must offer: bits 1, 2 and 3.
    bytes32 private constant DATASET_TAGS_IGNORED = bytes32(uint256(0xe));
    /// @dev The tag that asks for an enclave.
    bytes32 private constant TAG_TEE = bytes32(uint256(1));

    function matchOrders(
        LedgerState storage state,
        Venue memory venue,
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata pool,
        RequestOrder calldata request
    ) external returns (DealId) {
        _checkTerms(state, app, dataset, pool, request);
        _checkParties(app, dataset, pool, request);
        Match memory made;
        _checkApp(state, venue, made, app);
        _checkDataset(state, venue, made, dataset);
        _checkWorkerpool(state, venue, made, pool);
        made.requestHash = OrderHashes.hash(request, venue.separator);
        _require(Signatures.isAuthorisedBy(state, request.requester, made.requestHash, request.sign), 0x50);
        _consume(state, made, app, dataset, pool, request);
        _record(state, venue, made, app, dataset, pool, request);
        _lock(state, venue.payer, made);
        emit IDeals.SchedulerNotice(pool.workerpool, DealId.unwrap(made.dealid));
        emit IDeals.OrdersMatched(
            DealId.unwrap(made.dealid),
            made.appHash,
            made.datasetHash,
            made.workerpoolHash,
            made.requestHash,
            made.volume
        );
        return made.dealid;
    }

    function _checkTerms(
        LedgerState storage state,
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata pool,
        RequestOrder calldata request
    ) private view {
        _require(request.category == pool.category, 0x00);
        _require(request.category < state.categories.length, 0x01);
        _require(request.trust <= pool.trust, 0x02);
        _require(request.appmaxprice >= app.appprice, 0x03);
        _require(request.datasetmaxprice >= dataset.datasetprice, 0x04);
        _require(request.workerpoolmaxprice >= pool.workerpoolprice, 0x05);
        bytes32 tag = _tagOf(app, dataset, request);
        _require(tag & ~pool.tag == 0, 0x06);
        _require(tag & ~app.tag & TAG_TEE == 0, 0x07);
    }

    function _checkParties(
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata pool,
        RequestOrder calldata request
    ) private view {
        _require(request.app == app.app, 0x10);
        _require(request.dataset == dataset.dataset, 0x11);
        _require(Restrictions.admits(request.workerpool, pool.workerpool), 0x12);
        _require(Restrictions.admits(app.datasetrestrict, dataset.dataset), 0x13);
        _require(Restrictions.admits(app.workerpoolrestrict, pool.workerpool), 0x14);
        _require(Restrictions.admits(app.requesterrestrict, request.requester), 0x15);
        _require(Restrictions.admits(dataset.apprestrict, app.app), 0x16);
        _require(Restrictions.admits(dataset.workerpoolrestrict, pool.workerpool), 0x17);
        _require(Restrictions.admits(dataset.requesterrestrict, request.requester), 0x18);
        _require(Restrictions.admits(pool.apprestrict, app.app), 0x19);
        _require(Restrictions.admits(pool.datasetrestrict, dataset.dataset), 0x1a);
        _require(Restrictions.admits(pool.requesterrestrict, request.requester), 0x1b);
    }

    function _checkApp(LedgerState storage state, Venue memory venue, Match memory made, AppOrder calldata app)
        private
        view
    {
        _require(venue.apps.isRegistered(app.app), 0x20);
        made.appOwner = Entry(app.app).owner();
        made.appHash = OrderHashes.hash(app, venue.separator);
        _require(Signatures.isAuthorisedBy(state, made.appOwner, made.appHash, app.sign), 0x21);
    }

    /// @dev Without a dataset there is nothing to check: the order is empty and its hash is that of an empty order.
    function _checkDataset(
        LedgerState storage state,
        Venue memory venue,
        Match memory made,
        DatasetOrder calldata dataset
    ) private view {
        made.datasetHash = OrderHashes.hash(dataset, venue.separator);
        if (dataset.dataset == address(0)) return;
        _require(venue.datasets.isRegistered(dataset.dataset), 0x30);
        made.datasetOwner = Entry(dataset.dataset).owner();
        _require(Signatures.isAuthorisedBy(state, made.datasetOwner, made.datasetHash, dataset.sign), 0x31);
    }

    function _checkWorkerpool(
        LedgerState storage state,
        Venue memory venue,
        Match memory made,
        WorkerpoolOrder calldata pool
    ) private view {
        _require(venue.workerpools.isRegistered(pool.workerpool), 0x40);
        made.workerpoolOwner = Entry(pool.workerpool).owner();
        made.workerpoolHash = OrderHashes.hash(pool, venue.separator);
        _require(Signatures.isAuthorisedBy(state, made.workerpoolOwner, made.workerpoolHash, pool.sign), 0x41);
    }

    /// @dev Takes what all orders have left, and names the deal after what the request had consumed before.
    function _consume(
        LedgerState storage state,
        Match memory made,
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata pool,
        RequestOrder calldata request
    ) private {
        mapping(bytes32 => uint256) storage consumed = state.consumed;
        uint256 first = consumed[made.requestHash];
        uint256 volume = Math.saturatingSub(request.volume, first);
        volume = Math.min(volume, Math.saturatingSub(app.volume, consumed[made.appHash]));
        volume = Math.min(volume, Math.saturatingSub(pool.volume, consumed[made.workerpoolHash]));
        bool hasDataset = dataset.dataset != address(0);
        if (hasDataset) {
            volume = Math.min(volume, Math.saturatingSub(dataset.volume, consumed[made.datasetHash]));
        }
        _require(volume > 0, 0x60);
        made.volume = volume;
        made.dealid = DealId.wrap(keccak256(abi.encodePacked(made.requestHash, first)));
        consumed[made.appHash] += volume;
        consumed[made.workerpoolHash] += volume;
        consumed[made.requestHash] = first + volume;
        if (hasDataset) consumed[made.datasetHash] += volume;
        state.deals[made.dealid].botFirst = first.toUint96();
        state.deals[made.dealid].botSize = volume.toUint96();
    }

    function _record(
        LedgerState storage state,
        Venue memory venue,
        Match memory made,
        AppOrder calldata app,
        DatasetOrder calldata dataset,
        WorkerpoolOrder calldata pool,
        RequestOrder calldata request
    ) private {
        DealRecord storage deal = state.deals[made.dealid];
        (deal.app, deal.appPrice) = (app.app, app.appprice.toUint96());
        deal.appOwner = made.appOwner;
        deal.startTime = block.timestamp.toUint40();
        deal.category = request.category.toUint24();
        if (dataset.dataset != address(0)) {
            (deal.dataset, deal.datasetPrice) = (dataset.dataset, dataset.datasetprice.toUint96());
            deal.datasetOwner = made.datasetOwner;
        }
        (deal.workerpool, deal.workerpoolPrice) = (pool.workerpool, pool.workerpoolprice.toUint96());
        _recordPolicy(deal, made, pool);
        (deal.requester, deal.trust) = (request.requester, Math.max(request.trust, 1).toUint64());
        deal.beneficiary = request.beneficiary;
        deal.callback = request.callback;
        deal.tag = _tagOf(app, dataset, request);
        deal.params = request.params;
        if (venue.payer != request.requester) {
            deal.sponsor = venue.payer;
            emit IDeals.DealSponsored(DealId.unwrap(made.dealid), venue.payer);
        }
    }

    function _recordPolicy(DealRecord storage deal, Match memory made, WorkerpoolOrder calldata pool) private {
        Workerpool workerpool = Workerpool(pool.workerpool);
        uint256 stake = pool.workerpoolprice * workerpool.m_workerStakeRatioPolicy() / Ratios.PERCENT;
        (deal.workerpoolOwner, deal.workerStake) = (made.workerpoolOwner, stake.toUint96());
        deal.schedulerRewardRatio = workerpool.m_schedulerRewardRatioPolicy().toUint8();
    }

    function _lock(LedgerState storage state, address payer, Match memory made) private {
        DealRecord storage deal = state.deals[made.dealid];
        uint256 price = uint256(deal.appPrice) + deal.datasetPrice + deal.workerpoolPrice;
        Accounts.lock(state, payer, price * made.volume);
        Accounts.lock(state, made.workerpoolOwner, Ratios.poolStake(deal.workerpoolPrice) * made.volume);
    }

    function _tagOf(AppOrder calldata app, DatasetOrder calldata dataset, RequestOrder calldata request)
        private
        pure
        returns (bytes32)
    {
        return app.tag | (dataset.tag & ~DATASET_TAGS_IGNORED) | request.tag;
    }

    function _require(bool fits, bytes1 code) private pure {
        if (!fits) revert IDeals.MatchRefused(code);
    }
}
