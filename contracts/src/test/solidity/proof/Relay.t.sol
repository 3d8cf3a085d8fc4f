// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Chained } from "../../../main/solidity/ledger/Chained.sol";
import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IRelay } from "../../../main/solidity/proof/IRelay.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice A task answered by workers that sign, and relayed by their pool.
contract RelayTest is TaskFixture {
    function test_settleTask_paysWhatWorkersWouldGetThemselves() public {
        uint256 requesterBefore = _free(requester);
        uint256 poolBefore = _free(poolOwner);
        DealId dealid = _deal(1, 4, 1);
        _relay(_taskResult(dealid, 0, 4, 1, 0));
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(_free(workers[i]), 900 * RLC_UNIT + 321_750_000, "good worker");
            vm.assertEq(hub.viewScore(workers[i]), 1, "score");
        }
        vm.assertEq(_free(poolOwner) - poolBefore, 13_000_000, "scheduler keeps 1 % of 1.3 RLC");
        vm.assertEq(_pledged(workers[4]), 100 * RLC_UNIT - STAKE, "bad worker's pledge");
        vm.assertEq(_free(workers[4]), 900 * RLC_UNIT, "its free part is left alone");
        vm.assertEq(requesterBefore - _free(requester), 1_001_001_000, "requester pays");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
    }

    function test_settleTask_tellsAndLeavesTheSame() public {
        DealId dealid = _deal(1, 3, 1);
        TaskId taskid = taskIdOf(dealid, 0);
        bytes32 ref = TaskId.unwrap(taskid);
        bytes32 hash = _hash(taskid, GOOD);
        vm.warp(START + 50);
        vm.expectEmit(address(hub));
        emit ITasks.TaskInitialize(ref, address(pool));
        vm.expectEmit(address(hub));
        emit ITasks.TaskContribute(ref, workers[0], hash);
        vm.expectEmit(address(hub));
        emit ITasks.TaskContribute(ref, workers[1], hash);
        vm.expectEmit(address(hub));
        emit ITasks.TaskConsensus(ref, hash);
        vm.expectEmit(address(hub));
        emit ITasks.TaskReveal(ref, workers[0], GOOD);
        vm.expectEmit(address(hub));
        emit ITasks.TaskReveal(ref, workers[1], GOOD);
        vm.expectEmit(address(hub));
        emit ITasks.AccurateContribution(workers[0], ref);
        vm.expectEmit(address(hub));
        emit ITasks.TaskFinalize(ref, LINK);
        _relay(_taskResult(dealid, 0, 2, 0, 0));
        ITasks.Task memory task = taskHub.viewTask(taskid);
        vm.assertTrue(task.status == ITasks.TaskStatus.COMPLETED, "completed");
        vm.assertEq(task.consensusValue, hash, "consensus");
        vm.assertEq(task.revealDeadline, START + 50 + XS_REVEAL, "reveal deadline");
        vm.assertEq(task.revealCounter, 2, "revealed");
        vm.assertEq(task.winnerCounter, 2, "winners");
        vm.assertEq(task.contributors.length, 1, "one contributor");
        vm.assertEq(taskHub.viewContributors(taskid).length, 2, "of two");
        vm.assertEq(task.resultDigest, GOOD, "digest");
        vm.assertEq(string(task.results), string(LINK), "results");
        vm.assertEq(task.resultsTimestamp, START + 50, "time");
    }

    function test_settleTask_keepsEveryContribution() public {
        DealId dealid = _deal(1, 3, 1);
        TaskId taskid = taskIdOf(dealid, 0);
        _relay(_taskResult(dealid, 0, 3, 1, 1));
        ITasks.Contribution memory good = taskHub.viewContribution(taskid, workers[0]);
        vm.assertTrue(good.status == ITasks.ContributionStatus.PROVED, "proved");
        vm.assertEq(good.resultHash, _hash(taskid, GOOD), "hash");
        vm.assertEq(good.resultSeal, _seal(workers[0], taskid, GOOD), "seal");
        vm.assertEq(good.weight, 1, "weight");
        ITasks.Contribution memory bad = taskHub.viewContribution(taskid, workers[3]);
        vm.assertTrue(bad.status == ITasks.ContributionStatus.CONTRIBUTED, "never proved");
        vm.assertEq(bad.resultHash, _hash(taskid, BAD), "other hash");
        vm.assertEq(bad.resultSeal, _seal(workers[3], taskid, BAD), "other seal");
        ITasks.Contribution memory silent = taskHub.viewContribution(taskid, workers[4]);
        vm.assertEq(silent.resultHash, bytes32(0), "unknown");
        vm.assertEq(silent.resultSeal, _seal(workers[4], taskid, BAD), "seal");
        vm.assertEq(_pledged(workers[4]), 100 * RLC_UNIT - STAKE, "the silent lose");
    }

    function test_settleTasks_settlesABag() public {
        DealId dealid = _deal(3, 1, 1);
        IRelay.TaskResult[] memory results = new IRelay.TaskResult[](3);
        for (uint256 i = 0; i < 3; ++i) {
            results[i] = _taskResult(dealid, i, 1, 0, 0);
        }
        _leaseOfThree(dealid, results);
        vm.prank(poolOwner);
        relay.settleTasks(results);
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 3 * 990_000_000, "three tasks");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "all paid");
        _assertStatus(taskIdOf(dealid, 2), ITasks.TaskStatus.COMPLETED, "the last");
    }

    /// @dev Task 0 was leased alone; 1 and 2 together, after it. All votes show the last commitment.
    function _leaseOfThree(DealId dealid, IRelay.TaskResult[] memory results) private view {
        bytes32[3] memory seals;
        for (uint256 i = 0; i < 3; ++i) {
            seals[i] = _seal(workers[0], taskIdOf(dealid, i), GOOD);
            results[i].votes[0].tasks = 3;
        }
        bytes32 pair = seals[1] < seals[2]
            ? keccak256(abi.encodePacked(seals[1], seals[2]))
            : keccak256(abi.encodePacked(seals[2], seals[1]));
        results[0].votes[0].later = new bytes32[](1);
        results[0].votes[0].later[0] = pair;
        _commit(0, dealid, results[0].votes[0], seals[0]);
        for (uint256 i = 1; i < 3; ++i) {
            IRelay.Vote memory vote = results[i].votes[0];
            vote.before = keccak256(abi.encodePacked(bytes32(0), seals[0]));
            vote.proof = new bytes32[](1);
            vote.proof[0] = seals[3 - i];
            _commit(0, dealid, vote, pair);
        }
    }

    function test_settleTasks_isAllOrNothing() public {
        DealId dealid = _deal(2, 1, 1);
        IRelay.TaskResult[] memory results = new IRelay.TaskResult[](2);
        results[0] = _taskResult(dealid, 0, 1, 0, 0);
        results[1] = _taskResult(dealid, 0, 1, 0, 0);
        vm.expectRevert(_inState(taskIdOf(dealid, 0), ITasks.TaskStatus.COMPLETED));
        vm.prank(poolOwner);
        relay.settleTasks(results);
        _assertStatus(taskIdOf(dealid, 0), ITasks.TaskStatus.UNSET, "nothing");
    }

    // ---- from wherever it stands ----

    function test_settleTask_joinsWorkersThatContributedThemselves() public {
        DealId dealid = _deal(1, 4, 1);
        TaskId taskid = taskHub.initialize(dealid, 0);
        _contribute(6, taskid, BAD);
        _contribute(7, taskid, GOOD);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 3, 0, 0);
        _relay(result);
        // 16 of 19 with the worker that was there before, which may now reveal.
        _assertStatus(taskid, ITasks.TaskStatus.REVEALING, "waits for the worker's own reveal");
        vm.assertEq(taskHub.viewTask(taskid).winnerCounter, 4, "winners");
        vm.assertEq(taskHub.viewTask(taskid).revealCounter, 3, "relayed ones have revealed");
        result.votes = new IRelay.Vote[](0);
        _relayReverts(
            result, abi.encodeWithSelector(ITasks.RevealsMissing.selector, taskid, 3, 4, START + XS_REVEAL)
        );
        _reveal(7, taskid, GOOD);
        _relay(result);
        _assertStatus(taskid, ITasks.TaskStatus.COMPLETED, "completed");
        vm.assertEq(_free(workers[7]), 900 * RLC_UNIT + 321_750_000, "stake back and its share");
        vm.assertEq(_free(workers[6]), 900 * RLC_UNIT - STAKE, "its stake, not its pledge");
        vm.assertEq(_pledged(workers[6]), 100 * RLC_UNIT, "pledge");
    }

    function test_settleTask_takesNoVotesOnceTheyAgree() public {
        DealId dealid = _deal(1, 1, 1);
        TaskId taskid = taskHub.initialize(dealid, 0);
        _contribute(7, taskid, GOOD);
        _relayReverts(_taskResult(dealid, 0, 1, 0, 0), _inState(taskid, ITasks.TaskStatus.REVEALING));
    }

    function test_settleTask_worksUntilTheFinalDeadline() public {
        DealId dealid = _deal(1, 1, 1);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 1, 0, 0);
        vm.warp(START + XS_FINAL);
        _relayReverts(result, abi.encodeWithSelector(ISettlement.TooLate.selector, dealid, START + XS_FINAL));
        vm.warp(START + XS_FINAL - 1);
        _relay(result);
    }

    function test_settleTask_spreadsNoDebtOverOthers() public {
        vm.prank(workers[4]);
        hub.requestUnpledge(100 * RLC_UNIT - 7);
        vm.warp(START + hub.unpledgeDelay());
        vm.prank(workers[4]);
        hub.unpledge();
        _relay(_taskResult(_deal(1, 4, 1), 0, 4, 1, 0));
        vm.assertEq(_pledged(workers[4]), 0, "all there was");
        // floor(1,000,000,007 * 99 / 100) for four.
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 247_500_001, "shares");
    }

    // ---- the rule ----

    function test_settleTask_needsTheTrust() public {
        DealId dealid = _deal(1, 4, 1);
        TaskId taskid = taskIdOf(dealid, 0);
        for (uint256 good = 1; good < 4; ++good) {
            uint256 group = 1 << good;
            _relayReverts(
                _taskResult(dealid, 0, good, 1, 0),
                abi.encodeWithSelector(IRelay.ConsensusNotReached.selector, taskid, group, group + 3, 4)
            );
        }
        _relay(_taskResult(dealid, 0, 4, 1, 0));
    }

    function test_settleTask_givesTheSilentNoWeight() public {
        DealId dealid = _deal(1, 3, 1);
        _relayReverts(
            _taskResult(dealid, 0, 1, 0, 5),
            abi.encodeWithSelector(IRelay.ConsensusNotReached.selector, taskIdOf(dealid, 0), 2, 3, 3)
        );
        _relayReverts(
            _taskResult(dealid, 0, 0, 0, 2),
            abi.encodeWithSelector(IRelay.ConsensusNotReached.selector, taskIdOf(dealid, 0), 0, 1, 3)
        );
        _relay(_taskResult(dealid, 0, 2, 0, 5));
    }

    function test_settleTask_needsVotesEvenAtTrustOne() public {
        DealId dealid = _deal(1, 1, 1);
        _relayReverts(
            _taskResult(dealid, 0, 0, 0, 0),
            abi.encodeWithSelector(IRelay.ConsensusNotReached.selector, taskIdOf(dealid, 0), 0, 1, 1)
        );
    }

    // ---- who and what ----

    function test_settleTask_isThePoolOwners() public {
        IRelay.TaskResult memory result = _taskResult(_deal(1, 1, 1), 0, 1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, requester, poolOwner));
        vm.prank(requester);
        relay.settleTask(result);
    }

    function test_settleTask_refusesADealSettledByPartition() public {
        DealId dealid = _deal(2, 1, 1);
        ISettlement.PartitionResult memory first = _result(dealid, 0, 1, 1, 1);
        first.ballots = _one(_ballot(1, 1, 0, 0));
        _settle(first);
        _relayReverts(
            _taskResult(dealid, 1, 1, 0, 0),
            abi.encodeWithSelector(ITasks.SettledByPartition.selector, dealid)
        );
    }

    function test_settleTask_leavesEnclavesToThemselves() public {
        Offers memory offers = _offers(1, 1);
        bytes32 tee = bytes32(uint256(1));
        (offers.app.tag, offers.pool.tag, offers.request.tag) = (tee, tee, tee);
        _sign(offers);
        DealId dealid = _match(offers);
        _relayReverts(
            _taskResult(dealid, 0, 1, 0, 0),
            abi.encodeWithSelector(ITasks.EnclaveMissing.selector, taskIdOf(dealid, 0))
        );
    }

    // ---- replay and forgery ----

    function test_settleTask_refusesAnAnswerThatWasNotSealed() public {
        DealId dealid = _deal(1, 1, 1);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 1, 0, 0);
        result.votes[0].answer = BAD;
        result.resultDigest = BAD;
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settleTask_refusesTheAnswerToAnotherTask() public {
        DealId dealid = _deal(2, 1, 1);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 1, 0, 0);
        result.idx = 1;
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settleTask_refusesTheAnswerToAnotherDealOrPartition() public {
        IRelay.TaskResult memory result = _taskResult(_deal(1, 1, 1), 0, 1, 0, 0);
        result.dealid = _deal(1, 1, 2);
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
        result = _taskResult(result.dealid, 0, 1, 0, 0);
        result.partition = 1;
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settleTask_refusesTheAnswerOfAnotherWorker() public {
        IRelay.TaskResult memory result = _taskResult(_deal(1, 1, 1), 0, 1, 0, 0);
        result.votes[0].worker = workers[1];
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[1]));
    }

    function test_settleTask_refusesASignatureForAnotherChain() public {
        IRelay.TaskResult memory result = _taskResult(_deal(1, 1, 1), 0, 1, 0, 0);
        vm.chainId(block.chainid + 1);
        _relayReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settleTask_countsAWorkerOnce() public {
        DealId dealid = _deal(1, 3, 1);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 2, 0, 0);
        result.votes[1] = result.votes[0];
        result.votes[1].tasks = result.votes[0].tasks = 2;
        _commit(0, dealid, result.votes[0], _seal(workers[0], taskIdOf(dealid, 0), GOOD));
        result.votes[1].sign = result.votes[0].sign;
        _relayReverts(
            result, abi.encodeWithSelector(ITasks.AlreadyContributed.selector, taskIdOf(dealid, 0), workers[0])
        );
    }

    /// @dev A worker that is silent in one task of its lease cannot be called silent in others as well.
    function test_settleTask_countsNoMoreAnswersThanAWorkerSigned() public {
        DealId dealid = _deal(2, 1, 1);
        IRelay.TaskResult memory first = _taskResult(dealid, 0, 1, 0, 1);
        _relay(first);
        IRelay.TaskResult memory second = _taskResult(dealid, 1, 2, 0, 0);
        second.votes[0] = _vote(2, dealid, 1, GOOD, false);
        second.votes[1] = first.votes[1];
        _relayReverts(
            second, abi.encodeWithSelector(ISettlement.VotesAboveCommitment.selector, workers[1], 2, 1)
        );
    }

    function test_settleTask_boundsTheVotes() public {
        uint256[] memory keys = new uint256[](33);
        DealId dealid = _deal(1, 1, 1);
        IRelay.TaskResult memory result = _taskResult(dealid, 0, 0, 0, 0);
        result.votes = new IRelay.Vote[](33);
        for (uint256 i = 0; i < 33; ++i) {
            keys[i] = 0xD000 + i;
            workerKeys[0] = keys[i];
            workers[0] = vm.addr(keys[i]);
            result.votes[i] = _vote(0, dealid, 0, GOOD, false);
        }
        _relayReverts(result, abi.encodeWithSelector(ISettlement.TooMany.selector, 33, 32));
    }

    // ---- the chain of parts ----

    function test_fallback_refusesWhatNoPartKnows() public {
        (bool done, bytes memory reason) = address(hub).call(hex"deadbeef");
        vm.assertFalse(done, "refused");
        vm.assertEq(
            keccak256(reason),
            keccak256(abi.encodeWithSelector(Chained.FunctionUnknown.selector, bytes4(hex"deadbeef"))),
            "by name"
        );
    }
}
