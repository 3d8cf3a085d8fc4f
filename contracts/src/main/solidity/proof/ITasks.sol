// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId } from "../ledger/Types.sol";

/// @title Single tasks: opened on their own, and refunded when nobody certified them in time.
interface ITasks {
    enum TaskStatus {
        UNSET,
        ACTIVE,
        REVEALING,
        COMPLETED,
        FAILED
    }

    struct Task {
        TaskStatus status;
        bytes32 dealid;
        uint256 idx;
        uint256 timeref;
        uint256 contributionDeadline;
        uint256 revealDeadline;
        uint256 finalDeadline;
        bytes32 consensusValue;
        uint256 revealCounter;
        uint256 winnerCounter;
        address[] contributors;
        bytes32 resultDigest;
        bytes results;
        uint256 resultsTimestamp;
        bytes resultsCallback;
    }

    /// @notice A task was opened.
    event TaskInitialize(bytes32 indexed taskid, address indexed workerpool);
    /// @notice A task was refunded after its final deadline.
    event TaskClaimed(bytes32 indexed taskid);
    /// @notice The tasks of a partition that were still open were refunded after the final deadline.
    event PartitionClaimed(bytes32 indexed dealid, uint256 indexed partition, uint256 tasks);

    /// @notice The deal has no task of this index.
    error TaskOutOfRange(DealId dealid, uint256 idx);
    /// @notice The task is not in the state that this operation needs.
    error TaskInState(TaskId taskid, TaskStatus status);
    /// @notice Nothing can be claimed before the final deadline, in seconds since 1970.
    error TooEarly(DealId dealid, uint256 finalDeadline);
    /// @notice The partition was settled or claimed before.
    error PartitionClosed(DealId dealid, uint256 partition);
    /// @notice The two lists must have the same length.
    error ListsDiffer(uint256 dealids, uint256 indexes);

    /// @notice Opens the task `idx` of a deal.
    function initialize(DealId dealid, uint256 idx) external returns (TaskId);
    function initializeArray(DealId[] calldata dealids, uint256[] calldata indexes) external returns (bool);

    /// @notice Refunds a task that was opened and not certified before the final deadline; the pool's stake for it
    /// goes to the kitty.
    function claim(TaskId taskid) external;
    function claimArray(TaskId[] calldata taskids) external returns (bool);

    /// @notice Opens and refunds tasks.
    function initializeAndClaimArray(DealId[] calldata dealids, uint256[] calldata indexes) external returns (bool);

    /// @notice Refunds all tasks of a partition that nobody settled before the final deadline. A deal without any
    /// settlement is one partition, number 0.
    function claimPartition(DealId dealid, uint256 partition) external;

    /// @notice A task that was opened on its own; all zero otherwise.
    function viewTask(TaskId taskid) external view returns (Task memory);

    /// @notice The task `idx` of a deal whether opened or not, with what settlement made of its partition.
    function viewTaskOf(DealId dealid, uint256 idx) external view returns (Task memory);

    function contribution_deadline_ratio() external view returns (uint256);
    function reveal_deadline_ratio() external view returns (uint256);
    function final_deadline_ratio() external view returns (uint256);
}
