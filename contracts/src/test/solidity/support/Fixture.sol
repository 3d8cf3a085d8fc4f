// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Court } from "../../../main/solidity/court/Court.sol";
import { Deliveries } from "../../../main/solidity/court/Deliveries.sol";
import { Hub } from "../../../main/solidity/ledger/Hub.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { RLC } from "../../../main/solidity/ledger/RLC.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { App, Dataset, Workerpool } from "../../../main/solidity/market/Entries.sol";
import { IDeals } from "../../../main/solidity/market/IDeals.sol";
import {
    AppOrder,
    DatasetOrder,
    EIP712Domain,
    RequestOrder,
    WorkerpoolOrder
} from "../../../main/solidity/market/OrderTypes.sol";
import {
    AppRegistry,
    DatasetRegistry,
    IRegistry,
    WorkerpoolRegistry
} from "../../../main/solidity/market/Registries.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { Relay } from "../../../main/solidity/proof/Relay.sol";
import { Settler } from "../../../main/solidity/proof/Settler.sol";
import { Tasks } from "../../../main/solidity/proof/Tasks.sol";
import { OrderDigests } from "./OrderDigests.sol";
import { Vm } from "./Vm.sol";

/// @notice Four orders that fit, to be bent before they are signed.
struct Offers {
    AppOrder app;
    DatasetOrder dataset;
    WorkerpoolOrder pool;
    RequestOrder request;
}

