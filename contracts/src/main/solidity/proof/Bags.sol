// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Accounts } from "../ledger/Accounts.sol";
import { DealRecord, LedgerState, SettlementMode } from "../ledger/LedgerState.sol";
import { DealId } from "../ledger/Types.sol";
import { IDeals } from "../market/IDeals.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";
import { Ratios } from "./Ratios.sol";

/// @title The tasks of a deal, its partitions, deadlines and prices.
library Bags {
    function find(LedgerState storage state, DealId dealid) internal view returns (DealRecord storage deal) {
        deal = state.deals[dealid];
        if (deal.startTime == 0) revert IDeals.DealUnknown(dealid);
    }

    /// @dev T of the deal's category, in seconds.
    function workClock(LedgerState storage state, DealRecord storage deal) internal view returns (uint256) {
        return state.categories[deal.category].workClockTimeRef;
    }

    function finalDeadline(LedgerState storage state, DealRecord storage deal) internal view returns (uint256) {
        return deal.startTime + Ratios.FINAL_DEADLINE * workClock(state, deal);
    }

    function contributionDeadline(LedgerState storage state, DealRecord storage deal) internal view returns (uint256) {
        return deal.startTime + Ratios.CONTRIBUTION_DEADLINE * workClock(state, deal);
    }

    function requirePoolOwner(DealRecord storage deal) internal view {
        if (msg.sender != deal.workerpoolOwner) {
            revert ISettlement.NotThePoolOwner(msg.sender, deal.workerpoolOwner);
        }
    }

    function requireInTime(LedgerState storage state, DealRecord storage deal, DealId dealid) internal view {
        uint256 deadline = finalDeadline(state, deal);
        if (block.timestamp >= deadline) revert ISettlement.TooLate(dealid, deadline);
    }

    /// @dev Only what the pool's owner did or authorised may decide: opening a task does not, for anybody may.
    function chooseTasks(DealRecord storage deal, DealId dealid) internal {
        if (deal.mode == SettlementMode.BY_PARTITION) revert ITasks.SettledByPartition(dealid);
        if (deal.mode == SettlementMode.OPEN) deal.mode = SettlementMode.BY_TASK;
    }

    function choosePartitions(DealRecord storage deal, DealId dealid) internal {
        if (deal.mode == SettlementMode.BY_TASK) revert ITasks.SettledByTask(dealid);
        if (deal.mode == SettlementMode.OPEN) deal.mode = SettlementMode.BY_PARTITION;
    }

    function payer(DealRecord storage deal) internal view returns (address) {
        return deal.sponsor == address(0) ? deal.requester : deal.sponsor;
    }

    function pricePerTask(DealRecord storage deal) internal view returns (uint256) {
        return uint256(deal.appPrice) + deal.datasetPrice + deal.workerpoolPrice;
    }

    function contains(DealRecord storage deal, uint256 idx) internal view returns (bool) {
        return idx >= deal.botFirst && idx - deal.botFirst < deal.botSize;
    }

    /// @dev Without a fixed size the whole bag is one partition.
    function partitionSize(DealRecord storage deal) internal view returns (uint256) {
        return deal.partitionSize == 0 ? deal.botSize : deal.partitionSize;
    }

    function partitionOf(DealRecord storage deal, uint256 idx) internal view returns (uint256) {
        return (idx - deal.botFirst) / partitionSize(deal);
    }

    /// @dev The tasks of a partition, or zero when the deal has no such partition.
    function tasksIn(DealRecord storage deal, uint256 partition) internal view returns (uint256) {
        uint256 size = partitionSize(deal);
        uint256 whole = deal.botSize / size;
        if (partition < whole) return size;
        return partition == whole ? deal.botSize % size : 0;
    }

    /// @dev Gives the payer back the price of failed tasks, and the pool's stake for them to the kitty.
    function refund(LedgerState storage state, DealRecord storage deal, uint256 tasks, bytes32 ref) internal {
        Accounts.unlock(state, payer(deal), pricePerTask(deal) * tasks);
        uint256 stake = Ratios.poolStake(deal.workerpoolPrice) * tasks;
        Accounts.seize(state, deal.workerpoolOwner, stake, ref);
        Accounts.reward(state, Accounts.KITTY, stake, ref);
        Accounts.lock(state, Accounts.KITTY, stake);
    }
}
