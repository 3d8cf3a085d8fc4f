// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../main/solidity/ledger/Types.sol";
import { IRelay } from "../../main/solidity/proof/IRelay.sol";
import { ISettlement } from "../../main/solidity/proof/ISettlement.sol";
import { Offers } from "./support/Fixture.sol";
import { TaskFixture } from "./support/TaskFixture.sol";

/// @notice What transactions cost, base cost and call data included. The numbers are kept in snapshots/ledger.json.
/// forge-config: default.isolate = true
contract GasTest is TaskFixture {
    string private constant GROUP = "ledger";

    function test_gas_accounts() public {
        token.approveAndCall(address(hub), 1000, "");
        token.approveAndCall(address(hub), 1000, "");
        vm.snapshotGasLastCall(GROUP, "deposit");
        hub.withdraw(10);
        vm.snapshotGasLastCall(GROUP, "withdraw");
        hub.pledge(10);
        vm.snapshotGasLastCall(GROUP, "pledge");
    }

    function test_gas_registries() public {
        apps.createApp(requester, "vanity", "DOCKER", "registry/vanity:1.0", keccak256("checksum"), "");
        vm.snapshotGasLastCall(GROUP, "createApp");
        pools.createWorkerpool(requester, "our pool");
        vm.snapshotGasLastCall(GROUP, "createWorkerpool");
    }

    function test_gas_matchOrders() public {
        Offers memory offers = _offers(1000, 15);
        _sign(offers);
        _match(offers);
        vm.snapshotGasLastCall(GROUP, "matchOrders, with dataset");
        offers = _offers(1000, 15);
        _withoutDataset(offers);
        _salt(offers, 1);
        offers.dataset.salt = 0;
        _sign(offers);
        _match(offers);
        vm.snapshotGasLastCall(GROUP, "matchOrders, no dataset");
        offers.request.salt = bytes32(uint256(2));
        bytes memory params = new bytes(1024);
        for (uint256 i = 0; i < params.length; ++i) {
            params[i] = "x";
        }
        offers.request.params = string(params);
        offers.app.volume = offers.pool.volume = 2000;
        _sign(offers);
        _match(offers);
        vm.snapshotGasLastCall(GROUP, "matchOrders, params of 1 KiB");
    }

    function test_gas_settlePartition_trustOne() public {
        DealId dealid = _deal(1, 1, 1);
        _settleMeasured(_agreed(dealid, 1, 1), "settlePartition, 1 task, 1 worker");
    }

    function test_gas_settlePartition_oneTask() public {
        _settleMeasured(_agreed(_deal(1, 15, 1), 1, 4), "settlePartition, 1 task, 4 workers, first of them");
        vm.warp(START + 1);
        _settleMeasured(_agreed(_deal(1, 15, 2), 1, 4), "settlePartition, 1 task, 4 workers");
    }

    function test_gas_settlePartition_bags() public {
        _settleAll(_deal(1, 15, 1), 1, 4, 0, 0);
        vm.warp(START + 1);
        _settleMeasured(_agreed(_deal(16, 15, 2), 16, 4), "settlePartition, 16 tasks, 4 workers");
        vm.warp(START + 2);
        _settleMeasured(_agreed(_deal(1000, 15, 3), 250, 4), "settlePartition, 250 tasks, 4 workers");
        vm.warp(START + 3);
        _settleMeasured(_agreed(_deal(6250, 15, 4), 6250, 4), "settlePartition, 6250 tasks, 4 workers");
    }

    /// @dev Four agree on most tasks; in some the fourth lies, in some it is silent.
    function test_gas_settlePartition_withALiar() public {
        _settleAll(_deal(1, 15, 1), 1, 4, 0, 0);
        vm.warp(START + 1);
        ISettlement.PartitionResult memory result = _result(_deal(250, 3, 2), 0, 250, 4, 250);
        result.ballots = new ISettlement.Ballot[](3);
        result.ballots[0] = _ballot(200, 4, 0, 0);
        result.ballots[1] = _ballot(40, 3, 1, 0);
        result.ballots[2] = _ballot(10, 3, 0, 1);
        _settleMeasured(result, "settlePartition, 250 tasks, 3 ballots with a liar");
    }

    /// @dev The most workers that one settlement takes, in groups of eight: it must fit in a block of 30 million.
    function test_gas_settlePartition_atTheLimitOfWorkers() public {
        uint256 count = 256;
        uint256[] memory keys = _sortedKeys(count);
        DealId dealid = _deal(3200, 100, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 3200, 0, 0);
        result.commitments = new ISettlement.Commitment[](count);
        for (uint256 i = 0; i < count; ++i) {
            bytes32 digest = hub.hashCommitment(dealid, 0, 100, bytes32(i));
            bytes memory sign = _signature(keys[i], digest);
            result.commitments[i] = ISettlement.Commitment(vm.addr(keys[i]), 100, bytes32(i), sign);
        }
        result.ballots = new ISettlement.Ballot[](count / 8);
        for (uint256 i = 0; i < result.ballots.length; ++i) {
            result.ballots[i] = _ballot(100, 0, 0, 0);
            result.ballots[i].accepted = _numbers(8 * i, 8);
        }
        _settle(result);
        vm.assertLe(
            vm.snapshotGasLastCall(GROUP, "settlePartition, 3200 tasks, 256 workers"), 30_000_000, "one block"
        );
    }

    function test_gas_settlePartition_atTheLimitOfBallots() public {
        _settleAll(_deal(1, 15, 1), 1, 4, 0, 0);
        vm.warp(START + 1);
        uint256 count = 1024;
        ISettlement.PartitionResult memory result = _result(_deal(count, 15, 2), 0, count, 4, count);
        result.ballots = new ISettlement.Ballot[](count);
        for (uint256 i = 0; i < count; ++i) {
            result.ballots[i] = _ballot(1, 4, 0, 0);
        }
        _settle(result);
        vm.assertLe(
            vm.snapshotGasLastCall(GROUP, "settlePartition, 1024 ballots, 4 workers"), 30_000_000, "one block"
        );
    }

    function _sortedKeys(uint256 count) private pure returns (uint256[] memory keys) {
        keys = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            keys[i] = 0xC000 + i;
            for (uint256 j = i; j > 0 && vm.addr(keys[j]) < vm.addr(keys[j - 1]); --j) {
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
            }
        }
    }

    /// @dev A certified task of trust 1, which the compared contracts settle for 1.02 million without the match.
    function test_gas_taskByTask_costsNoMoreThanTheComparedContracts() public {
        DealId dealid = _dealWithoutDataset(1, 1, 1);
        uint256 total = vm.snapshotGasLastCall(GROUP, "matchOrders of one task, no dataset");
        TaskId taskid = taskHub.initialize(dealid, 0);
        total += vm.snapshotGasLastCall(GROUP, "initialize");
        _contribute(0, taskid, GOOD);
        total += vm.snapshotGasLastCall(GROUP, "contribute, trust 1, consensus");
        _reveal(0, taskid, GOOD);
        total += vm.snapshotGasLastCall(GROUP, "reveal");
        _finalize(taskid);
        total += vm.snapshotGasLastCall(GROUP, "finalize, 1 worker");
        vm.assertLe(total, 1_020_000, "match included");
    }

    function test_gas_taskByTask_relayed() public {
        DealId dealid = _dealWithoutDataset(1, 1, 1);
        uint256 total = vm.snapshotGasLastCall(GROUP, "matchOrders of one task, no dataset");
        _relay(_taskResult(dealid, 0, 1, 0, 0));
        total += vm.snapshotGasLastCall(GROUP, "settleTask, 1 worker");
        vm.assertLe(total, 1_020_000, "match included");
        _relay(_taskResult(_deal(1, 3, 2), 0, 2, 0, 0));
        vm.snapshotGasLastCall(GROUP, "settleTask, trust 3, 2 workers");
        _relay(_taskResult(_deal(1, 4, 3), 0, 4, 1, 0));
        vm.snapshotGasLastCall(GROUP, "settleTask, 4 good workers and a liar");
    }

    function test_gas_taskByTask_relayedBag() public {
        DealId dealid = _deal(16, 3, 1);
        IRelay.TaskResult[] memory results = new IRelay.TaskResult[](16);
        for (uint256 i = 0; i < 16; ++i) {
            results[i] = _taskResult(dealid, i, 2, 0, 0);
            for (uint256 j = 0; j < 2; ++j) {
                results[i].votes[j].tasks = 16;
                _commit(j, dealid, results[i].votes[j], _seal(workers[j], taskIdOf(dealid, i), GOOD));
            }
        }
        vm.prank(poolOwner);
        relay.settleTasks(results);
        vm.snapshotGasLastCall(GROUP, "settleTasks, 16 tasks, trust 3, 2 workers");
    }

    function test_gas_taskByTask_replicated() public {
        TaskId taskid = _opened(1, 3, 1);
        _contribute(0, taskid, GOOD);
        vm.snapshotGasLastCall(GROUP, "contribute, no consensus");
        _contribute(1, taskid, GOOD);
        vm.snapshotGasLastCall(GROUP, "contribute that closes consensus");
        _reveal(0, taskid, GOOD);
        _reveal(1, taskid, GOOD);
        _finalize(taskid);
        vm.snapshotGasLastCall(GROUP, "finalize, 2 workers");
        taskid = _opened(1, 1, 2);
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, GOOD, LINK, "", address(0), "", leave);
        vm.snapshotGasLastCall(GROUP, "contributeAndFinalize");
    }

    function _dealWithoutDataset(uint256 volume, uint256 trust, uint256 salt) private returns (DealId) {
        Offers memory offers = _offers(volume, trust);
        _salt(offers, salt);
        _withoutDataset(offers);
        _sign(offers);
        return _match(offers);
    }

    function test_gas_claims() public {
        DealId dealid = _deal(1000, 15, 1);
        vm.warp(START + XS_FINAL);
        taskHub.claimPartition(dealid, 0);
        vm.snapshotGasLastCall(GROUP, "claimPartition, 1000 tasks");
    }

    function _agreed(DealId dealid, uint256 tasks, uint256 count)
        private
        view
        returns (ISettlement.PartitionResult memory result)
    {
        result = _result(dealid, 0, tasks, count, tasks);
        result.ballots = _one(_ballot(tasks, count, 0, 0));
    }

    function _settleMeasured(ISettlement.PartitionResult memory result, string memory name) private {
        _settle(result);
        vm.snapshotGasLastCall(GROUP, name);
    }
}
