// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { ContributionRecord, DealRecord, LedgerState, TaskRecord } from "../ledger/LedgerState.sol";
import { TaskId } from "../ledger/Types.sol";
import { Pledges } from "../pool/Pledges.sol";
import { Reputation } from "../pool/Reputation.sol";
import { Bags } from "./Bags.sol";
import { ITasks } from "./ITasks.sol";
import { Kitty } from "./Kitty.sol";
import { Ratios } from "./Ratios.sol";

/// @title What a certified task pays, to whom, and whom it scores: the same sums as {Settlement} for the same votes.
library Rewards {
    /// @dev `losses` has what each contributor loses, 0 for those that proved their answers.
    struct Shares {
        uint256[] losses;
        uint256 logWeights;
        uint256 total;
    }

    function pay(LedgerState storage state, DealRecord storage deal, TaskRecord storage task, TaskId taskid)
        internal
    {
        bytes32 ref = TaskId.unwrap(taskid);
        Accounts.seize(state, Bags.payer(deal), Bags.pricePerTask(deal), ref);
        Accounts.reward(state, deal.appOwner, deal.appPrice, ref);
        Accounts.reward(state, deal.datasetOwner, deal.datasetPrice, ref);
        Accounts.unlock(state, deal.workerpoolOwner, Ratios.poolStake(deal.workerpoolPrice));
        uint256 rest = _payWorkers(state, deal, task, ref);
        Accounts.reward(state, deal.workerpoolOwner, rest, ref);
        uint256 released = Kitty.release(state.holdings[Accounts.KITTY].locked, 1);
        Accounts.seize(state, Accounts.KITTY, released, ref);
        Accounts.reward(state, deal.workerpoolOwner, released, ref);
    }

    /// @return rest of the pool's price and the losers' stakes, which the workers do not get
    function _payWorkers(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        bytes32 ref
    ) private returns (uint256 rest) {
        address[] memory workers = task.contributors;
        Shares memory shares = _shares(state, deal, task, workers);
        uint256 workersReward =
            shares.total * (Ratios.PERCENT - deal.schedulerRewardRatio) / Ratios.PERCENT;
        rest = shares.total;
        for (uint256 i = 0; i < workers.length; ++i) {
            ContributionRecord storage contribution = task.contributions[workers[i]];
            if (contribution.status == ITasks.ContributionStatus.PROVED) {
                uint256 reward = workersReward * contribution.logWeight / shares.logWeights;
                rest -= reward;
                if (contribution.staked) Accounts.unlock(state, workers[i], deal.workerStake);
                Accounts.reward(state, workers[i], reward, ref);
                if (workers.length > 1) {
                    Reputation.update(state, workers[i], 1, 0);
                    emit ITasks.AccurateContribution(workers[i], ref);
                }
            } else {
                if (contribution.staked) Accounts.seize(state, workers[i], shares.losses[i], ref);
                else Pledges.seize(state, workers[i], shares.losses[i], ref);
                Reputation.update(state, workers[i], 0, 1);
                emit ITasks.FaultyContribution(workers[i], ref);
            }
        }
    }

    /// @dev A pledge that is too small does not keep the others from their pay.
    function _shares(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        address[] memory workers
    ) private view returns (Shares memory shares) {
        shares.losses = new uint256[](workers.length);
        shares.total = deal.workerpoolPrice;
        uint256 stake = deal.workerStake;
        for (uint256 i = 0; i < workers.length; ++i) {
            ContributionRecord storage contribution = task.contributions[workers[i]];
            if (contribution.status == ITasks.ContributionStatus.PROVED) {
                shares.logWeights += contribution.logWeight;
            } else {
                uint256 loss = contribution.staked ? stake : Math.min(stake, Pledges.seizable(state, workers[i]));
                shares.losses[i] = loss;
                shares.total += loss;
            }
        }
    }
}
