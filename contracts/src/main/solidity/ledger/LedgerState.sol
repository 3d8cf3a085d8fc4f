// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { DealId, TaskId } from "./Types.sol";
import { CourtState } from "../court/CourtState.sol";
import { IDeals } from "../market/IDeals.sol";
import { ITasks } from "../proof/ITasks.sol";

/// @notice Free and locked nRLC of one account.
struct Holding {
    uint128 free;
    uint128 locked;
}

/// @notice What a worker put up against wrong answers. `holds` counts the accepted partitions and trials it answers for:
/// while there is one, nothing of it becomes free.
struct Pledge {
    uint128 pledged;
    uint128 leaving;
    uint40 availableAt;
    uint32 holds;
}

/// @notice How the tasks of a deal are settled: the first settlement decides, for all of them.
enum SettlementMode {
    OPEN,
    BY_TASK,
    BY_PARTITION
}

/// @notice A deal as stored: the members share slots; viewDeal widens them. `tasksCompleted` counts the tasks that
/// were completed one by one.
struct DealRecord {
    address app;
    uint96 appPrice;
    address appOwner;
    uint40 startTime;
    uint8 schedulerRewardRatio;
    uint24 category;
    address dataset;
    uint96 datasetPrice;
    address datasetOwner;
    address workerpool;
    uint96 workerpoolPrice;
    address workerpoolOwner;
    uint96 workerStake;
    address requester;
    uint64 trust;
    uint24 tasksCompleted;
    SettlementMode mode;
    uint96 botFirst;
    uint96 botSize;
    uint64 partitionSize;
    address beneficiary;
    address callback;
    address sponsor;
    bytes32 tag;
    string params;
}

/// @notice A worker's answer to a single task. `staked` says that its stake is locked for this very answer; otherwise
/// its pledge stands for it. Hash and seal of a relayed answer that was accepted follow from the task's digest and
/// are not kept.
struct ContributionRecord {
    ITasks.ContributionStatus status;
    uint8 logWeight;
    bool staked;
    address enclaveChallenge;
    bytes32 resultHash;
    bytes32 resultSeal;
}

/// @notice A task that was opened on its own. `groupsTotal` is the sum of all groups of equal answers, without the 1
/// that the rule adds; what the answer that reached consensus added is in neither it nor its group.
struct TaskRecord {
    DealId dealid;
    uint96 idx;
    ITasks.TaskStatus status;
    uint40 revealDeadline;
    uint40 resultsTimestamp;
    uint16 revealCounter;
    uint16 winnerCounter;
    uint256 groupsTotal;
    bytes32 consensusValue;
    bytes32 resultDigest;
    bytes results;
    bytes resultsCallback;
    address[] contributors;
    mapping(address => ContributionRecord) contributions;
    mapping(bytes32 => uint256) groups;
}

enum PartitionStatus {
    OPEN,
    SETTLED,
    CLAIMED,
    ACCEPTED
}

/// @notice A partition of a bag. `tasksClaimed` counts tasks that were claimed one by one while it was open;
/// `deliveredAt` is when its results were accepted or settled, in seconds since 1970, or 0.
struct PartitionRecord {
    PartitionStatus status;
    uint64 certifiedTasks;
    uint64 failedTasks;
    uint64 tasksClaimed;
    uint40 deliveredAt;
    bytes32 resultsRoot;
    string results;
}

/// @notice All that the hub remembers, handed to the linked libraries as one storage reference.
struct LedgerState {
    uint256 supply;
    mapping(address => Holding) holdings;
    mapping(address => mapping(address => uint256)) allowances;
    mapping(bytes32 => uint256) consumed;
    mapping(bytes32 => address) presigned;
    mapping(DealId => DealRecord) deals;
    mapping(TaskId => TaskRecord) tasks;
    mapping(DealId => mapping(uint256 => PartitionRecord)) partitions;
    mapping(address => Pledge) pledges;
    mapping(address => Checkpoints.Trace208) scores;
    IDeals.Category[] categories;
    uint256 longestWorkClock;
    CourtState court;
    /// @dev By deal, partition and worker: how many of its committed answers were relayed task by task.
    mapping(DealId => mapping(uint256 => mapping(address => uint256))) answersRelayed;
    uint256 callbackGas;
    address teeBroker;
}
