// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Chained } from "../ledger/Chained.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { TaskRecord } from "../ledger/LedgerState.sol";
import { DealId, TaskId } from "../ledger/Types.sol";
import { Claims } from "./Claims.sol";
import { Completion } from "./Completion.sol";
import { Contributions } from "./Contributions.sol";
import { ITasks } from "./ITasks.sol";
import { TaskViews } from "./TaskViews.sol";

/// @title The part of the hub that settles, refunds and shows single tasks.
contract Tasks is Chained, ITasks {
    constructor(address next) HubBase(IERC20(address(0))) Chained(next) { }

    /// @inheritdoc ITasks
    function initialize(DealId dealid, uint256 idx) external nonReentrant returns (TaskId) {
        return Claims.initialize(_state, dealid, idx);
    }

    function initializeArray(DealId[] calldata dealids, uint256[] calldata indexes)
        external
        nonReentrant
        returns (bool)
    {
        _requireSameLength(dealids, indexes);
        for (uint256 i = 0; i < dealids.length; ++i) {
            Claims.initialize(_state, dealids[i], indexes[i]);
        }
        return true;
    }

    /// @inheritdoc ITasks
    function contribute(
        TaskId taskid,
        bytes32 resultHash,
        bytes32 resultSeal,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external nonReentrant {
        Contributions.Answer memory answer = Contributions.Answer(resultHash, resultSeal, enclaveChallenge);
        Contributions.contribute(_state, taskid, answer, enclaveSign, authorizationSign);
    }

    /// @inheritdoc ITasks
    function reveal(TaskId taskid, bytes32 resultDigest) external nonReentrant {
        Contributions.reveal(_state, taskid, resultDigest);
    }

    /// @inheritdoc ITasks
    function reopen(TaskId taskid) external nonReentrant {
        Contributions.reopen(_state, taskid);
    }

    /// @inheritdoc ITasks
    function finalize(TaskId taskid, bytes calldata results, bytes calldata resultsCallback) external nonReentrant {
        Completion.finalize(_state, taskid, results, resultsCallback);
    }

    /// @inheritdoc ITasks
    function contributeAndFinalize(
        TaskId taskid,
        bytes32 resultDigest,
        bytes calldata results,
        bytes calldata resultsCallback,
        address enclaveChallenge,
        bytes calldata enclaveSign,
        bytes calldata authorizationSign
    ) external nonReentrant {
        Contributions.contributeAlone(
            _state, taskid, resultDigest, enclaveChallenge, enclaveSign, authorizationSign
        );
        Completion.complete(_state, taskid, results, resultsCallback);
    }

    /// @inheritdoc ITasks
    function claim(TaskId taskid) external nonReentrant {
        Claims.claim(_state, taskid);
    }

    function claimArray(TaskId[] calldata taskids) external nonReentrant returns (bool) {
        for (uint256 i = 0; i < taskids.length; ++i) {
            Claims.claim(_state, taskids[i]);
        }
        return true;
    }

    /// @inheritdoc ITasks
    function initializeAndClaimArray(DealId[] calldata dealids, uint256[] calldata indexes)
        external
        nonReentrant
        returns (bool)
    {
        _requireSameLength(dealids, indexes);
        for (uint256 i = 0; i < dealids.length; ++i) {
            Claims.claim(_state, Claims.initialize(_state, dealids[i], indexes[i]));
        }
        return true;
    }

    /// @inheritdoc ITasks
    function claimPartition(DealId dealid, uint256 partition) external nonReentrant {
        Claims.claimPartition(_state, dealid, partition);
    }

    /// @inheritdoc ITasks
    function giveUp(DealId dealid, uint256[] calldata indexes) external nonReentrant {
        Claims.giveUp(_state, dealid, indexes);
    }

    /// @inheritdoc ITasks
    function viewTask(TaskId taskid) external view returns (Task memory) {
        return TaskViews.viewTask(_state, taskid);
    }

    /// @inheritdoc ITasks
    function viewTaskOf(DealId dealid, uint256 idx) external view returns (Task memory) {
        return TaskViews.describe(_state, dealid, idx);
    }

    function viewContribution(TaskId taskid, address worker) external view returns (Contribution memory) {
        return TaskViews.viewContribution(_state, taskid, worker);
    }

    /// @inheritdoc ITasks
    function viewContributors(TaskId taskid) external view returns (address[] memory) {
        return _state.tasks[taskid].contributors;
    }

    /// @inheritdoc ITasks
    function resultFor(TaskId taskid) external view returns (bytes memory) {
        TaskRecord storage task = _state.tasks[taskid];
        if (task.status != TaskStatus.COMPLETED) revert TaskPending(taskid);
        return task.resultsCallback;
    }

    function _requireSameLength(DealId[] calldata dealids, uint256[] calldata indexes) private pure {
        if (dealids.length != indexes.length) revert ListsDiffer(dealids.length, indexes.length);
    }
}