/// @notice A ledger with one app, one dataset, one pool, a requester, and eight workers in ascending order.
abstract contract Fixture {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant RLC_UNIT = 1e9;
    uint256 internal constant APP_PRICE = 1000;
    uint256 internal constant DATASET_PRICE = 1_000_000;
    uint256 internal constant POOL_PRICE = 1e9;
    uint256 internal constant TASK_PRICE = APP_PRICE + DATASET_PRICE + POOL_PRICE;
    uint256 internal constant STAKE = 300_000_000;
    uint256 internal constant START = 1_700_000_000;
    uint256 internal constant XS_FINAL = 3000;
    uint256 internal constant WORKERS = 8;

    uint256 internal constant REQUESTER_KEY = 0xA11;
    uint256 internal constant APP_KEY = 0xA22;
    uint256 internal constant DATASET_KEY = 0xA33;
    uint256 internal constant POOL_KEY = 0xA44;

    address internal immutable requester = vm.addr(REQUESTER_KEY);
    address internal immutable appOwner = vm.addr(APP_KEY);
    address internal immutable datasetOwner = vm.addr(DATASET_KEY);
    address internal immutable poolOwner = vm.addr(POOL_KEY);
    address internal immutable kitty = address(uint160(uint256(keccak256("iExecKitty")) - 1));

    RLC internal token;
    AppRegistry internal apps;
    DatasetRegistry internal datasets;
    WorkerpoolRegistry internal pools;
    Hub internal hub;
    /// @dev The hub again, by the functions that it hands on to its other parts.
    Tasks internal taskHub;
    Relay internal relay;
    OrderDigests internal digests;
    App internal app;
    Dataset internal dataset;
    Workerpool internal pool;
    uint256[] internal workerKeys;
    address[] internal workers;

    function setUp() public virtual {
        vm.warp(START);
        token = new RLC(address(this), 87_000_000 * RLC_UNIT);
        apps = new AppRegistry(IRegistry(address(0)));
        datasets = new DatasetRegistry(IRegistry(address(0)));
        pools = new WorkerpoolRegistry(IRegistry(address(0)));
        hub = new Hub(token, apps, datasets, pools, new Settler(), _parts());
        taskHub = Tasks(address(hub));
        relay = Relay(address(hub));
        digests = new OrderDigests(block.chainid, address(hub));
        app = apps.createApp(appOwner, "app", "DOCKER", "bundle", bytes32(0), "");
        dataset = datasets.createDataset(datasetOwner, "dataset", "datum", bytes32(0));
        pool = pools.createWorkerpool(poolOwner, "pool");
        _deposit(requester, 100_000 * RLC_UNIT);
        _deposit(poolOwner, 100_000 * RLC_UNIT);
        _hireWorkers();
    }

    /// @dev What the hub hands on to, one after the other.
    function _parts() private returns (address) {
        return address(new Tasks(address(new Relay(address(new Court(address(new Deliveries(address(0)))))))));
    }

    // ---- people ----

    function _hireWorkers() private {
        for (uint256 i = 0; i < WORKERS; ++i) {
            workerKeys.push(0xB000 + i);
        }
        for (uint256 i = 1; i < WORKERS; ++i) {
            for (uint256 j = i; j > 0 && vm.addr(workerKeys[j]) < vm.addr(workerKeys[j - 1]); --j) {
                (workerKeys[j], workerKeys[j - 1]) = (workerKeys[j - 1], workerKeys[j]);
            }
        }
        for (uint256 i = 0; i < WORKERS; ++i) {
            workers.push(vm.addr(workerKeys[i]));
            _deposit(workers[i], 1000 * RLC_UNIT);
            vm.prank(workers[i]);
            hub.pledge(100 * RLC_UNIT);
        }
    }

    function _deposit(address who, uint256 amount) internal {
        require(token.transfer(who, amount), "transfer");
        vm.prank(who);
        require(token.approveAndCall(address(hub), amount, ""), "deposit");
    }

    function _free(address who) internal view returns (uint256) {
        return hub.viewAccount(who).stake;
    }

    function _locked(address who) internal view returns (uint256) {
        return hub.viewAccount(who).locked;
    }

    function _pledged(address worker) internal view returns (uint256 pledged) {
        (pledged,,) = hub.viewPledge(worker);
    }

    function _signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    // ---- deals ----

    function _offers(uint256 volume, uint256 trust) internal view returns (Offers memory offers) {
        offers.app.app = address(app);
        offers.app.appprice = APP_PRICE;
        offers.app.volume = volume;
        offers.dataset.dataset = address(dataset);
        offers.dataset.datasetprice = DATASET_PRICE;
        offers.dataset.volume = volume;
        offers.pool.workerpool = address(pool);
        offers.pool.workerpoolprice = POOL_PRICE;
        offers.pool.volume = volume;
        offers.pool.trust = trust;
        offers.request.app = address(app);
        offers.request.appmaxprice = APP_PRICE;
        offers.request.dataset = address(dataset);
        offers.request.datasetmaxprice = DATASET_PRICE;
        offers.request.workerpoolmaxprice = POOL_PRICE;
        offers.request.requester = requester;
        offers.request.beneficiary = requester;
        offers.request.volume = volume;
        offers.request.trust = trust;
        offers.request.params = "{}";
    }

    function _salt(Offers memory offers, uint256 salt) internal pure {
        offers.app.salt = bytes32(salt);
        offers.dataset.salt = bytes32(salt);
        offers.pool.salt = bytes32(salt);
        offers.request.salt = bytes32(salt);
    }

    function _withoutDataset(Offers memory offers) internal pure {
        DatasetOrder memory none;
        offers.dataset = none;
        offers.request.dataset = address(0);
        offers.request.datasetmaxprice = 0;
    }

    function _sign(Offers memory offers) internal view {
        offers.app.sign = _signature(APP_KEY, digests.appOrder(offers.app));
        if (offers.dataset.dataset != address(0)) {
            offers.dataset.sign = _signature(DATASET_KEY, digests.datasetOrder(offers.dataset));
        }
        offers.pool.sign = _signature(POOL_KEY, digests.workerpoolOrder(offers.pool));
        offers.request.sign = _signature(REQUESTER_KEY, digests.requestOrder(offers.request));
    }

    function _match(Offers memory offers) internal returns (DealId) {
        return hub.matchOrders(offers.app, offers.dataset, offers.pool, offers.request);
    }

    /// @dev A deal whose orders are made unique by the salt.
    function _deal(uint256 volume, uint256 trust, uint256 salt) internal returns (DealId) {
        Offers memory offers = _offers(volume, trust);
        _salt(offers, salt);
        _sign(offers);
        return _match(offers);
    }

    /// @dev One task at the usual prices, certified by the first `count` workers, who agreed, and by nobody else.
    function _assertPaid(uint256 count, uint256 reward, uint256 requesterBefore, uint256 poolBefore) internal view {
        vm.assertEq(requesterBefore - _free(requester), 1_001_001_000, "requester pays");
        vm.assertEq(_free(appOwner), APP_PRICE, "app owner");
        vm.assertEq(_free(datasetOwner), DATASET_PRICE, "dataset owner");
        vm.assertEq(_free(poolOwner) - poolBefore, 10_000_000, "scheduler keeps 1 %");
        for (uint256 i = 0; i < count; ++i) {
            vm.assertEq(_free(workers[i]), 900 * RLC_UNIT + reward, "worker");
            vm.assertEq(_locked(workers[i]), 100 * RLC_UNIT, "its pledge and nothing else");
            vm.assertEq(hub.viewScore(workers[i]), 1, "score");
        }
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
    }

    // ---- settlements ----

    /// @dev A result in which the first `count` workers committed to `tasks` tasks each, without ballots yet.
    function _result(DealId dealid, uint256 partition, uint256 size, uint256 count, uint256 tasks)
        internal
        view
        returns (ISettlement.PartitionResult memory result)
    {
        result.dealid = dealid;
        result.partition = partition;
        result.partitionSize = size;
        result.resultsRoot = keccak256("root");
        result.results = "bags/1";
        result.commitments = new ISettlement.Commitment[](count);
        for (uint256 i = 0; i < count; ++i) {
            result.commitments[i] = _commitment(i, dealid, partition, tasks);
        }
    }

    function _commitment(uint256 worker, DealId dealid, uint256 partition, uint256 tasks)
        internal
        view
        returns (ISettlement.Commitment memory commitment)
    {
        bytes32 accumulator = keccak256(abi.encode("answers", worker));
        bytes32 digest = hub.hashCommitment(dealid, partition, tasks, accumulator);
        commitment.worker = workers[worker];
        commitment.tasks = uint64(tasks);
        commitment.accumulator = accumulator;
        commitment.sign = _signature(workerKeys[worker], digest);
    }

    /// @dev A ballot in which the first `good` committers agree, the next `bad` agree on something else, and the
    /// next `silent` never reveal.
    function _ballot(uint256 tasks, uint256 good, uint256 bad, uint256 silent)
        internal
        pure
        returns (ISettlement.Ballot memory ballot)
    {
        ballot.tasks = uint32(tasks);
        ballot.accepted = _numbers(0, good);
        ballot.rejected = new uint16[][](bad == 0 ? 0 : 1);
        if (bad > 0) ballot.rejected[0] = _numbers(good, bad);
        ballot.silent = _numbers(good + bad, silent);
    }

    function _numbers(uint256 first, uint256 count) internal pure returns (uint16[] memory numbers) {
        numbers = new uint16[](count);
        for (uint256 i = 0; i < count; ++i) {
            numbers[i] = uint16(first + i);
        }
    }

    function _one(ISettlement.Ballot memory ballot) internal pure returns (ISettlement.Ballot[] memory ballots) {
        ballots = new ISettlement.Ballot[](1);
        ballots[0] = ballot;
    }

    function _two(ISettlement.Ballot memory first, ISettlement.Ballot memory second)
        internal
        pure
        returns (ISettlement.Ballot[] memory ballots)
    {
        ballots = new ISettlement.Ballot[](2);
        (ballots[0], ballots[1]) = (first, second);
    }

    /// @dev Settles a whole deal of `tasks` tasks as one partition with one ballot.
    function _settleAll(DealId dealid, uint256 tasks, uint256 good, uint256 bad, uint256 silent) internal {
        ISettlement.PartitionResult memory result = _result(dealid, 0, tasks, good + bad + silent, tasks);
        result.ballots = _one(_ballot(tasks, good, bad, silent));
        _settle(result);
    }

    function _settle(ISettlement.PartitionResult memory result) internal {
        vm.prank(poolOwner);
        hub.settlePartition(result);
    }

    function _settleReverts(ISettlement.PartitionResult memory result, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(poolOwner);
        hub.settlePartition(result);
    }
}
