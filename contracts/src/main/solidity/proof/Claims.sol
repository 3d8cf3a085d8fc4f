// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {
    DealRecord,
    LedgerState,
    PartitionRecord,
    PartitionStatus,
    TaskRecord
} from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Bags } from "./Bags.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";
import { Ratios } from "./Ratios.sol";

/// @title Opening single tasks, refunds after the final deadline, and what is known of a task.
library Claims {
    using SafeCast for uint256;

    function initialize(LedgerState storage state, DealId dealid, uint256 idx) public returns (TaskId taskid) {
        DealRecord storage deal = Bags.find(state, dealid);
        if (!Bags.contains(deal, idx)) revert ITasks.TaskOutOfRange(dealid, idx);
        _requireOpen(state, dealid, Bags.partitionOf(deal, idx));
        taskid = taskIdOf(dealid, idx);
        TaskRecord storage task = state.tasks[taskid];
        if (task.status != ITasks.TaskStatus.UNSET) revert ITasks.TaskInState(taskid, task.status);
        task.dealid = dealid;
        task.idx = idx.toUint96();
        task.status = ITasks.TaskStatus.ACTIVE;
        emit ITasks.TaskInitialize(TaskId.unwrap(taskid), deal.workerpool);
    }

    function claim(LedgerState storage state, TaskId taskid) public {
        TaskRecord storage task = state.tasks[taskid];
        if (task.status != ITasks.TaskStatus.ACTIVE) revert ITasks.TaskInState(taskid, task.status);
        DealRecord storage deal = Bags.find(state, task.dealid);
        _requireOver(state, deal, task.dealid);
        uint256 partition = Bags.partitionOf(deal, task.idx);
        _requireOpen(state, task.dealid, partition);
        task.status = ITasks.TaskStatus.FAILED;
        ++state.partitions[task.dealid][partition].tasksClaimed;
        Bags.refund(state, deal, 1, TaskId.unwrap(taskid));
        emit ITasks.TaskClaimed(TaskId.unwrap(taskid));
    }

    function initializeArray(LedgerState storage state, DealId[] calldata dealids, uint256[] calldata indexes)
        external
    {
        _requireSameLength(dealids, indexes);
        for (uint256 i = 0; i < dealids.length; ++i) {
            initialize(state, dealids[i], indexes[i]);
        }
    }

    function claimArray(LedgerState storage state, TaskId[] calldata taskids) external {
        for (uint256 i = 0; i < taskids.length; ++i) {
            claim(state, taskids[i]);
        }
    }

    function initializeAndClaimArray(
        LedgerState storage state,
        DealId[] calldata dealids,
        uint256[] calldata indexes
    ) external {
        _requireSameLength(dealids, indexes);
        for (uint256 i = 0; i < dealids.length; ++i) {
            claim(state, initialize(state, dealids[i], indexes[i]));
        }
    }

    /// @dev After the deadline no settlement can fix another size, so that "the whole bag" stays what it is.
    function claimPartition(LedgerState storage state, DealId dealid, uint256 number) external {
        DealRecord storage deal = Bags.find(state, dealid);
        _requireOver(state, deal, dealid);
        uint256 size = Bags.tasksIn(deal, number);
        if (size == 0) revert ISettlement.PartitionOutOfRange(number, Math.ceilDiv(deal.botSize, Bags.partitionSize(deal)));
        _requireOpen(state, dealid, number);
        PartitionRecord storage partition = state.partitions[dealid][number];
        uint256 tasks = size - partition.tasksClaimed;
        partition.status = PartitionStatus.CLAIMED;
        partition.failedTasks = size.toUint64();
        Bags.refund(state, deal, tasks, DealId.unwrap(dealid));
        emit ITasks.PartitionClaimed(DealId.unwrap(dealid), number, tasks);
    }

    function viewTask(LedgerState storage state, TaskId taskid) external view returns (ITasks.Task memory) {
        TaskRecord storage task = state.tasks[taskid];
        ITasks.Task memory none;
        if (task.status == ITasks.TaskStatus.UNSET) return none;
        return _describe(state, task.dealid, task.idx);
    }

    function viewTaskOf(LedgerState storage state, DealId dealid, uint256 idx)
        external
        view
        returns (ITasks.Task memory)
    {
        return _describe(state, dealid, idx);
    }

    /// @dev A settled partition tells what became of its tasks unless some failed and some did not.
    function _describe(LedgerState storage state, DealId dealid, uint256 idx)
        private
        view
        returns (ITasks.Task memory task)
    {
        DealRecord storage deal = Bags.find(state, dealid);
        if (!Bags.contains(deal, idx)) revert ITasks.TaskOutOfRange(dealid, idx);
        PartitionRecord storage partition = state.partitions[dealid][Bags.partitionOf(deal, idx)];
        task.status = state.tasks[taskIdOf(dealid, idx)].status;
        if (partition.status == PartitionStatus.CLAIMED) task.status = ITasks.TaskStatus.FAILED;
        if (partition.status == PartitionStatus.SETTLED) {
            bool certified = partition.certifiedTasks > 0;
            task.status = certified ? ITasks.TaskStatus.COMPLETED : ITasks.TaskStatus.FAILED;
            if (certified) task.results = bytes(partition.results);
        }
        task.dealid = DealId.unwrap(dealid);
        task.idx = idx;
        task.timeref = Bags.workClock(state, deal);
        task.contributionDeadline = deal.startTime + Ratios.CONTRIBUTION_DEADLINE * task.timeref;
        task.finalDeadline = deal.startTime + Ratios.FINAL_DEADLINE * task.timeref;
    }

    function _requireOver(LedgerState storage state, DealRecord storage deal, DealId dealid) private view {
        uint256 deadline = Bags.finalDeadline(state, deal);
        if (block.timestamp < deadline) revert ITasks.TooEarly(dealid, deadline);
    }

    function _requireOpen(LedgerState storage state, DealId dealid, uint256 partition) private view {
        if (state.partitions[dealid][partition].status != PartitionStatus.OPEN) {
            revert ITasks.PartitionClosed(dealid, partition);
        }
    }

    function _requireSameLength(DealId[] calldata dealids, uint256[] calldata indexes) private pure {
        if (dealids.length != indexes.length) revert ITasks.ListsDiffer(dealids.length, indexes.length);
    }
}
