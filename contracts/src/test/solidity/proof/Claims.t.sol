// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice Refunds after the final deadline, each task once.
contract ClaimsTest is Fixture {
    uint256 private constant OVER = START + XS_FINAL;

    function test_claimPartition_refundsABagThatWasNeverSettled() public {
        uint256 before = _free(requester);
        DealId dealid = _deal(10, 5, 1);
        vm.warp(OVER);
        vm.expectEmit(address(hub));
        emit ITasks.PartitionClaimed(DealId.unwrap(dealid), 0, 10);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_free(requester), before, "refund");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
        vm.assertEq(_locked(kitty), 10 * STAKE, "kitty");
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.claimPartition(dealid, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.PartitionOutOfRange.selector, 1, 1));
        taskHub.claimPartition(dealid, 1);
        vm.assertTrue(taskHub.viewTaskOf(dealid, 9).status == ITasks.TaskStatus.FAILED, "failed");
    }

    function test_claimPartition_waitsForTheFinalDeadline() public {
        DealId dealid = _deal(10, 5, 1);
        vm.warp(OVER - 1);
        vm.expectRevert(abi.encodeWithSelector(ITasks.TooEarly.selector, dealid, OVER));
        taskHub.claimPartition(dealid, 0);
    }

    function test_claimPartition_leavesSettledOnesAlone() public {
        DealId dealid = _deal(10, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 6, 1, 6);
        result.ballots = _one(_ballot(6, 1, 0, 0));
        _settle(result);
        vm.warp(OVER);
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.claimPartition(dealid, 0);
        uint256 before = _free(requester);
        taskHub.claimPartition(dealid, 1);
        vm.assertEq(_free(requester) - before, 4 * TASK_PRICE, "the short last partition");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
    }

    function test_claim_refundsOneTask() public {
        DealId dealid = _deal(3, 5, 1);
        TaskId taskid = taskHub.initialize(dealid, 1);
        vm.assertTrue(_same(taskid, taskIdOf(dealid, 1)), "task id");
        ITasks.Task memory task = taskHub.viewTask(taskid);
        vm.assertTrue(task.status == ITasks.TaskStatus.ACTIVE, "active");
        vm.assertEq(task.idx, 1, "index");
        vm.assertEq(task.timeref, 300, "T");
        vm.assertEq(task.contributionDeadline, START + 2100, "contribution deadline");
        vm.assertEq(task.finalDeadline, OVER, "final deadline");
        vm.expectRevert(abi.encodeWithSelector(ITasks.TooEarly.selector, dealid, OVER));
        taskHub.claim(taskid);
        vm.warp(OVER);
        uint256 before = _free(requester);
        vm.expectEmit(address(hub));
        emit ITasks.TaskClaimed(TaskId.unwrap(taskid));
        taskHub.claim(taskid);
        vm.assertEq(_free(requester) - before, TASK_PRICE, "refund");
        vm.assertTrue(taskHub.viewTask(taskid).status == ITasks.TaskStatus.FAILED, "failed");
        vm.expectRevert(
            abi.encodeWithSelector(ITasks.TaskInState.selector, taskid, ITasks.TaskStatus.FAILED)
        );
        taskHub.claim(taskid);
    }

    function test_claimPartition_refundsWhatWasNotClaimedBefore() public {
        uint256 before = _free(requester);
        DealId dealid = _deal(5, 5, 1);
        vm.warp(OVER);
        DealId[] memory dealids = new DealId[](2);
        (dealids[0], dealids[1]) = (dealid, dealid);
        uint256[] memory indexes = new uint256[](2);
        (indexes[0], indexes[1]) = (4, 2);
        taskHub.initializeAndClaimArray(dealids, indexes);
        TaskId open = taskHub.initialize(dealid, 0);
        vm.expectEmit(address(hub));
        emit ITasks.PartitionClaimed(DealId.unwrap(dealid), 0, 3);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_free(requester), before, "each task once");
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.claim(open);
        vm.assertTrue(taskHub.viewTask(open).status == ITasks.TaskStatus.FAILED, "failed with its partition");
    }

    function test_claim_refusesTasksOfASettledPartition() public {
        DealId dealid = _deal(1, 1, 1);
        TaskId taskid = taskHub.initialize(dealid, 0);
        _settleAll(dealid, 1, 1, 0, 0);
        vm.assertTrue(taskHub.viewTask(taskid).status == ITasks.TaskStatus.COMPLETED, "completed");
        vm.assertEq(string(taskHub.viewTask(taskid).results), "bags/1", "results");
        vm.warp(OVER);
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.claim(taskid);
    }

    function test_initialize_refusesTwiceAndOutOfRange() public {
        DealId dealid = _deal(2, 1, 1);
        TaskId taskid = taskHub.initialize(dealid, 0);
        vm.expectRevert(
            abi.encodeWithSelector(ITasks.TaskInState.selector, taskid, ITasks.TaskStatus.ACTIVE)
        );
        taskHub.initialize(dealid, 0);
        vm.expectRevert(abi.encodeWithSelector(ITasks.TaskOutOfRange.selector, dealid, 2));
        taskHub.initialize(dealid, 2);
    }

    function test_initialize_refusesTasksOfASettledPartition() public {
        DealId dealid = _deal(2, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        _settle(result);
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.initialize(dealid, 0);
        taskHub.initialize(dealid, 1);
    }

    function test_initializeArray_needsListsOfOneLength() public {
        DealId dealid = _deal(2, 1, 1);
        DealId[] memory dealids = new DealId[](1);
        dealids[0] = dealid;
        vm.expectRevert(abi.encodeWithSelector(ITasks.ListsDiffer.selector, 1, 2));
        taskHub.initializeArray(dealids, new uint256[](2));
        taskHub.initializeArray(dealids, new uint256[](1));
        vm.warp(OVER);
        TaskId[] memory taskids = new TaskId[](1);
        taskids[0] = taskIdOf(dealid, 0);
        taskHub.claimArray(taskids);
        vm.assertTrue(taskHub.viewTask(taskids[0]).status == ITasks.TaskStatus.FAILED, "claimed");
    }

    function test_viewTask_isEmptyForTasksNeverOpened() public {
        ITasks.Task memory task = taskHub.viewTask(taskIdOf(_deal(1, 1, 1), 0));
        vm.assertTrue(task.status == ITasks.TaskStatus.UNSET, "unset");
        vm.assertEq(task.finalDeadline, 0, "empty");
    }

    function _same(TaskId a, TaskId b) private pure returns (bool) {
        return TaskId.unwrap(a) == TaskId.unwrap(b);
    }
}
