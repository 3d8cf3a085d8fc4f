// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import {
    ContributionRecord,
    DealRecord,
    LedgerState,
    PartitionRecord,
    PartitionStatus,
    TaskRecord
} from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Bags } from "./Bags.sol";
import { Contributions } from "./Contributions.sol";
import { ITasks } from "./ITasks.sol";
import { Ratios } from "./Ratios.sol";

/// @title What is known of single tasks.
library TaskViews {
    function viewTask(LedgerState storage state, TaskId taskid) internal view returns (ITasks.Task memory) {
        TaskRecord storage task = state.tasks[taskid];
        ITasks.Task memory none;
        if (task.status == ITasks.TaskStatus.UNSET) return none;
        return describe(state, task.dealid, task.idx);
    }

    function viewContribution(LedgerState storage state, TaskId taskid, address worker)
        internal
        view
        returns (ITasks.Contribution memory contribution)
    {
        TaskRecord storage task = state.tasks[taskid];
        ContributionRecord storage stored = task.contributions[worker];
        contribution.status = stored.status;
        contribution.enclaveChallenge = stored.enclaveChallenge;
        contribution.weight = stored.logWeight;
        if (stored.status == ITasks.ContributionStatus.PROVED) {
            contribution.resultHash = Contributions.hashOf(taskid, task.resultDigest);
            contribution.resultSeal = Contributions.sealOf(worker, taskid, task.resultDigest);
        } else {
            contribution.resultHash = stored.resultHash;
            contribution.resultSeal = stored.resultSeal;
        }
    }

    /// @dev A settled partition tells what became of its tasks unless some failed and some did not.
    function describe(LedgerState storage state, DealId dealid, uint256 idx)
        internal
        view
        returns (ITasks.Task memory task)
    {
        DealRecord storage deal = Bags.find(state, dealid);
        if (!Bags.contains(deal, idx)) revert ITasks.TaskOutOfRange(dealid, idx);
        task.dealid = DealId.unwrap(dealid);
        task.idx = idx;
        task.timeref = Bags.workClock(state, deal);
        task.contributionDeadline = Bags.contributionDeadline(state, deal);
        task.finalDeadline = deal.startTime + Ratios.FINAL_DEADLINE * task.timeref;
        _copy(state.tasks[taskIdOf(dealid, idx)], task);
        if (task.status == ITasks.TaskStatus.COMPLETED) return task;
        PartitionRecord storage partition = state.partitions[dealid][Bags.partitionOf(deal, idx)];
        if (partition.status == PartitionStatus.CLAIMED) task.status = ITasks.TaskStatus.FAILED;
        if (partition.status == PartitionStatus.SETTLED) {
            bool certified = partition.certifiedTasks > 0;
            task.status = certified ? ITasks.TaskStatus.COMPLETED : ITasks.TaskStatus.FAILED;
            if (certified) task.results = bytes(partition.results);
        }
    }

    function _copy(TaskRecord storage stored, ITasks.Task memory task) private view {
        task.status = stored.status;
        task.revealDeadline = stored.revealDeadline;
        task.consensusValue = stored.consensusValue;
        task.revealCounter = stored.revealCounter;
        task.winnerCounter = stored.winnerCounter;
        task.resultDigest = stored.resultDigest;
        task.results = stored.results;
        task.resultsTimestamp = stored.resultsTimestamp;
        task.resultsCallback = stored.resultsCallback;
        if (stored.contributors.length > 0) {
            task.contributors = new address[](1);
            task.contributors[0] = stored.contributors[0];
        }
    }
}
