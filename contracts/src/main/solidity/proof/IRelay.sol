// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId } from "../ledger/Types.sol";

/// @title Settlement task by task for workers that send no transactions: the pool relays their signed answers.
/// @notice It leaves the same tasks, contributions and events as if every worker had contributed and revealed itself.
interface IRelay {
    /// @notice A worker's answer to one task, proven by the commitment that it signed for its partition:
    /// Commitment(bytes32 dealid,uint256 partition,uint256 tasks,bytes32 accumulator), where the accumulator chains
    /// the roots of the worker's leases, a_k = keccak256(a_(k-1) ‖ root_k), and each root is a Merkle root over seals.
    /// @param silent whether the worker never showed its answer
    /// @param answer the digest; of a silent worker the seal or any node above it that is known
    /// @param proof the siblings from the seal to the root of the lease; pairs are hashed in ascending order
    /// @param before the accumulator without this lease
    /// @param later the roots of the leases that the accumulator adds after this one
    /// @param tasks how many answers the worker committed to
    struct Vote {
        address worker;
        bool silent;
        bytes32 answer;
        bytes32[] proof;
        bytes32 before;
        bytes32[] later;
        uint64 tasks;
        bytes sign;
    }

    /// @notice What became of a task. `partition` is the number in the workers' commitments. The votes for
    /// `resultDigest` must reach the trust of the deal against all other votes.
    struct TaskResult {
        DealId dealid;
        uint256 idx;
        uint256 partition;
        bytes32 resultDigest;
        bytes results;
        bytes resultsCallback;
        Vote[] votes;
    }

    /// @notice The votes for the result do not reach the trust that the deal asks for.
    error ConsensusNotReached(TaskId taskid, uint256 group, uint256 total, uint256 trust);

    /// @notice Takes a task from wherever it stands through contribution, reveal and payment. Only the pool's owner
    /// may, before the final deadline. A task that waits for workers who contributed themselves stays REVEALING.
    function settleTask(TaskResult calldata result) external;

    function settleTasks(TaskResult[] calldata results) external;
}
