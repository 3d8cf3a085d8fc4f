// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { DealRecord, LedgerState, TaskRecord } from "../ledger/LedgerState.sol";
import { TaskId } from "../ledger/Types.sol";
import { Bags } from "./Bags.sol";
import { Contributions } from "./Contributions.sol";
import { ITasks } from "./ITasks.sol";
import { Rewards } from "./Rewards.sol";

/// @notice Who asks for results on the ledger (ERC-1154).
interface IResultReceiver {
    function receiveResult(bytes32 id, bytes calldata result) external;
}

/// @title The end of a task that was certified on its own.
library Completion {
    using SafeCast for uint256;

    /// @dev A call forwards at most 63 of 64 parts of the gas that is left.
    uint256 private constant GAS_PARTS = 64;
    /// @dev What the hub itself needs around the call, with a margin, and for each byte that it hands over.
    uint256 private constant GAS_MARGIN = 20_000;
    uint256 private constant GAS_PER_BYTE = 3;

    function finalize(LedgerState storage state, TaskId taskid, bytes calldata results, bytes calldata called)
        internal
    {
        TaskRecord storage task = state.tasks[taskid];
        Contributions.requireStatus(task, taskid, ITasks.TaskStatus.REVEALING);
        DealRecord storage deal = state.deals[task.dealid];
        Bags.requirePoolOwner(deal);
        Bags.requireInTime(state, deal, task.dealid);
        uint256 revealed = task.revealCounter;
        bool enough = revealed == task.winnerCounter || (revealed > 0 && block.timestamp >= task.revealDeadline);
        if (!enough) revert ITasks.RevealsMissing(taskid, revealed, task.winnerCounter, task.revealDeadline);
        complete(state, taskid, results, called);
    }

    /// @dev Pays, remembers the result, and calls its receiver as the very last.
    function complete(LedgerState storage state, TaskId taskid, bytes calldata results, bytes calldata called)
        internal
    {
        TaskRecord storage task = state.tasks[taskid];
        DealRecord storage deal = state.deals[task.dealid];
        address receiver = deal.callback;
        bool bound = receiver == address(0) ? called.length == 0 : keccak256(called) == task.resultDigest;
        if (!bound) revert ITasks.CallbackMismatch(taskid, task.resultDigest);
        task.status = ITasks.TaskStatus.COMPLETED;
        task.resultsTimestamp = block.timestamp.toUint40();
        task.results = results;
        ++deal.tasksCompleted;
        Rewards.pay(state, deal, task, taskid);
        emit ITasks.TaskFinalize(TaskId.unwrap(taskid), results);
        if (receiver != address(0)) {
            task.resultsCallback = called;
            _call(receiver, state.callbackGas, taskid, called);
        }
    }

    /// @dev Whatever the receiver does, reverting or burning its gas, the task stays settled; what it returns is not
    /// even copied. The check before the call makes sure that nobody starves the receiver by a low gas limit.
    function _call(address receiver, uint256 callbackGas, TaskId taskid, bytes calldata called) private {
        if (receiver.code.length == 0) return;
        uint256 needed =
            callbackGas + callbackGas / (GAS_PARTS - 1) + GAS_MARGIN + GAS_PER_BYTE * called.length;
        if (gasleft() < needed) revert ITasks.CallbackGasMissing(gasleft(), needed);
        try IResultReceiver(receiver).receiveResult{ gas: callbackGas }(TaskId.unwrap(taskid), called) { } catch { }
    }
}
