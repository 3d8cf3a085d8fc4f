// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Chained } from "../ledger/Chained.sol";
import { HubBase } from "../ledger/HubBase.sol";
import {
    DealRecord,
    PartitionRecord,
    PartitionStatus,
    SettlementMode,
    TaskRecord
} from "../ledger/LedgerState.sol";
import { DealId, taskIdOf } from "../ledger/Types.sol";
import { ITasks } from "../proof/ITasks.sol";
import { IDelivery } from "./IDelivery.sol";

/// @title What was delivered when: a part of the hub's code.
contract Deliveries is Chained, IDelivery {
    uint256 private constant TASKS_LOOKED_AT_MAX = 4096;

    constructor(address next) HubBase(IERC20(address(0))) Chained(next) { }

    /// @inheritdoc IDelivery
    function viewDelivery(DealId dealid, uint256 partition, uint256 deadline)
        external
        view
        returns (Delivery memory)
    {
        DealRecord storage deal = _state.deals[dealid];
        PartitionRecord storage record = _state.partitions[dealid][partition];
        if (deal.mode == SettlementMode.BY_TASK && partition == 0) return _byTask(dealid, deal, record, deadline);
        return Delivery(
            record.status == PartitionStatus.SETTLED || record.status == PartitionStatus.CLAIMED,
            record.certifiedTasks,
            record.failedTasks,
            record.deliveredAt > deadline ? record.certifiedTasks : 0,
            _state.court.acceptances[dealid][partition].overturned
        );
    }

    function _byTask(DealId dealid, DealRecord storage deal, PartitionRecord storage record, uint256 deadline)
        private
        view
        returns (Delivery memory delivery)
    {
        uint256 completed = deal.tasksCompleted;
        bool isClaimed = record.status == PartitionStatus.CLAIMED;
        delivery.decided = isClaimed || completed + record.tasksClaimed == deal.botSize;
        delivery.certifiedTasks = completed;
        delivery.failedTasks = deal.botSize - completed;
        if (deal.botSize > TASKS_LOOKED_AT_MAX) return delivery;
        for (uint256 i = 0; i < deal.botSize; ++i) {
            TaskRecord storage task = _state.tasks[taskIdOf(dealid, deal.botFirst + i)];
            if (task.status == ITasks.TaskStatus.COMPLETED && task.resultsTimestamp > deadline) ++delivery.lateTasks;
        }
    }
}
