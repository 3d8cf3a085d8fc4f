// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId } from "../ledger/Types.sol";

/// @title Settlement by partition: one transaction certifies, pays and scores up to a whole bag.
/// @notice The tasks [botFirst, botFirst + botSize) of a deal are cut into partitions of equal size, the last one
/// possibly shorter. The first settlement of a deal fixes the size; each partition settles once.
interface ISettlement {
    /// @notice A worker's signed word, given before any reveal, that it answered `tasks` tasks of a partition; the
    /// accumulator binds the answers. EIP-712 in the hub's domain:
    /// Commitment(bytes32 dealid,uint256 partition,uint256 tasks,bytes32 accumulator).
    struct Commitment {
        address worker;
        uint64 tasks;
        bytes32 accumulator;
        bytes sign;
    }

    /// @notice `tasks` tasks had exactly these votes. Numbers are indexes of commitments: `accepted` agreed on the
    /// certified answer, each group in `rejected` on another one, and `silent` committed and never revealed.
    struct Ballot {
        uint32 tasks;
        uint16[] accepted;
        uint16[][] rejected;
        uint16[] silent;
    }

    /// @notice What became of a partition. Commitments are in ascending order of worker.
    struct PartitionResult {
        DealId dealid;
        uint256 partition;
        uint256 partitionSize;
        bytes32 resultsRoot;
        string results;
        uint32 failedTasks;
        Commitment[] commitments;
        Ballot[] ballots;
    }

    /// @notice A partition was certified and paid. Leaves of the root are keccak256(task id ‖ result digest).
    event PartitionSettled(
        bytes32 indexed dealid,
        uint256 indexed partition,
        bytes32 resultsRoot,
        uint256 certifiedTasks,
        uint256 failedTasks,
        string results
    );
    /// @notice What a worker did in a partition, in tasks, and what it got and lost, in nRLC.
    event PartitionContribution(
        bytes32 indexed dealid,
        uint256 indexed partition,
        address indexed worker,
        uint256 accepted,
        uint256 rejected,
        uint256 reward,
        uint256 seized
    );

    /// @notice Only the owner of the deal's pool settles it.
    error NotThePoolOwner(address caller, address poolOwner);
    /// @notice The final deadline, in seconds since 1970, has passed: the requester's money can only be claimed back.
    error TooLate(DealId dealid, uint256 finalDeadline);
    /// @notice A partition has at least one task and at most those of the deal.
    error PartitionSizeOutOfRange(uint256 partitionSize, uint256 botSize);
    /// @notice The first settlement of this deal fixed another size.
    error PartitionSizeDiffers(uint256 partitionSize, uint256 fixedSize);
    /// @notice The deal has fewer partitions.
    error PartitionOutOfRange(uint256 partition, uint256 partitions);
    /// @notice A list is longer than its limit. Settle smaller partitions.
    error TooMany(uint256 length, uint256 max);
    /// @notice Commitments must be in ascending order of worker, each worker once.
    error WorkersOutOfOrder(address worker, address before);
    /// @notice The commitment is not signed by its worker.
    error CommitmentNotSigned(address worker);
    /// @notice Ballots and failed tasks must add up to the tasks of the partition.
    error TasksDoNotAddUp(uint256 counted, uint256 tasks);
    /// @notice A ballot needs at least one task, one accepted vote, and no empty group.
    error BallotIncomplete(uint256 ballot);
    /// @notice A ballot names a commitment that is not there, or names one twice.
    error VoteInvalid(uint256 ballot, uint256 commitment);
    /// @notice The votes of a ballot do not reach the trust that the deal asks for.
    error TrustNotReached(uint256 ballot, uint256 group, uint256 total, uint256 trust);
    /// @notice The ballots count more votes of a worker than it committed to.
    error VotesAboveCommitment(address worker, uint256 votes, uint256 committed);

    /// @notice The deal has a callback, which takes the bytes of each result: settle it task by task.
    error CallbackNeedsTasks(DealId dealid);

    /// @notice Certifies and pays a partition, once, before the final deadline. Only the pool's owner may.
    function settlePartition(PartitionResult calldata result) external;

    /// @notice The number of tasks per partition that the first settlement fixed, or 0.
    function viewPartitionSize(DealId dealid) external view returns (uint256);

    function viewPartition(DealId dealid, uint256 partition)
        external
        view
        returns (bool settled, bytes32 resultsRoot, uint256 certifiedTasks, uint256 failedTasks);

    /// @notice Whether the task `idx` of a settled partition was certified with this digest. A result that the court
    /// corrected is the corrected one, and needs no proof.
    /// @param proof the siblings from the leaf to the root; pairs are hashed in ascending order, an odd node moves up.
    function verifyResult(
        DealId dealid,
        uint256 partition,
        uint256 idx,
        bytes32 resultDigest,
        bytes32[] calldata proof
    ) external view returns (bool);

    /// @notice The hash that a worker signs.
    function hashCommitment(DealId dealid, uint256 partition, uint256 tasks, bytes32 accumulator)
        external
        view
        returns (bytes32);
}
