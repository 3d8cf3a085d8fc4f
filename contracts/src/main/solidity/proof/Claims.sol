// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import {
    DealRecord,
    LedgerState,
    PartitionRecord,
    PartitionStatus,
    SettlementMode,
    TaskRecord
} from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Bags } from "./Bags.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";

/// @title Opening single tasks, and refunds of those that nobody certified.
library Claims {
    using SafeCast for uint256;

    function initialize(LedgerState storage state, DealId dealid, uint256 idx) internal returns (TaskId taskid) {
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

    /// @dev In a partition that was claimed as a whole only the stakes of a task's workers are left to be freed.
    function claim(LedgerState storage state, TaskId taskid) internal {
        TaskRecord storage task = _unsettled(state, taskid);
        DealRecord storage deal = Bags.find(state, task.dealid);
        _requireOver(state, deal, task.dealid);
        uint256 partition = Bags.partitionOf(deal, task.idx);
        bool refunded = state.partitions[task.dealid][partition].status == PartitionStatus.CLAIMED;
        if (!refunded || task.contributors.length == 0) _requireOpen(state, task.dealid, partition);
        _fail(state, deal, task, taskid, partition, !refunded);
    }

    function giveUp(LedgerState storage state, DealId dealid, uint256[] calldata indexes) internal {
        DealRecord storage deal = Bags.find(state, dealid);
        Bags.requirePoolOwner(deal);
        Bags.requireInTime(state, deal, dealid);
        Bags.chooseTasks(deal, dealid);
        for (uint256 i = 0; i < indexes.length; ++i) {
            TaskId taskid = taskIdOf(dealid, indexes[i]);
            if (state.tasks[taskid].status == ITasks.TaskStatus.UNSET) initialize(state, dealid, indexes[i]);
            _fail(state, deal, _unsettled(state, taskid), taskid, Bags.partitionOf(deal, indexes[i]), true);
        }
    }

    /// @dev After the deadline no settlement can fix another size, so that "the whole bag" stays what it is.
    function claimPartition(LedgerState storage state, DealId dealid, uint256 number) internal {
        DealRecord storage deal = Bags.find(state, dealid);
        _requireOver(state, deal, dealid);
        uint256 size = Bags.tasksIn(deal, number);
        if (size == 0) {
            revert ISettlement.PartitionOutOfRange(number, Math.ceilDiv(deal.botSize, Bags.partitionSize(deal)));
        }
        _requireOpen(state, dealid, number);
        PartitionRecord storage partition = state.partitions[dealid][number];
        uint256 completed = deal.mode == SettlementMode.BY_TASK ? deal.tasksCompleted : 0;
        uint256 tasks = size - completed - partition.tasksClaimed;
        partition.status = PartitionStatus.CLAIMED;
        partition.failedTasks = (size - completed).toUint64();
        Bags.refund(state, deal, tasks, DealId.unwrap(dealid));
        emit ITasks.PartitionClaimed(DealId.unwrap(dealid), number, tasks);
    }

    function _fail(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        uint256 partition,
        bool refund
    ) private {
        task.status = ITasks.TaskStatus.FAILED;
        if (refund) {
            ++state.partitions[task.dealid][partition].tasksClaimed;
            Bags.refund(state, deal, 1, TaskId.unwrap(taskid));
        }
        for (uint256 i = 0; i < task.contributors.length; ++i) {
            address worker = task.contributors[i];
            if (task.contributions[worker].staked) Accounts.unlock(state, worker, deal.workerStake);
        }
        emit ITasks.TaskClaimed(TaskId.unwrap(taskid));
    }

    function _unsettled(LedgerState storage state, TaskId taskid) private view returns (TaskRecord storage task) {
        task = state.tasks[taskid];
        if (task.status != ITasks.TaskStatus.ACTIVE && task.status != ITasks.TaskStatus.REVEALING) {
            revert ITasks.TaskInState(taskid, task.status);
        }
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
}
