// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { DealRecord, LedgerState, PartitionRecord, PartitionStatus } from "../ledger/LedgerState.sol";
import { DealId } from "../ledger/Types.sol";
import { Signatures } from "../market/Signatures.sol";
import { Pledges } from "../pool/Pledges.sol";
import { Reputation } from "../pool/Reputation.sol";
import { Bags } from "./Bags.sol";
import { Certification, Contributor } from "./Certification.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";
import { Kitty } from "./Kitty.sol";
import { Ratios } from "./Ratios.sol";

/// @title Settling a partition: check the votes, pay, seize, score, and remember the root.
library Settlement {
    using SafeCast for uint256;

    uint256 internal constant CONTRIBUTORS_MAX = 256;
    bytes32 private constant COMMITMENT_TYPEHASH =
        keccak256("Commitment(bytes32 dealid,uint256 partition,uint256 tasks,bytes32 accumulator)");

    function settle(LedgerState storage state, bytes32 separator, ISettlement.PartitionResult calldata result)
        internal
    {
        DealRecord storage deal = Bags.find(state, result.dealid);
        uint256 tasks = open(state, deal, result);
        Contributor[] memory contributors = enrol(state, deal, result);
        requireSigned(separator, result);
        uint256 certified = Certification.tally(result.ballots, contributors, deal.trust);
        requireSum(result, certified, tasks);
        pay(state, deal, result, contributors, certified, 0);
    }

    /// @dev Pays for a partition whose votes were counted, and closes it.
    /// @param stakeTaken what was seized before of the pool's stake for the certified tasks
    function pay(
        LedgerState storage state,
        DealRecord storage deal,
        ISettlement.PartitionResult calldata result,
        Contributor[] memory contributors,
        uint256 certified,
        uint256 stakeTaken
    ) internal {
        _close(state, result, certified);
        _boundLosses(state, contributors, deal.workerStake);
        uint256 poolReward = _share(deal, result.ballots, contributors);
        _payProviders(state, deal, certified, poolReward, stakeTaken, DealId.unwrap(result.dealid));
        _payWorkers(state, result, contributors);
        Bags.refund(state, deal, result.failedTasks, DealId.unwrap(result.dealid));
        emit ISettlement.PartitionSettled(
            DealId.unwrap(result.dealid),
            result.partition,
            result.resultsRoot,
            certified,
            result.failedTasks,
            result.results
        );
    }

    function hashCommitment(
        bytes32 separator,
        DealId dealid,
        uint256 partition,
        uint256 tasks,
        bytes32 accumulator
    ) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(
            separator, keccak256(abi.encode(COMMITMENT_TYPEHASH, dealid, partition, tasks, accumulator))
        );
    }

    /// @dev Checks who settles what and when, and fixes the partition size at the first settlement.
    function open(LedgerState storage state, DealRecord storage deal, ISettlement.PartitionResult calldata result)
        internal
        returns (uint256 tasks)
    {
        Bags.requirePoolOwner(deal);
        Bags.requireInTime(state, deal, result.dealid);
        if (deal.callback != address(0)) revert ISettlement.CallbackNeedsTasks(result.dealid);
        Bags.choosePartitions(deal, result.dealid);
        uint256 size = result.partitionSize;
        if (deal.partitionSize == 0) {
            if (size == 0 || size > deal.botSize) {
                revert ISettlement.PartitionSizeOutOfRange(size, deal.botSize);
            }
            deal.partitionSize = size.toUint64();
        } else if (deal.partitionSize != size) {
            revert ISettlement.PartitionSizeDiffers(size, deal.partitionSize);
        }
        tasks = Bags.tasksIn(deal, result.partition);
        if (tasks == 0) {
            revert ISettlement.PartitionOutOfRange(result.partition, Math.ceilDiv(deal.botSize, size));
        }
        if (state.partitions[result.dealid][result.partition].status != PartitionStatus.OPEN) {
            revert ITasks.PartitionClosed(result.dealid, result.partition);
        }
    }

    /// @dev Ballots and failed tasks must cover the partition.
    function requireSum(ISettlement.PartitionResult calldata result, uint256 certified, uint256 tasks) internal pure {
        if (certified + result.failedTasks != tasks) {
            revert ISettlement.TasksDoNotAddUp(certified + result.failedTasks, tasks);
        }
    }

    /// @dev Every commitment must be its worker's word.
    function requireSigned(bytes32 separator, ISettlement.PartitionResult calldata result) internal view {
        for (uint256 i = 0; i < result.commitments.length; ++i) {
            ISettlement.Commitment calldata commitment = result.commitments[i];
            bytes32 digest = hashCommitment(
                separator, result.dealid, result.partition, commitment.tasks, commitment.accumulator
            );
            if (!Signatures.isSignedBy(commitment.worker, digest, commitment.sign)) {
                revert ISettlement.CommitmentNotSigned(commitment.worker);
            }
        }
    }

    /// @dev Lists the committed workers with the weight that each had as the deal began.
    function enrol(LedgerState storage state, DealRecord storage deal, ISettlement.PartitionResult calldata result)
        internal
        view
        returns (Contributor[] memory contributors)
    {
        uint256 count = result.commitments.length;
        if (count > CONTRIBUTORS_MAX) revert ISettlement.TooMany(count, CONTRIBUTORS_MAX);
        contributors = new Contributor[](count);
        uint256 startTime = deal.startTime;
        address before = address(0);
        for (uint256 i = 0; i < count; ++i) {
            ISettlement.Commitment calldata commitment = result.commitments[i];
            if (commitment.worker <= before) revert ISettlement.WorkersOutOfOrder(commitment.worker, before);
            before = commitment.worker;
            Contributor memory contributor = contributors[i];
            contributor.worker = before;
            contributor.committed = commitment.tasks;
            contributor.weight = Reputation.weightOf(Reputation.at(state, before, startTime));
            contributor.logWeight = Math.log2(contributor.weight);
        }
    }

    function _close(LedgerState storage state, ISettlement.PartitionResult calldata result, uint256 certified)
        private
    {
        PartitionRecord storage partition = state.partitions[result.dealid][result.partition];
        partition.status = PartitionStatus.SETTLED;
        if (partition.deliveredAt == 0) partition.deliveredAt = block.timestamp.toUint40();
        partition.certifiedTasks = certified.toUint64();
        partition.failedTasks = result.failedTasks;
        partition.resultsRoot = result.resultsRoot;
        partition.results = result.results;
    }

    /// @dev A pledge that does not cover all losses is spread over them, so that settlement always goes through.
    function _boundLosses(LedgerState storage state, Contributor[] memory contributors, uint256 workerStake)
        private
        view
    {
        for (uint256 i = 0; i < contributors.length; ++i) {
            Contributor memory contributor = contributors[i];
            if (contributor.lost == 0) continue;
            uint256 affordable = Pledges.seizable(state, contributor.worker) / contributor.lost;
            contributor.lossPerTask = Math.min(workerStake, affordable);
        }
    }

    /// @dev Shares out the pool's price and the losers' stakes, ballot by ballot.
    /// @return poolReward what the workers do not get, roundings included
    function _share(
        DealRecord storage deal,
        ISettlement.Ballot[] calldata ballots,
        Contributor[] memory contributors
    ) private view returns (uint256 poolReward) {
        uint256 price = deal.workerpoolPrice;
        uint256 percent = Ratios.PERCENT - deal.schedulerRewardRatio;
        for (uint256 i = 0; i < ballots.length; ++i) {
            ISettlement.Ballot calldata ballot = ballots[i];
            uint256 tasks = ballot.tasks;
            uint256 total = price + _losses(ballot, contributors);
            uint256 workersReward = total * percent / Ratios.PERCENT;
            uint256 shared = _shareAmongWorkers(ballot.accepted, contributors, workersReward, tasks);
            poolReward += (total - shared) * tasks;
        }
    }

    /// @dev What the losers of one task lose together.
    function _losses(ISettlement.Ballot calldata ballot, Contributor[] memory contributors)
        private
        pure
        returns (uint256 losses)
    {
        uint16[][] calldata rejected = ballot.rejected;
        for (uint256 i = 0; i < rejected.length; ++i) {
            losses += _lossesOf(rejected[i], contributors);
        }
        losses += _lossesOf(ballot.silent, contributors);
    }

    function _lossesOf(uint16[] calldata losers, Contributor[] memory contributors)
        private
        pure
        returns (uint256 losses)
    {
        for (uint256 i = 0; i < losers.length; ++i) {
            losses += contributors[losers[i]].lossPerTask;
        }
    }

    /// @dev By the logarithm of the weight, each share rounded down.
    function _shareAmongWorkers(
        uint16[] calldata accepted,
        Contributor[] memory contributors,
        uint256 workersReward,
        uint256 tasks
    ) private pure returns (uint256 shared) {
        uint256 logWeights = 0;
        for (uint256 i = 0; i < accepted.length; ++i) {
            logWeights += contributors[accepted[i]].logWeight;
        }
        for (uint256 i = 0; i < accepted.length; ++i) {
            Contributor memory contributor = contributors[accepted[i]];
            uint256 share = workersReward * contributor.logWeight / logWeights;
            contributor.reward += share * tasks;
            shared += share;
        }
    }

    function _payProviders(
        LedgerState storage state,
        DealRecord storage deal,
        uint256 certified,
        uint256 poolReward,
        uint256 stakeTaken,
        bytes32 ref
    ) private {
        if (certified == 0) return;
        address poolOwner = deal.workerpoolOwner;
        Accounts.seize(state, Bags.payer(deal), Bags.pricePerTask(deal) * certified, ref);
        Accounts.reward(state, deal.appOwner, deal.appPrice * certified, ref);
        Accounts.reward(state, deal.datasetOwner, deal.datasetPrice * certified, ref);
        Accounts.unlock(state, poolOwner, Ratios.poolStake(deal.workerpoolPrice) * certified - stakeTaken);
        Accounts.reward(state, poolOwner, poolReward, ref);
        uint256 released = Kitty.release(state.holdings[Accounts.KITTY].locked, certified);
        Accounts.seize(state, Accounts.KITTY, released, ref);
        Accounts.reward(state, poolOwner, released, ref);
    }

    function _payWorkers(
        LedgerState storage state,
        ISettlement.PartitionResult calldata result,
        Contributor[] memory contributors
    ) private {
        bytes32 ref = DealId.unwrap(result.dealid);
        for (uint256 i = 0; i < contributors.length; ++i) {
            Contributor memory contributor = contributors[i];
            uint256 seized = contributor.lossPerTask * contributor.lost;
            Pledges.seize(state, contributor.worker, seized, ref);
            Accounts.reward(state, contributor.worker, contributor.reward, ref);
            Reputation.update(state, contributor.worker, contributor.acceptedWithOthers, contributor.lost);
            emit ISettlement.PartitionContribution(
                ref,
                result.partition,
                contributor.worker,
                contributor.accepted,
                contributor.lost,
                contributor.reward,
                seized
            );
        }
    }
}
