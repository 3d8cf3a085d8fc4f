// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice A task answered by workers that send their own transactions.
contract TasksTest is TaskFixture {
    // ---- the whole way ----

    function test_finalize_paysTwoGoodWorkersAndFreesTheirStakes() public {
        _agreeing(2, 3, 495_000_000);
    }

    function test_finalize_paysThreeGoodWorkers() public {
        _agreeing(3, 8, 330_000_000);
    }

    function test_finalize_paysFourGoodWorkers() public {
        _agreeing(4, 15, 247_500_000);
    }

    function test_finalize_paysFiveGoodWorkers() public {
        _agreeing(5, 24, 198_000_000);
    }

    /// @dev 795, 630, 547.5 and 498 million come back to a worker, of which 300 million were its own.
    function _agreeing(uint256 count, uint256 trust, uint256 reward) private {
        uint256 requesterBefore = _free(requester);
        uint256 poolBefore = _free(poolOwner);
        TaskId taskid = _opened(1, trust, 1);
        for (uint256 i = 0; i < count; ++i) {
            _assertStatus(taskid, ITasks.TaskStatus.ACTIVE, "not enough yet");
            _contribute(i, taskid, GOOD);
            vm.assertEq(_free(workers[i]), 900 * RLC_UNIT - STAKE, "stake locked");
        }
        for (uint256 i = 0; i < count; ++i) {
            _reveal(i, taskid, GOOD);
        }
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT - 300_000_000, "before");
        _finalize(taskid);
        _assertPaid(count, reward, requesterBefore, poolBefore);
    }

    function test_finalize_paysFourGoodWorkersFromTheStakeOfOneBad() public {
        uint256 poolBefore = _free(poolOwner);
        TaskId taskid = _opened(1, 4, 1);
        _contribute(4, taskid, BAD);
        for (uint256 i = 0; i < 4; ++i) {
            _assertStatus(taskid, ITasks.TaskStatus.ACTIVE, "16/19 is reached by the fourth only");
            _contribute(i, taskid, GOOD);
        }
        for (uint256 i = 0; i < 4; ++i) {
            _reveal(i, taskid, GOOD);
        }
        vm.expectEmit(address(hub));
        emit IAccounts.Seize(workers[4], STAKE, TaskId.unwrap(taskid));
        vm.expectEmit(address(hub));
        emit ITasks.FaultyContribution(workers[4], TaskId.unwrap(taskid));
        vm.expectEmit(address(hub));
        emit ITasks.AccurateContribution(workers[0], TaskId.unwrap(taskid));
        vm.expectEmit(address(hub));
        emit ITasks.TaskFinalize(TaskId.unwrap(taskid), LINK);
        _finalize(taskid);
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 321_750_000, "good worker");
        vm.assertEq(_free(poolOwner) - poolBefore, 13_000_000, "scheduler keeps 1 % of 1.3 RLC");
        vm.assertEq(_free(workers[4]), 900 * RLC_UNIT - STAKE, "bad worker");
        vm.assertEq(_locked(workers[4]), 100 * RLC_UNIT, "its pledge is another's matter");
    }

    function test_viewTask_followsTheTask() public {
        DealId dealid = _deal(3, 3, 1);
        vm.expectEmit(address(hub));
        emit ITasks.TaskInitialize(TaskId.unwrap(taskIdOf(dealid, 2)), address(pool));
        TaskId taskid = taskHub.initialize(dealid, 2);
        _contribute(1, taskid, GOOD);
        vm.warp(START + 100);
        vm.expectEmit(address(hub));
        emit ITasks.TaskContribute(TaskId.unwrap(taskid), workers[0], _hash(taskid, GOOD));
        vm.expectEmit(address(hub));
        emit ITasks.TaskConsensus(TaskId.unwrap(taskid), _hash(taskid, GOOD));
        _contribute(0, taskid, GOOD);
        ITasks.Task memory task = taskHub.viewTask(taskid);
        vm.assertTrue(task.status == ITasks.TaskStatus.REVEALING, "revealing");
        vm.assertEq(task.dealid, DealId.unwrap(dealid), "deal");
        vm.assertEq(task.idx, 2, "index");
        vm.assertEq(task.revealDeadline, START + 100 + XS_REVEAL, "reveal deadline");
        vm.assertEq(task.consensusValue, _hash(taskid, GOOD), "consensus");
        vm.assertEq(task.winnerCounter, 2, "winners");
        vm.expectEmit(address(hub));
        emit ITasks.TaskReveal(TaskId.unwrap(taskid), workers[1], GOOD);
        _reveal(1, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        vm.warp(START + 200);
        _finalize(taskid);
        task = taskHub.viewTask(taskid);
        vm.assertTrue(task.status == ITasks.TaskStatus.COMPLETED, "completed");
        vm.assertEq(task.revealCounter, 2, "revealed");
        vm.assertEq(task.resultDigest, GOOD, "digest");
        vm.assertEq(string(task.results), string(LINK), "results");
        vm.assertEq(task.resultsTimestamp, START + 200, "time");
        vm.assertEq(task.resultsCallback.length, 0, "no callback");
    }

    /// @dev Common clients cannot decode two contributors.
    function test_viewTask_namesOneContributorOfAll() public {
        TaskId taskid = _opened(1, 3, 1);
        vm.assertEq(taskHub.viewTask(taskid).contributors.length, 0, "nobody yet");
        _contribute(1, taskid, GOOD);
        _contribute(0, taskid, GOOD);
        address[] memory one = taskHub.viewTask(taskid).contributors;
        vm.assertEq(one.length, 1, "one");
        vm.assertEq(one[0], workers[1], "the first");
        address[] memory all = taskHub.viewContributors(taskid);
        vm.assertEq(all.length, 2, "all");
        vm.assertEq(all[1], workers[0], "the second");
    }

    function test_viewContribution_showsTheAnswer() public {
        TaskId taskid = _opened(1, 3, 1);
        _contribute(0, taskid, GOOD);
        ITasks.Contribution memory before = taskHub.viewContribution(taskid, workers[0]);
        vm.assertTrue(before.status == ITasks.ContributionStatus.CONTRIBUTED, "contributed");
        vm.assertEq(before.weight, 1, "log2 of 2");
        _contribute(1, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        ITasks.Contribution memory shown = taskHub.viewContribution(taskid, workers[0]);
        vm.assertTrue(shown.status == ITasks.ContributionStatus.PROVED, "proved");
        vm.assertEq(shown.resultHash, before.resultHash, "same hash");
        vm.assertEq(shown.resultSeal, before.resultSeal, "same seal");
        vm.assertEq(shown.resultSeal, _seal(workers[0], taskid, GOOD), "seal");
        _assertContribution(taskid, 2, ITasks.ContributionStatus.UNSET, "nobody");
    }

    // ---- contribute ----

    function test_contribute_needsThePoolsLeave() public {
        TaskId taskid = _opened(1, 3, 1);
        bytes32 seal = _seal(workers[0], taskid, GOOD);
        bytes memory leave = _authorisation(workers[1], taskid, address(0));
        vm.expectRevert(abi.encodeWithSelector(ITasks.NotAuthorised.selector, taskid, workers[0]));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, _hash(taskid, GOOD), seal, address(0), "", leave);
        TaskId other = _opened(1, 3, 2);
        leave = _authorisation(workers[0], other, address(0));
        vm.expectRevert(abi.encodeWithSelector(ITasks.NotAuthorised.selector, taskid, workers[0]));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, _hash(taskid, GOOD), seal, address(0), "", leave);
    }

    function test_contribute_countsAWorkerOnce() public {
        TaskId taskid = _opened(1, 100, 1);
        _contribute(0, taskid, GOOD);
        _contributeReverts(
            0, taskid, abi.encodeWithSelector(ITasks.AlreadyContributed.selector, taskid, workers[0])
        );
    }

    function test_contribute_endsAtItsDeadline() public {
        TaskId taskid = _opened(1, 3, 1);
        vm.warp(START + XS_CONTRIBUTION);
        _contributeReverts(
            0,
            taskid,
            abi.encodeWithSelector(ITasks.ContributionsOver.selector, taskid, START + XS_CONTRIBUTION)
        );
        vm.warp(START + XS_CONTRIBUTION - 1);
        _contribute(0, taskid, GOOD);
    }

    function test_contribute_needsAnOpenTask() public {
        DealId dealid = _deal(1, 1, 1);
        TaskId taskid = taskIdOf(dealid, 0);
        _contributeReverts(0, taskid, _inState(taskid, ITasks.TaskStatus.UNSET));
        taskHub.initialize(dealid, 0);
        _contribute(0, taskid, GOOD);
        _contributeReverts(1, taskid, _inState(taskid, ITasks.TaskStatus.REVEALING));
    }

    function test_contribute_needsTheStake() public {
        vm.prank(workers[0]);
        hub.withdraw(900 * RLC_UNIT - STAKE + 1);
        TaskId taskid = _opened(1, 1, 1);
        _contributeReverts(
            0,
            taskid,
            abi.encodeWithSelector(IAccounts.InsufficientFunds.selector, workers[0], STAKE - 1, STAKE)
        );
    }

    function test_contribute_weighsByTheScoreAtTheStartOfTheDeal() public {
        DealId early = _deal(1, 10, 1);
        _settleAll(_deal(30, 1, 2), 30, 2, 0, 0);
        TaskId taskid = taskHub.initialize(early, 0);
        _contribute(0, taskid, GOOD);
        _contribute(1, taskid, GOOD);
        _assertStatus(taskid, ITasks.TaskStatus.ACTIVE, "2 times 2 is not enough for 10");
        vm.warp(START + 1);
        taskid = _opened(1, 10, 3);
        _contribute(0, taskid, GOOD);
        _assertStatus(taskid, ITasks.TaskStatus.ACTIVE, "9 is not enough for 10");
        _contribute(1, taskid, GOOD);
        _assertStatus(taskid, ITasks.TaskStatus.REVEALING, "9 times 9 is");
        vm.assertEq(taskHub.viewContribution(taskid, workers[0]).weight, 3, "log2 of 9");
    }

    // ---- enclaves ----

    function test_contribute_takesAnswersOfEnclaves() public {
        TaskId taskid = _enclaved();
        _contributeReverts(0, taskid, abi.encodeWithSelector(ITasks.EnclaveMissing.selector, taskid));
        address enclave = vm.addr(0xE);
        bytes memory leave = _authorisation(workers[0], taskid, enclave);
        bytes32 hash = _hash(taskid, GOOD);
        bytes32 seal = _seal(workers[0], taskid, GOOD);
        bytes memory forged = _signature(0xF, _personal(keccak256(abi.encodePacked(hash, seal))));
        vm.expectRevert(abi.encodeWithSelector(ITasks.EnclaveNotSigned.selector, taskid, enclave));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, hash, seal, enclave, forged, leave);
        bytes memory signed = _signature(0xE, _personal(keccak256(abi.encodePacked(hash, seal))));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, hash, seal, enclave, signed, leave);
        vm.assertEq(taskHub.viewContribution(taskid, workers[0]).enclaveChallenge, enclave, "enclave");
    }

    function test_contribute_asksTheBrokerOfEnclaves() public {
        hub.setTeeBroker(vm.addr(0xBB));
        TaskId taskid = _enclaved();
        address enclave = vm.addr(0xE);
        bytes32 hash = _hash(taskid, GOOD);
        bytes32 seal = _seal(workers[0], taskid, GOOD);
        bytes memory signed = _signature(0xE, _personal(keccak256(abi.encodePacked(hash, seal))));
        bytes memory leave = _authorisation(workers[0], taskid, enclave);
        vm.expectRevert(abi.encodeWithSelector(ITasks.NotAuthorised.selector, taskid, workers[0]));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, hash, seal, enclave, signed, leave);
        bytes32 named = keccak256(abi.encodePacked(workers[0], TaskId.unwrap(taskid), enclave));
        leave = _signature(0xBB, _personal(named));
        vm.prank(workers[0]);
        taskHub.contribute(taskid, hash, seal, enclave, signed, leave);
        vm.assertEq(hub.teebroker(), vm.addr(0xBB), "broker");
    }

    function _enclaved() private returns (TaskId) {
        Offers memory offers = _offers(1, 1);
        (offers.app.tag, offers.pool.tag, offers.request.tag) =
            (bytes32(uint256(1)), bytes32(uint256(1)), bytes32(uint256(1)));
        _sign(offers);
        return taskHub.initialize(_match(offers), 0);
    }

    // ---- reveal ----

    function test_reveal_isTheWinners() public {
        TaskId taskid = _opened(1, 4, 1);
        _contribute(4, taskid, BAD);
        for (uint256 i = 0; i < 4; ++i) {
            _contribute(i, taskid, GOOD);
        }
        _revealReverts(4, taskid, BAD, abi.encodeWithSelector(ITasks.NotAWinner.selector, taskid, workers[4]));
        _revealReverts(5, taskid, GOOD, abi.encodeWithSelector(ITasks.NotAWinner.selector, taskid, workers[5]));
        _revealReverts(
            0, taskid, BAD, abi.encodeWithSelector(ITasks.RevealMismatch.selector, taskid, workers[0])
        );
        _reveal(0, taskid, GOOD);
        _revealReverts(0, taskid, GOOD, abi.encodeWithSelector(ITasks.NotAWinner.selector, taskid, workers[0]));
    }

    /// @dev Who copies another's hash has no seal of its own for what is behind it.
    function test_reveal_refusesACopiedHash() public {
        TaskId taskid = _opened(1, 1, 1);
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        bytes32 copied = _seal(workers[1], taskid, GOOD);
        vm.prank(workers[0]);
        taskHub.contribute(taskid, _hash(taskid, GOOD), copied, address(0), "", leave);
        _revealReverts(
            0, taskid, GOOD, abi.encodeWithSelector(ITasks.RevealMismatch.selector, taskid, workers[0])
        );
    }

    function test_reveal_endsAtItsDeadline() public {
        TaskId taskid = _opened(1, 1, 1);
        _revealReverts(0, taskid, GOOD, _inState(taskid, ITasks.TaskStatus.ACTIVE));
        _contribute(0, taskid, GOOD);
        vm.warp(START + XS_REVEAL);
        _revealReverts(
            0, taskid, GOOD, abi.encodeWithSelector(ITasks.RevealsOver.selector, taskid, START + XS_REVEAL)
        );
    }

    function _revealReverts(uint256 worker, TaskId taskid, bytes32 digest, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(workers[worker]);
        taskHub.reveal(taskid, digest);
    }

    // ---- reopen ----

    function test_reopen_rejectsThoseWhoDidNotReveal() public {
        TaskId taskid = _opened(1, 3, 1);
        _contribute(0, taskid, BAD);
        _contribute(1, taskid, BAD);
        _reopenReverts(
            taskid,
            abi.encodeWithSelector(ITasks.RevealsMissing.selector, taskid, 0, 2, START + XS_REVEAL)
        );
        vm.warp(START + XS_REVEAL);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, address(this), poolOwner));
        taskHub.reopen(taskid);
        vm.expectEmit(address(hub));
        emit ITasks.TaskReopen(TaskId.unwrap(taskid));
        vm.prank(poolOwner);
        taskHub.reopen(taskid);
        _assertStatus(taskid, ITasks.TaskStatus.ACTIVE, "open again");
        _assertContribution(taskid, 0, ITasks.ContributionStatus.REJECTED, "rejected");
        vm.assertEq(taskHub.viewTask(taskid).consensusValue, bytes32(0), "no consensus");
        vm.assertEq(taskHub.viewTask(taskid).winnerCounter, 0, "no winners");
        _contributeReverts(
            0, taskid, abi.encodeWithSelector(ITasks.AlreadyContributed.selector, taskid, workers[0])
        );
        _contribute(2, taskid, GOOD);
        _contribute(3, taskid, GOOD);
        _reveal(2, taskid, GOOD);
        _reveal(3, taskid, GOOD);
        _finalize(taskid);
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT - STAKE, "the silent pay");
        // floor(1.6 RLC * 99 / 100) for two.
        vm.assertEq(_free(workers[2]), 900 * RLC_UNIT + 792_000_000, "the others get it");
    }

    /// @dev The same answer counts again from nothing: 2 of 3, then 4 of 5.
    function test_reopen_takesTheWeightOfTheRejectedAway() public {
        TaskId taskid = _opened(1, 3, 1);
        _contribute(4, taskid, BAD);
        _contribute(0, taskid, GOOD);
        _contribute(1, taskid, GOOD);
        _contribute(2, taskid, GOOD);
        _assertStatus(taskid, ITasks.TaskStatus.REVEALING, "8 of 11");
        vm.warp(START + XS_REVEAL);
        vm.prank(poolOwner);
        taskHub.reopen(taskid);
        _contribute(5, taskid, BAD);
        _assertStatus(taskid, ITasks.TaskStatus.REVEALING, "4 of 5 for the other answer");
        vm.assertEq(taskHub.viewTask(taskid).consensusValue, _hash(taskid, BAD), "the other answer");
        vm.assertEq(taskHub.viewTask(taskid).winnerCounter, 2, "those who may still reveal");
    }

    function test_reopen_refusesARevealedTask() public {
        TaskId taskid = _opened(1, 1, 1);
        _contribute(0, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        vm.warp(START + XS_REVEAL);
        _reopenReverts(taskid, abi.encodeWithSelector(ITasks.AlreadyRevealed.selector, taskid, 1));
    }

    function test_reopen_endsAtTheFinalDeadline() public {
        TaskId taskid = _opened(1, 1, 1);
        DealId dealid = DealId.wrap(taskHub.viewTask(taskid).dealid);
        _reopenReverts(taskid, _inState(taskid, ITasks.TaskStatus.ACTIVE));
        _contribute(0, taskid, GOOD);
        vm.warp(START + XS_FINAL);
        _reopenReverts(taskid, abi.encodeWithSelector(ISettlement.TooLate.selector, dealid, START + XS_FINAL));
    }

    function _reopenReverts(TaskId taskid, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(poolOwner);
        taskHub.reopen(taskid);
    }

    // ---- finalize ----

    function test_finalize_waitsForRevealsUntilTheirDeadline() public {
        TaskId taskid = _opened(1, 3, 1);
        _contribute(0, taskid, GOOD);
        _contribute(1, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        bytes memory missing =
            abi.encodeWithSelector(ITasks.RevealsMissing.selector, taskid, 1, 2, START + XS_REVEAL);
        _finalizeReverts(taskid, "", missing);
        vm.warp(START + XS_REVEAL);
        _finalize(taskid);
        vm.assertEq(_free(workers[1]), 900 * RLC_UNIT - STAKE, "the silent pay");
        // floor(1.3 RLC * 99 / 100).
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 1_287_000_000, "the other gets it");
    }

    function test_finalize_needsAReveal() public {
        TaskId taskid = _opened(1, 1, 1);
        _finalizeReverts(taskid, "", _inState(taskid, ITasks.TaskStatus.ACTIVE));
        _contribute(0, taskid, GOOD);
        vm.warp(START + XS_REVEAL);
        _finalizeReverts(
            taskid, "", abi.encodeWithSelector(ITasks.RevealsMissing.selector, taskid, 0, 1, START + XS_REVEAL)
        );
    }

    function test_finalize_isThePoolOwners() public {
        TaskId taskid = _opened(1, 1, 1);
        _contribute(0, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, workers[0], poolOwner));
        vm.prank(workers[0]);
        taskHub.finalize(taskid, LINK, "");
    }

    function test_finalize_endsAtTheFinalDeadline() public {
        TaskId taskid = _opened(1, 1, 1);
        DealId dealid = DealId.wrap(taskHub.viewTask(taskid).dealid);
        _contribute(0, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        vm.warp(START + XS_FINAL);
        _finalizeReverts(
            taskid, "", abi.encodeWithSelector(ISettlement.TooLate.selector, dealid, START + XS_FINAL)
        );
        vm.warp(START + XS_FINAL - 1);
        _finalize(taskid);
        _finalizeReverts(taskid, "", _inState(taskid, ITasks.TaskStatus.COMPLETED));
    }

    function test_finalize_callsNothingBackWithoutAReceiver() public {
        TaskId taskid = _opened(1, 1, 1);
        _contribute(0, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        _finalizeReverts(
            taskid, "good", abi.encodeWithSelector(ITasks.CallbackMismatch.selector, taskid, GOOD)
        );
    }

    function _finalizeReverts(TaskId taskid, bytes memory called, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(poolOwner);
        taskHub.finalize(taskid, LINK, called);
    }

    // ---- in one step ----

    function test_contributeAndFinalize_goesTheWholeWay() public {
        uint256 poolBefore = _free(poolOwner);
        TaskId taskid = _opened(1, 1, 1);
        vm.prank(workers[0]);
        hub.withdraw(900 * RLC_UNIT);
        bytes32 ref = TaskId.unwrap(taskid);
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        vm.expectEmit(address(hub));
        emit ITasks.TaskContribute(ref, workers[0], _hash(taskid, GOOD));
        vm.expectEmit(address(hub));
        emit ITasks.TaskConsensus(ref, _hash(taskid, GOOD));
        vm.expectEmit(address(hub));
        emit ITasks.TaskReveal(ref, workers[0], GOOD);
        vm.expectEmit(address(hub));
        emit ITasks.TaskFinalize(ref, LINK);
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, GOOD, LINK, "", address(0), "", leave);
        vm.assertEq(_free(workers[0]), 990_000_000, "paid without a stake");
        vm.assertEq(_free(poolOwner) - poolBefore, 10_000_000, "scheduler");
        vm.assertEq(hub.viewScore(workers[0]), 0, "no score");
        _assertStatus(taskid, ITasks.TaskStatus.COMPLETED, "completed");
        _assertContribution(taskid, 0, ITasks.ContributionStatus.PROVED, "proved");
        vm.assertEq(taskHub.viewTask(taskid).resultDigest, GOOD, "digest");
    }

    function test_contributeAndFinalize_isForTrustOneAndTheFirst() public {
        TaskId taskid = _opened(1, 2, 1);
        _aloneReverts(taskid, abi.encodeWithSelector(ITasks.NotAlone.selector, taskid, 2, 0));
        taskid = _opened(1, 1, 2);
        _contribute(1, taskid, GOOD);
        vm.warp(START + XS_REVEAL);
        vm.prank(poolOwner);
        taskHub.reopen(taskid);
        _aloneReverts(taskid, abi.encodeWithSelector(ITasks.NotAlone.selector, taskid, 1, 1));
    }

    function _aloneReverts(TaskId taskid, bytes memory reason) private {
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        vm.expectRevert(reason);
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, GOOD, LINK, "", address(0), "", leave);
    }

    // ---- one way per deal ----

    function test_settlePartition_refusesADealSettledByTask() public {
        DealId dealid = _deal(2, 1, 1);
        _contribute(0, taskHub.initialize(dealid, 0), GOOD);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 2, 1, 2);
        result.ballots = _one(_ballot(2, 1, 0, 0));
        _settleReverts(result, abi.encodeWithSelector(ITasks.SettledByTask.selector, dealid));
    }

    function test_contribute_refusesADealSettledByPartition() public {
        DealId dealid = _deal(2, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        _settle(result);
        TaskId taskid = taskHub.initialize(dealid, 1);
        _contributeReverts(0, taskid, abi.encodeWithSelector(ITasks.SettledByPartition.selector, dealid));
    }

    /// @dev Anybody may open a task, so that opening must not decide.
    function test_initialize_decidesNothing() public {
        DealId dealid = _deal(2, 1, 1);
        taskHub.initialize(dealid, 0);
        _settleAll(dealid, 2, 1, 0, 0);
        vm.assertEq(_locked(requester), 0, "settled by partition");
    }

    // ---- refunds ----

    function test_claim_refundsATaskAndFreesItsWorkers() public {
        uint256 before = _free(requester);
        TaskId taskid = _opened(1, 3, 1);
        _contribute(0, taskid, BAD);
        _contribute(1, taskid, GOOD);
        vm.warp(START + XS_FINAL);
        vm.expectEmit(address(hub));
        emit ITasks.TaskClaimed(TaskId.unwrap(taskid));
        taskHub.claim(taskid);
        vm.assertEq(_free(requester), before, "refund");
        vm.assertEq(_locked(kitty), STAKE, "kitty");
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT, "freed");
        vm.assertEq(_free(workers[1]), 900 * RLC_UNIT, "freed too");
        vm.assertEq(hub.viewScore(workers[0]), 0, "no score changes");
        _assertStatus(taskid, ITasks.TaskStatus.FAILED, "failed");
        vm.expectRevert(_inState(taskid, ITasks.TaskStatus.FAILED));
        taskHub.claim(taskid);
    }

    function test_claim_refundsATaskThatNobodyFinalized() public {
        uint256 before = _free(requester);
        TaskId taskid = _opened(1, 1, 1);
        _contribute(0, taskid, GOOD);
        _reveal(0, taskid, GOOD);
        vm.warp(START + XS_FINAL);
        taskHub.claim(taskid);
        vm.assertEq(_free(requester), before, "refund");
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT, "freed");
    }

    function test_claimPartition_refundsWhatIsNotCompleted() public {
        uint256 before = _free(requester);
        DealId dealid = _deal(4, 1, 1);
        TaskId done = taskHub.initialize(dealid, 0);
        _contribute(0, done, GOOD);
        _reveal(0, done, GOOD);
        _finalize(done);
        TaskId open = taskHub.initialize(dealid, 1);
        _contribute(1, open, GOOD);
        TaskId single = taskHub.initialize(dealid, 2);
        vm.warp(START + XS_FINAL);
        taskHub.claim(single);
        vm.expectEmit(address(hub));
        emit ITasks.PartitionClaimed(DealId.unwrap(dealid), 0, 2);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(before - _free(requester), TASK_PRICE, "one was paid");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
        _assertStatus(done, ITasks.TaskStatus.COMPLETED, "stays completed");
        _assertStatus(open, ITasks.TaskStatus.FAILED, "failed");
        vm.assertEq(_locked(workers[1]), 100 * RLC_UNIT + STAKE, "its stake is still locked");
        taskHub.claim(open);
        vm.assertEq(_free(workers[1]), 900 * RLC_UNIT, "and freed by a claim");
        vm.assertEq(before - _free(requester), TASK_PRICE, "refunded once");
        vm.expectRevert(_inState(open, ITasks.TaskStatus.FAILED));
        taskHub.claim(open);
    }

    function test_giveUp_refundsAtOnce() public {
        uint256 before = _free(requester);
        DealId dealid = _deal(3, 3, 1);
        TaskId taskid = taskHub.initialize(dealid, 2);
        _contribute(0, taskid, GOOD);
        uint256[] memory indexes = new uint256[](2);
        (indexes[0], indexes[1]) = (2, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, address(this), poolOwner));
        taskHub.giveUp(dealid, indexes);
        vm.prank(poolOwner);
        taskHub.giveUp(dealid, indexes);
        vm.assertEq(before - _free(requester), TASK_PRICE, "two of three refunded");
        vm.assertEq(_locked(kitty), 2 * STAKE, "kitty");
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT, "freed");
        _assertStatus(taskIdOf(dealid, 0), ITasks.TaskStatus.FAILED, "opened and failed");
        vm.expectRevert(_inState(taskid, ITasks.TaskStatus.FAILED));
        vm.prank(poolOwner);
        taskHub.giveUp(dealid, indexes);
        vm.warp(START + XS_FINAL);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_free(requester), before, "each task once");
    }

    function test_giveUp_endsAtTheFinalDeadlineAndBeforePartitions() public {
        DealId dealid = _deal(2, 1, 1);
        vm.warp(START + XS_FINAL);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.TooLate.selector, dealid, START + XS_FINAL));
        vm.prank(poolOwner);
        taskHub.giveUp(dealid, new uint256[](1));
        vm.warp(START);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        _settle(result);
        vm.expectRevert(abi.encodeWithSelector(ITasks.SettledByPartition.selector, dealid));
        vm.prank(poolOwner);
        taskHub.giveUp(dealid, new uint256[](1));
    }

    function test_deadlines_areThoseThatClientsReckonWith() public view {
        vm.assertEq(hub.contribution_deadline_ratio(), 7, "to contribute");
        vm.assertEq(hub.reveal_deadline_ratio(), 2, "to reveal");
        vm.assertEq(hub.final_deadline_ratio(), 10, "to finalize");
    }

    function test_viewTaskOf_refusesAnIndexOutOfTheDeal() public {
        DealId dealid = _deal(2, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ITasks.TaskOutOfRange.selector, dealid, 2));
        taskHub.viewTaskOf(dealid, 2);
    }

    function test_resultFor_waitsForTheResult() public {
        TaskId taskid = _opened(1, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ITasks.TaskPending.selector, taskid));
        taskHub.resultFor(taskid);
    }
}
