// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import { ContributionRecord, DealRecord, LedgerState, TaskRecord } from "../ledger/LedgerState.sol";
import { TaskId, taskIdOf } from "../ledger/Types.sol";
import { Signatures } from "../market/Signatures.sol";
import { Bags } from "./Bags.sol";
import { Certification } from "./Certification.sol";
import { Claims } from "./Claims.sol";
import { Completion } from "./Completion.sol";
import { Contributions } from "./Contributions.sol";
import { IRelay } from "./IRelay.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";
import { Settlement } from "./Settlement.sol";

/// @title Settling one task with the signed answers of workers that send no transactions.
/// @dev All answers are entered before the rule is applied, as for a ballot; the groups live in memory only, for a
/// relayed winner has revealed, so that the task cannot be reopened.
library Relaying {
    /// @dev The bit of a deal's tag that asks for an enclave.
    bytes32 private constant TAG_TEE = bytes32(uint256(1));

    /// @dev Groups of equal answers; `weights` are their products, and `accepted` is the place of the result's.
    struct Poll {
        bytes32[] hashes;
        uint256[] weights;
        uint256 count;
        uint256 total;
    }

    function settle(LedgerState storage state, bytes32 separator, IRelay.TaskResult calldata result) internal {
        DealRecord storage deal = Bags.find(state, result.dealid);
        Bags.requirePoolOwner(deal);
        Bags.requireInTime(state, deal, result.dealid);
        Bags.chooseTasks(deal, result.dealid);
        TaskId taskid = taskIdOf(result.dealid, result.idx);
        TaskRecord storage task = state.tasks[taskid];
        if (deal.tag & TAG_TEE != 0) revert ITasks.EnclaveMissing(taskid);
        if (task.status == ITasks.TaskStatus.UNSET) Claims.initialize(state, result.dealid, result.idx);
        if (task.status != ITasks.TaskStatus.REVEALING || result.votes.length > 0) {
            Contributions.requireStatus(task, taskid, ITasks.TaskStatus.ACTIVE);
            _vote(state, separator, deal, task, taskid, result);
            if (task.revealCounter < task.winnerCounter) return;
        }
        Completion.finalize(state, taskid, result.results, result.resultsCallback);
    }

    function _vote(
        LedgerState storage state,
        bytes32 separator,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        IRelay.TaskResult calldata result
    ) private {
        bytes32 consensus = Contributions.hashOf(taskid, result.resultDigest);
        Poll memory poll = Poll(new bytes32[](result.votes.length + 1), new uint256[](result.votes.length + 1), 0, 0);
        poll.total = task.groupsTotal + 1;
        _join(poll, task, consensus, 0);
        for (uint256 i = 0; i < result.votes.length; ++i) {
            IRelay.Vote calldata vote = result.votes[i];
            _requireCommitted(state, separator, taskid, result, vote);
            uint256 weight = Contributions.record(state, deal, task, taskid, vote.worker);
            bytes32 hash = vote.silent ? bytes32(0) : Contributions.hashOf(taskid, vote.answer);
            if (!vote.silent) _join(poll, task, hash, weight);
            if (hash != consensus) _keep(task.contributions[vote.worker], taskid, vote, hash);
            emit ITasks.TaskContribute(TaskId.unwrap(taskid), vote.worker, hash);
        }
        if (!Certification.carries(poll.weights[0], poll.total, deal.trust)) {
            revert IRelay.ConsensusNotReached(taskid, poll.weights[0], poll.total, deal.trust);
        }
        _reveal(state, deal, task, taskid, result, consensus);
    }

    function _reveal(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        IRelay.TaskResult calldata result,
        bytes32 consensus
    ) private {
        uint256 winners = Contributions.countWinners(task, consensus);
        for (uint256 i = 0; i < result.votes.length; ++i) {
            if (_wins(result.votes[i], result.resultDigest)) ++winners;
        }
        Contributions.close(state, deal, task, taskid, consensus, winners);
        task.resultDigest = result.resultDigest;
        for (uint256 i = 0; i < result.votes.length; ++i) {
            if (_wins(result.votes[i], result.resultDigest)) {
                Contributions.prove(task, taskid, result.votes[i].worker, result.resultDigest);
            }
        }
    }

    /// @dev An answer that lost cannot be computed back from the task's digest.
    function _keep(
        ContributionRecord storage contribution,
        TaskId taskid,
        IRelay.Vote calldata vote,
        bytes32 hash
    ) private {
        contribution.resultHash = hash;
        contribution.resultSeal =
            vote.silent ? vote.answer : Contributions.sealOf(vote.worker, taskid, vote.answer);
    }

    /// @dev Adds a vote to its group. A group that is not in the poll yet begins with what is stored of it.
    function _join(Poll memory poll, TaskRecord storage task, bytes32 hash, uint256 weight) private view {
        uint256 place = 0;
        while (place < poll.count && poll.hashes[place] != hash) ++place;
        if (place == poll.count) {
            poll.hashes[place] = hash;
            poll.weights[place] = task.groups[hash];
            ++poll.count;
        }
        if (weight == 0) return;
        uint256 joined = Certification.join(poll.weights[place], weight);
        poll.total += joined - poll.weights[place];
        poll.weights[place] = joined;
    }

    /// @dev The answer must be in what the worker signed, and no worker is held to more answers than it signed.
    function _requireCommitted(
        LedgerState storage state,
        bytes32 separator,
        TaskId taskid,
        IRelay.TaskResult calldata result,
        IRelay.Vote calldata vote
    ) private {
        bytes32 leaf = vote.silent ? vote.answer : Contributions.sealOf(vote.worker, taskid, vote.answer);
        bytes32 accumulator = keccak256(abi.encodePacked(vote.before, MerkleProof.processProofCalldata(vote.proof, leaf)));
        for (uint256 i = 0; i < vote.later.length; ++i) {
            accumulator = keccak256(abi.encodePacked(accumulator, vote.later[i]));
        }
        bytes32 digest =
            Settlement.hashCommitment(separator, result.dealid, result.partition, vote.tasks, accumulator);
        if (!Signatures.isSignedBy(vote.worker, digest, vote.sign)) {
            revert ISettlement.CommitmentNotSigned(vote.worker);
        }
        uint256 answers = ++state.answersRelayed[result.dealid][result.partition][vote.worker];
        if (answers > vote.tasks) revert ISettlement.VotesAboveCommitment(vote.worker, answers, vote.tasks);
    }

    function _wins(IRelay.Vote calldata vote, bytes32 digest) private pure returns (bool) {
        return !vote.silent && vote.answer == digest;
    }
}
