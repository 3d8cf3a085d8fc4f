// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId } from "../ledger/Types.sol";

/// @title Single tasks: opened, answered, certified and paid one by one, or refunded when nobody did so in time.
/// @notice A deal is settled either task by task or by partition: what comes first decides.
interface ITasks {
    enum TaskStatus {
        UNSET,
        ACTIVE,
        REVEALING,
        COMPLETED,
        FAILED
    }

    enum ContributionStatus {
        UNSET,
        CONTRIBUTED,
        PROVED,
        REJECTED
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

    /// @notice A worker's answer. `weight` is the logarithm of the weight of its vote, by which rewards are shared.
    struct Contribution {
        ContributionStatus status;
        bytes32 resultHash;
        bytes32 resultSeal;
        address enclaveChallenge;
        uint256 weight;
    }

    /// @notice A task was opened.
    event TaskInitialize(bytes32 indexed taskid, address indexed workerpool);
    /// @notice A worker gave its sealed answer. `hash` is keccak256(task ‖ digest), equal for workers that agree, and
    /// zero for a relayed worker that never showed what it had sealed.
    event TaskContribute(bytes32 indexed taskid, address indexed worker, bytes32 hash);
    /// @notice Enough workers agree.
    event TaskConsensus(bytes32 indexed taskid, bytes32 consensus);
    /// @notice A worker showed its answer.
    event TaskReveal(bytes32 indexed taskid, address indexed worker, bytes32 digest);
    /// @notice Nobody showed the answer in time; the task takes answers again.
    event TaskReopen(bytes32 indexed taskid);
    /// @notice A task was certified and paid. `results` says where its result is.
    event TaskFinalize(bytes32 indexed taskid, bytes results);
    /// @notice A task was refunded, after its final deadline or because its pool gave it up.
    event TaskClaimed(bytes32 indexed taskid);
    /// @notice A worker's score rose.
    event AccurateContribution(address indexed worker, bytes32 indexed taskid);
    /// @notice A worker lost its stake and a third of its score.
    event FaultyContribution(address indexed worker, bytes32 indexed taskid);
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
    /// @notice A partition of this deal was settled, so that its tasks cannot be settled one by one.
    error SettledByPartition(DealId dealid);
    /// @notice A task of this deal was answered, so that it cannot be settled by partition.
    error SettledByTask(DealId dealid);
    /// @notice Answers were taken until `deadline`, in seconds since 1970.
    error ContributionsOver(TaskId taskid, uint256 deadline);
    /// @notice Answers could be shown until `deadline`, in seconds since 1970.
    error RevealsOver(TaskId taskid, uint256 deadline);
    /// @notice The worker has answered this task before.
    error AlreadyContributed(TaskId taskid, address worker);
    /// @notice The authorisation is not signed by the pool's owner or, for an enclave, by the broker of enclaves.
    error NotAuthorised(TaskId taskid, address worker);
    /// @notice The deal asks for an enclave, and the answer names none.
    error EnclaveMissing(TaskId taskid);
    /// @notice The answer is not signed by the enclave that it names.
    error EnclaveNotSigned(TaskId taskid, address enclave);
    /// @notice The worker has no answer to show that others agreed on.
    error NotAWinner(TaskId taskid, address worker);
    /// @notice The digest is not what the worker contributed and sealed.
    error RevealMismatch(TaskId taskid, address worker);
    /// @notice Workers that agreed have until `deadline`, in seconds since 1970, to show their answers.
    error RevealsMissing(TaskId taskid, uint256 revealed, uint256 winners, uint256 deadline);
    /// @notice At least one worker showed its answer: finalize the task.
    error AlreadyRevealed(TaskId taskid, uint256 revealed);
    /// @notice In one step with its only contribution a task is finalized only at trust 1 and by the first worker.
    error NotAlone(TaskId taskid, uint256 trust, uint256 contributors);
    /// @notice The digest of a task with a callback is keccak256 of what is called back; others call nothing back.
    error CallbackMismatch(TaskId taskid, bytes32 resultDigest);
    /// @notice The transaction needs more gas so that the callback can have all of its own.
    error CallbackGasMissing(uint256 gasLeft, uint256 gasNeeded);
    /// @notice There is no result yet.
    error TaskPending(TaskId taskid);

    /// @notice Opens the task `idx` of a deal.
    function initialize(DealId dealid, uint256 idx) external returns (TaskId);
    function initializeArray(DealId[] calldata dealids, uint256[] calldata indexes) external returns (bool);

    /// @notice Gives the caller's sealed answer and locks its stake.
    /// @param resultHash keccak256(task ‖ digest)
    /// @param resultSeal keccak256(worker ‖ task ‖ digest)
    /// @param enclaveChallenge the enclave that computed it, or zero
    /// @param enclaveSign by the enclave over keccak256(resultHash ‖ resultSeal), as a personal message
    /// @param authorizationSign by the pool's owner over keccak256(worker ‖ task ‖ enclave), as a personal message
    function contribute(
        TaskId taskid,
        bytes32 resultHash,
        bytes32 resultSeal,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external;

    /// @notice Shows the digest behind the caller's answer, once enough workers agree on it.
    function reveal(TaskId taskid, bytes32 resultDigest) external;

    /// @notice Takes answers again when nobody showed the agreed one in time. Only the pool's owner may.
    function reopen(TaskId taskid) external;

    /// @notice Certifies and pays a task, and calls its receiver back. Only the pool's owner may.
    function finalize(TaskId taskid, bytes calldata results, bytes calldata resultsCallback) external;

    /// @notice The whole way of a task of trust 1 in one step, by its only worker, without a stake.
    function contributeAndFinalize(
        TaskId taskid,
        bytes32 resultDigest,
        bytes calldata results,
        bytes calldata resultsCallback,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external;

    /// @notice Refunds a task that was opened and not certified before the final deadline; the pool's stake for it
    /// goes to the kitty, and its workers get their stakes back.
    function claim(TaskId taskid) external;
    function claimArray(TaskId[] calldata taskids) external returns (bool);

    /// @notice Opens and refunds tasks.
    function initializeAndClaimArray(DealId[] calldata dealids, uint256[] calldata indexes) external returns (bool);

    /// @notice Refunds all tasks of a partition that nobody settled before the final deadline. A deal without any
    /// settled partition is one partition, number 0. Stakes of workers are freed by {claim}, also after this.
    function claimPartition(DealId dealid, uint256 partition) external;

    /// @notice Refunds tasks before the final deadline because their pool cannot certify them. Only its owner may.
    function giveUp(DealId dealid, uint256[] calldata indexes) external;

    /// @notice A task that was opened on its own; all zero otherwise. Of its contributors it names the first only,
    /// for common clients cannot decode more: {viewContributors} names all.
    function viewTask(TaskId taskid) external view returns (Task memory);

    /// @notice The task `idx` of a deal whether opened or not, with what settlement made of its partition.
    function viewTaskOf(DealId dealid, uint256 idx) external view returns (Task memory);

    function viewContribution(TaskId taskid, address worker) external view returns (Contribution memory);

    /// @notice All who answered a single task, in that order.
    function viewContributors(TaskId taskid) external view returns (address[] memory);

    /// @notice What the task's receiver is called back with (ERC-1154).
    function resultFor(TaskId taskid) external view returns (bytes memory);
}
