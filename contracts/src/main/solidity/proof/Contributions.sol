// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { ContributionRecord, DealRecord, LedgerState, TaskRecord } from "../ledger/LedgerState.sol";
import { TaskId } from "../ledger/Types.sol";
import { Signatures } from "../market/Signatures.sol";
import { Reputation } from "../pool/Reputation.sol";
import { Bags } from "./Bags.sol";
import { Certification } from "./Certification.sol";
import { ISettlement } from "./ISettlement.sol";
import { ITasks } from "./ITasks.sol";
import { Ratios } from "./Ratios.sol";

/// @title Answers of workers to a single task: sealed, agreed upon, shown.
library Contributions {
    using SafeCast for uint256;

    /// @dev The tag that asks for an enclave.
    bytes32 private constant TAG_TEE = bytes32(uint256(1));

    /// @notice What a worker hands in, and with whose leave.
    struct Answer {
        bytes32 hash;
        bytes32 seal;
        address enclave;
    }

    /// @notice Adds the caller's answer, and opens the time to reveal when it brings consensus about.
    function contribute(
        LedgerState storage state,
        TaskId taskid,
        Answer memory answer,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) internal {
        TaskRecord storage task = state.tasks[taskid];
        DealRecord storage deal = admit(state, taskid, answer, enclaveSign, authorizationSign);
        uint256 weight = record(state, deal, task, taskid, msg.sender);
        ContributionRecord storage contribution = task.contributions[msg.sender];
        contribution.resultHash = answer.hash;
        contribution.resultSeal = answer.seal;
        contribution.enclaveChallenge = answer.enclave;
        contribution.staked = true;
        Accounts.lock(state, msg.sender, deal.workerStake);
        emit ITasks.TaskContribute(TaskId.unwrap(taskid), msg.sender, answer.hash);
        uint256 group = task.groups[answer.hash];
        uint256 added = Certification.join(group, weight) - group;
        if (Certification.carries(group + added, task.groupsTotal + added + 1, deal.trust)) {
            _agree(state, deal, task, taskid, answer.hash);
        } else {
            task.groups[answer.hash] = group + added;
            task.groupsTotal += added;
        }
    }

    /// @notice Adds the caller's answer, shown at once, to a task of trust 1 that has no other.
    function contributeAlone(
        LedgerState storage state,
        TaskId taskid,
        bytes32 digest,
        address enclave,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) internal {
        Answer memory answer = Answer(hashOf(taskid, digest), sealOf(msg.sender, taskid, digest), enclave);
        DealRecord storage deal = admit(state, taskid, answer, enclaveSign, authorizationSign);
        TaskRecord storage task = state.tasks[taskid];
        if (deal.trust > 1 || task.contributors.length > 0) {
            revert ITasks.NotAlone(taskid, deal.trust, task.contributors.length);
        }
        record(state, deal, task, taskid, msg.sender);
        task.contributions[msg.sender].enclaveChallenge = enclave;
        emit ITasks.TaskContribute(TaskId.unwrap(taskid), msg.sender, answer.hash);
        close(state, deal, task, taskid, answer.hash, 1);
        task.resultDigest = digest;
        prove(task, taskid, msg.sender, digest);
    }

    function reveal(LedgerState storage state, TaskId taskid, bytes32 digest) internal {
        TaskRecord storage task = state.tasks[taskid];
        requireStatus(task, taskid, ITasks.TaskStatus.REVEALING);
        if (block.timestamp >= task.revealDeadline) revert ITasks.RevealsOver(taskid, task.revealDeadline);
        ContributionRecord storage contribution = task.contributions[msg.sender];
        if (
            contribution.status != ITasks.ContributionStatus.CONTRIBUTED
                || contribution.resultHash != task.consensusValue
        ) revert ITasks.NotAWinner(taskid, msg.sender);
        if (
            contribution.resultHash != hashOf(taskid, digest)
                || contribution.resultSeal != sealOf(msg.sender, taskid, digest)
        ) revert ITasks.RevealMismatch(taskid, msg.sender);
        prove(task, taskid, msg.sender, digest);
        task.resultDigest = digest;
    }

    function reopen(LedgerState storage state, TaskId taskid) internal {
        TaskRecord storage task = state.tasks[taskid];
        requireStatus(task, taskid, ITasks.TaskStatus.REVEALING);
        DealRecord storage deal = state.deals[task.dealid];
        Bags.requirePoolOwner(deal);
        Bags.requireInTime(state, deal, task.dealid);
        if (task.revealCounter > 0) revert ITasks.AlreadyRevealed(taskid, task.revealCounter);
        if (block.timestamp < task.revealDeadline) {
            revert ITasks.RevealsMissing(taskid, 0, task.winnerCounter, task.revealDeadline);
        }
        bytes32 consensus = task.consensusValue;
        for (uint256 i = 0; i < task.contributors.length; ++i) {
            ContributionRecord storage contribution = task.contributions[task.contributors[i]];
            if (contribution.resultHash == consensus) contribution.status = ITasks.ContributionStatus.REJECTED;
        }
        task.groupsTotal -= task.groups[consensus];
        task.groups[consensus] = 0;
        (task.consensusValue, task.winnerCounter, task.revealDeadline) = (0, 0, 0);
        task.status = ITasks.TaskStatus.ACTIVE;
        emit ITasks.TaskReopen(TaskId.unwrap(taskid));
    }

    /// @dev Whether the caller may answer this task, now and with this enclave.
    function admit(
        LedgerState storage state,
        TaskId taskid,
        Answer memory answer,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) internal returns (DealRecord storage deal) {
        TaskRecord storage task = state.tasks[taskid];
        requireStatus(task, taskid, ITasks.TaskStatus.ACTIVE);
        deal = state.deals[task.dealid];
        uint256 deadline = Bags.contributionDeadline(state, deal);
        if (block.timestamp >= deadline) revert ITasks.ContributionsOver(taskid, deadline);
        Bags.chooseTasks(deal, task.dealid);
        address authority = deal.workerpoolOwner;
        if (answer.enclave != address(0)) {
            if (state.teeBroker != address(0)) authority = state.teeBroker;
            bytes32 signed = _personal(keccak256(abi.encodePacked(answer.hash, answer.seal)));
            if (!Signatures.isSignedBy(answer.enclave, signed, enclaveSign)) {
                revert ITasks.EnclaveNotSigned(taskid, answer.enclave);
            }
        } else if (deal.tag & TAG_TEE != 0) {
            revert ITasks.EnclaveMissing(taskid);
        }
        bytes32 leave = _personal(keccak256(abi.encodePacked(msg.sender, TaskId.unwrap(taskid), answer.enclave)));
        if (!Signatures.isSignedBy(authority, leave, authorizationSign)) {
            revert ITasks.NotAuthorised(taskid, msg.sender);
        }
    }

    /// @dev Enters a worker that has not answered this task before.
    /// @return weight of its vote, by its score as the deal began
    function record(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        address worker
    ) internal returns (uint256 weight) {
        ContributionRecord storage contribution = task.contributions[worker];
        if (contribution.status != ITasks.ContributionStatus.UNSET) revert ITasks.AlreadyContributed(taskid, worker);
        uint256 count = task.contributors.length;
        if (count == Certification.VOTES_PER_TASK_MAX) revert ISettlement.TooMany(count + 1, count);
        task.contributors.push(worker);
        weight = Reputation.weightOf(Reputation.at(state, worker, deal.startTime));
        contribution.status = ITasks.ContributionStatus.CONTRIBUTED;
        contribution.logWeight = Math.log2(weight).toUint8();
    }

    /// @dev Marks an answer as shown.
    function prove(TaskRecord storage task, TaskId taskid, address worker, bytes32 digest) internal {
        task.contributions[worker].status = ITasks.ContributionStatus.PROVED;
        ++task.revealCounter;
        emit ITasks.TaskReveal(TaskId.unwrap(taskid), worker, digest);
    }

    /// @dev Closes the time to answer, with `winners` workers that agree.
    function close(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        bytes32 consensus,
        uint256 winners
    ) internal {
        task.status = ITasks.TaskStatus.REVEALING;
        task.consensusValue = consensus;
        task.winnerCounter = winners.toUint16();
        task.revealDeadline = (block.timestamp + Ratios.REVEAL_DEADLINE * Bags.workClock(state, deal)).toUint40();
        emit ITasks.TaskConsensus(TaskId.unwrap(taskid), consensus);
    }

    /// @dev The workers that gave this answer and may still show it.
    function countWinners(TaskRecord storage task, bytes32 hash) internal view returns (uint256 winners) {
        for (uint256 i = 0; i < task.contributors.length; ++i) {
            ContributionRecord storage contribution = task.contributions[task.contributors[i]];
            if (
                contribution.resultHash == hash && contribution.status == ITasks.ContributionStatus.CONTRIBUTED
            ) ++winners;
        }
    }

    function requireStatus(TaskRecord storage task, TaskId taskid, ITasks.TaskStatus status) internal view {
        if (task.status != status) revert ITasks.TaskInState(taskid, task.status);
    }

    function hashOf(TaskId taskid, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(TaskId.unwrap(taskid), digest));
    }

    function sealOf(address worker, TaskId taskid, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(worker, TaskId.unwrap(taskid), digest));
    }

    function _agree(
        LedgerState storage state,
        DealRecord storage deal,
        TaskRecord storage task,
        TaskId taskid,
        bytes32 hash
    ) private {
        close(state, deal, task, taskid, hash, countWinners(task, hash));
    }

    function _personal(bytes32 hash) private pure returns (bytes32) {
        return MessageHashUtils.toEthSignedMessageHash(hash);
    }
}
