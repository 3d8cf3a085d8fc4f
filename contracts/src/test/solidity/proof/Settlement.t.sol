// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IDeals } from "../../../main/solidity/market/IDeals.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Fixture, Offers } from "../support/Fixture.sol";

/// @notice What settling pays, whom it scores, and what it refuses.
contract SettlementTest is Fixture {
    // ---- sums, to the last nRLC ----

    /// @dev The known sums for n agreeing workers count the stake they get back, 300,000,000, which a pledge need
    /// not lock per task: 795, 630, 547.5 and 498 million less 300 million.
    function test_settlePartition_paysTwoGoodWorkers() public {
        _agreeing(2, 3, 495_000_000);
    }

    function test_settlePartition_paysThreeGoodWorkers() public {
        _agreeing(3, 8, 330_000_000);
    }

    function test_settlePartition_paysFourGoodWorkers() public {
        _agreeing(4, 15, 247_500_000);
    }

    function test_settlePartition_paysFiveGoodWorkers() public {
        _agreeing(5, 24, 198_000_000);
    }

    function _agreeing(uint256 count, uint256 trust, uint256 reward) private {
        uint256 requesterBefore = _free(requester);
        uint256 poolBefore = _free(poolOwner);
        DealId dealid = _deal(1, trust, 1);
        vm.assertEq(_locked(requester), TASK_PRICE, "price locked");
        vm.assertEq(_locked(poolOwner), STAKE, "pool stake locked");
        _settleAll(dealid, 1, count, 0, 0);
        _assertPaid(count, reward, requesterBefore, poolBefore);
    }

    function test_settlePartition_paysFourGoodWorkersFromTheStakeOfOneBad() public {
        uint256 poolBefore = _free(poolOwner);
        DealId dealid = _deal(1, 4, 1);
        _settleAll(dealid, 1, 4, 1, 0);
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(_free(workers[i]), 900 * RLC_UNIT + 321_750_000, "good worker");
        }
        vm.assertEq(_free(poolOwner) - poolBefore, 13_000_000, "scheduler keeps 1 % of 1.3 RLC");
        vm.assertEq(_pledged(workers[4]), 100 * RLC_UNIT - STAKE, "bad worker's pledge");
        vm.assertEq(_locked(workers[4]), 100 * RLC_UNIT - STAKE, "pledge is what is locked");
        vm.assertEq(_free(workers[4]), 900 * RLC_UNIT, "bad worker's free part is left alone");
    }

    function test_settlePartition_multipliesByTheTasksOfABallot() public {
        DealId dealid = _deal(100, 4, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 100, 5, 100);
        result.ballots = _two(_ballot(70, 4, 1, 0), _ballot(30, 4, 0, 1));
        _settle(result);
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 100 * 321_750_000, "silent and rejected cost the same");
        vm.assertEq(_pledged(workers[4]), 100 * RLC_UNIT - 100 * STAKE, "hundred losses");
        (bool settled, bytes32 root, uint256 certified, uint256 failed) = hub.viewPartition(dealid, 0);
        vm.assertTrue(settled, "settled");
        vm.assertEq(root, keccak256("root"), "root");
        vm.assertEq(certified, 100, "certified");
        vm.assertEq(failed, 0, "failed");
    }

    /// @dev Fresh workers weigh 2 and log2 of it is 1; score 30 weighs 9 with log2 3: shares of 1 to 3.
    function test_settlePartition_sharesByTheLogarithmOfTheWeight() public {
        _settleAll(_deal(30, 1, 1), 30, 2, 0, 0);
        vm.assertEq(hub.viewScore(workers[0]), 30, "scored");
        vm.warp(START + 1);
        uint256 veteran = _free(workers[1]);
        DealId dealid = _deal(1, 2, 2);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 3, 1);
        ISettlement.Ballot memory ballot = _ballot(1, 0, 0, 0);
        ballot.accepted = new uint16[](2);
        (ballot.accepted[0], ballot.accepted[1]) = (1, 2);
        result.ballots = _one(ballot);
        _settle(result);
        vm.assertEq(_free(workers[1]) - veteran, 742_500_000, "three quarters");
        vm.assertEq(_free(workers[2]) - 900 * RLC_UNIT, 247_500_000, "one quarter");
    }

    function test_settlePartition_givesThePoolTheRoundings() public {
        Offers memory offers = _offers(1, 8);
        offers.pool.workerpoolprice = 101;
        _sign(offers);
        uint256 before = _free(poolOwner);
        _settleAll(_match(offers), 1, 3, 0, 0);
        // floor(101 * 99 / 100) = 99 for three, 33 each; the pool keeps 2.
        vm.assertEq(_free(workers[0]) - 900 * RLC_UNIT, 33, "floor");
        vm.assertEq(_free(poolOwner) - before, 2, "the rest");
    }

    function test_settlePartition_spreadsAPledgeThatIsTooSmall() public {
        uint256 left = 7;
        vm.prank(workers[4]);
        hub.requestUnpledge(100 * RLC_UNIT - left);
        vm.warp(START + hub.unpledgeDelay());
        vm.prank(workers[4]);
        hub.unpledge();
        DealId dealid = _deal(4, 4, 1);
        _settleAll(dealid, 4, 4, 1, 0);
        vm.assertEq(_pledged(workers[4]), 3, "floor(7 / 4) per task");
        // 1 nRLC more per task, of which workers share floor(1,000,000,001 * 99 / 100).
        vm.assertEq(_free(workers[0]) - 900 * RLC_UNIT, 4 * 247_500_000, "shares");
        vm.assertEq(hub.viewScore(workers[4]), 0, "score");
    }

    function test_settlePartition_takesWhatIsLeavingToo() public {
        vm.prank(workers[4]);
        hub.requestUnpledge(100 * RLC_UNIT);
        _settleAll(_deal(1, 4, 1), 1, 4, 1, 0);
        (uint256 pledged, uint256 leaving,) = hub.viewPledge(workers[4]);
        vm.assertEq(pledged, 0, "pledged");
        vm.assertEq(leaving, 100 * RLC_UNIT - STAKE, "leaving");
    }

    function test_settlePartition_refundsFailedTasks() public {
        DealId dealid = _deal(10, 3, 1);
        uint256 before = _free(requester);
        uint256 poolBefore = _free(poolOwner);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 10, 2, 6);
        result.ballots = _one(_ballot(6, 2, 0, 0));
        result.failedTasks = 4;
        _settle(result);
        vm.assertEq(_free(requester) - before, 4 * TASK_PRICE, "refund");
        vm.assertEq(_locked(kitty), 4 * STAKE, "kitty");
        vm.assertEq(_free(poolOwner) - poolBefore, 6 * (STAKE + 10_000_000), "pool");
        vm.assertEq(_locked(poolOwner), 0, "no stake stays");
    }

    function test_settlePartition_settlesAPartitionThatFailedAltogether() public {
        DealId dealid = _deal(3, 3, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 3, 0, 0);
        result.failedTasks = 3;
        _settle(result);
        vm.assertEq(_locked(requester), 0, "refunded");
        vm.assertTrue(taskHub.viewTaskOf(dealid, 1).status == ITasks.TaskStatus.FAILED, "failed");
    }

    function test_settlePartition_releasesTheKittyTaskByTask() public {
        DealId failing = _deal(70, 3, 1);
        ISettlement.PartitionResult memory nothing = _result(failing, 0, 70, 0, 0);
        nothing.failedTasks = 70;
        _settle(nothing);
        vm.assertEq(_locked(kitty), 21 * RLC_UNIT, "kitty filled");
        DealId dealid = _deal(2, 3, 2);
        uint256 before = _free(poolOwner);
        _settleAll(dealid, 2, 2, 0, 0);
        // 2.1 of 21, then 1.89 of 18.9.
        uint256 released = 2_100_000_000 + 1_890_000_000;
        vm.assertEq(_locked(kitty), 21 * RLC_UNIT - released, "kitty");
        vm.assertEq(_free(poolOwner) - before, released + 2 * (STAKE + 10_000_000), "pool");
    }

    // ---- scores ----

    function test_settlePartition_scoresNobodyWhoAnsweredAlone() public {
        _settleAll(_deal(5, 1, 1), 5, 1, 0, 0);
        vm.assertEq(hub.viewScore(workers[0]), 0, "no score without another's answer");
    }

    function test_settlePartition_decaysTheScoreOfLosers() public {
        _settleAll(_deal(90, 1, 1), 90, 2, 0, 0);
        uint16[6] memory scores = [uint16(90), 60, 40, 26, 17, 11];
        for (uint256 i = 1; i < scores.length; ++i) {
            vm.warp(START + i);
            DealId dealid = _deal(1, 1, 1 + i);
            ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 3, 1);
            ISettlement.Ballot memory ballot = _ballot(1, 0, 0, 0);
            ballot.accepted = new uint16[](1);
            ballot.accepted[0] = 1;
            ballot.silent = new uint16[](1);
            result.ballots = _one(ballot);
            _settle(result);
            vm.assertEq(hub.viewScore(workers[0]), scores[i], "two thirds");
        }
    }

    function test_settlePartition_countsGainsBeforeLosses() public {
        DealId dealid = _deal(4, 4, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 4, 5, 4);
        result.ballots = _two(_ballot(3, 5, 0, 0), _ballot(1, 4, 1, 0));
        _settle(result);
        vm.assertEq(hub.viewScore(workers[4]), 2, "floor(3 * 2 / 3)");
        vm.assertEq(hub.viewScore(workers[0]), 4, "four gains");
    }

    function test_settlePartition_weighsByTheScoreAtTheStartOfTheDeal() public {
        DealId early = _deal(1, 10, 1);
        _settleAll(_deal(30, 1, 2), 30, 2, 0, 0);
        ISettlement.PartitionResult memory result = _result(early, 0, 1, 2, 1);
        result.ballots = _one(_ballot(1, 2, 0, 0));
        // The two weigh 9 each now, but weighed 2 each when this deal began.
        _settleReverts(
            result, abi.encodeWithSelector(ISettlement.TrustNotReached.selector, 0, 4, 5, 10)
        );
        vm.warp(START + 1);
        _settleAll(_deal(1, 10, 3), 1, 2, 0, 0);
        vm.assertEq(hub.viewScoreAt(workers[0], START), 0, "before");
        vm.assertEq(hub.viewScoreAt(workers[0], START + 1), 30, "after");
    }

    // ---- the rule ----

    function test_settlePartition_needsAsManyFreshWorkersAsTheTrustAsks() public {
        uint16[7] memory trusts = [uint16(1), 2, 3, 4, 5, 8, 100];
        uint8[7] memory needed = [1, 1, 2, 2, 3, 3, 7];
        for (uint256 i = 0; i < trusts.length; ++i) {
            uint256 good = needed[i];
            DealId dealid = _deal(1, trusts[i], i);
            if (good > 1) {
                ISettlement.PartitionResult memory fewer = _result(dealid, 0, 1, good - 1, 1);
                fewer.ballots = _one(_ballot(1, good - 1, 0, 0));
                uint256 group = 1 << (good - 1);
                _settleReverts(
                    fewer,
                    abi.encodeWithSelector(ISettlement.TrustNotReached.selector, 0, group, group + 1, trusts[i])
                );
            }
            _settleAll(dealid, 1, good, 0, 0);
        }
    }

    /// @dev One liar first: B 2/3; then A 2/5, 4/7, 8/11, and 16/19 at the fourth A.
    function test_settlePartition_needsFourAgainstOneLiarAtTrustFour() public {
        DealId dealid = _deal(1, 4, 1);
        for (uint256 good = 1; good <= 3; ++good) {
            ISettlement.PartitionResult memory result = _result(dealid, 0, 1, good + 1, 1);
            result.ballots = _one(_ballot(1, good, 1, 0));
            uint256 group = 1 << good;
            _settleReverts(
                result, abi.encodeWithSelector(ISettlement.TrustNotReached.selector, 0, group, group + 3, 4)
            );
        }
        _settleAll(dealid, 1, 4, 1, 0);
    }

    function test_settlePartition_givesTheSilentNoWeight() public {
        _settleAll(_deal(1, 3, 1), 1, 2, 0, 5);
        vm.assertEq(_pledged(workers[6]), 100 * RLC_UNIT - STAKE, "the silent lose");
    }

    // ---- the grid ----

    function test_settlePartition_settlesAllPartitionsOfABag() public {
        DealId dealid = _deal(10, 1, 1);
        for (uint256 partition = 0; partition < 3; ++partition) {
            uint256 tasks = partition < 2 ? 4 : 2;
            ISettlement.PartitionResult memory result = _result(dealid, partition, 4, 1, tasks);
            result.ballots = _one(_ballot(tasks, 1, 0, 0));
            _settle(result);
        }
        vm.assertEq(hub.viewPartitionSize(dealid), 4, "fixed");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "all paid");
        ISettlement.PartitionResult memory beyond = _result(dealid, 3, 4, 1, 4);
        _settleReverts(beyond, abi.encodeWithSelector(ISettlement.PartitionOutOfRange.selector, 3, 3));
    }

    function test_settlePartition_refusesAnotherGrid() public {
        DealId dealid = _deal(10, 1, 1);
        ISettlement.PartitionResult memory first = _result(dealid, 0, 4, 1, 4);
        first.ballots = _one(_ballot(4, 1, 0, 0));
        _settle(first);
        ISettlement.PartitionResult memory overlapping = _result(dealid, 1, 3, 1, 3);
        overlapping.ballots = _one(_ballot(3, 1, 0, 0));
        _settleReverts(
            overlapping, abi.encodeWithSelector(ISettlement.PartitionSizeDiffers.selector, 3, 4)
        );
    }

    function test_settlePartition_refusesASizeOutOfRange() public {
        DealId dealid = _deal(10, 1, 1);
        _settleReverts(
            _result(dealid, 0, 0, 1, 1),
            abi.encodeWithSelector(ISettlement.PartitionSizeOutOfRange.selector, 0, 10)
        );
        _settleReverts(
            _result(dealid, 0, 11, 1, 1),
            abi.encodeWithSelector(ISettlement.PartitionSizeOutOfRange.selector, 11, 10)
        );
    }

    function test_settlePartition_refusesAReplay() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        _settle(result);
        _settleReverts(result, abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
    }

    // ---- who and when ----

    function test_settlePartition_isThePoolOwners() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        vm.expectRevert(
            abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, requester, poolOwner)
        );
        vm.prank(requester);
        hub.settlePartition(result);
    }

    function test_settlePartition_refusesUnknownDeals() public {
        ISettlement.PartitionResult memory result = _result(DealId.wrap(keccak256("no")), 0, 1, 0, 0);
        _settleReverts(result, abi.encodeWithSelector(IDeals.DealUnknown.selector, keccak256("no")));
    }

    function test_settlePartition_endsAtTheFinalDeadline() public {
        DealId dealid = _deal(1, 1, 1);
        vm.warp(START + XS_FINAL);
        _settleReverts(
            _result(dealid, 0, 1, 0, 0),
            abi.encodeWithSelector(ISettlement.TooLate.selector, dealid, START + XS_FINAL)
        );
        vm.warp(START + XS_FINAL - 1);
        _settleAll(dealid, 1, 1, 0, 0);
    }

    // ---- commitments ----

    function test_settlePartition_refusesAForgedCommitment() public {
        DealId dealid = _deal(2, 3, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 2, 2, 2);
        result.ballots = _one(_ballot(2, 2, 0, 0));
        result.commitments[1].tasks = 3;
        _settleReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[1]));
    }

    function test_settlePartition_refusesACommitmentToAnotherPartition() public {
        DealId dealid = _deal(2, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        result.partition = 1;
        _settleReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settlePartition_refusesAWorkerTwice() public {
        DealId dealid = _deal(1, 3, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 2, 1);
        result.ballots = _one(_ballot(1, 2, 0, 0));
        result.commitments[1] = result.commitments[0];
        _settleReverts(
            result,
            abi.encodeWithSelector(ISettlement.WorkersOutOfOrder.selector, workers[0], workers[0])
        );
    }

    function test_settlePartition_refusesAHighS() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        ISettlement.Commitment memory commitment = result.commitments[0];
        bytes32 digest = hub.hashCommitment(dealid, 0, 1, commitment.accumulator);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(workerKeys[0], digest);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        commitment.sign = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _settleReverts(result, abi.encodeWithSelector(ISettlement.CommitmentNotSigned.selector, workers[0]));
    }

    function test_settlePartition_refusesVotesAboveACommitment() public {
        DealId dealid = _deal(3, 3, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 3, 2, 3);
        result.commitments[1] = _commitment(1, dealid, 0, 2);
        result.ballots = _one(_ballot(3, 2, 0, 0));
        _settleReverts(
            result, abi.encodeWithSelector(ISettlement.VotesAboveCommitment.selector, workers[1], 3, 2)
        );
    }

    function test_settlePartition_refusesTooManyCommitments() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 0, 0);
        result.commitments = new ISettlement.Commitment[](257);
        _settleReverts(result, abi.encodeWithSelector(ISettlement.TooMany.selector, 257, 256));
    }

    // ---- ballots ----

    function test_settlePartition_refusesTasksThatDoNotAddUp() public {
        DealId dealid = _deal(3, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 3, 1, 3);
        result.ballots = _one(_ballot(2, 1, 0, 0));
        _settleReverts(result, abi.encodeWithSelector(ISettlement.TasksDoNotAddUp.selector, 2, 3));
        result.failedTasks = 2;
        _settleReverts(result, abi.encodeWithSelector(ISettlement.TasksDoNotAddUp.selector, 4, 3));
    }

    function test_settlePartition_refusesAVoteTwice() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 2, 1);
        ISettlement.Ballot memory ballot = _ballot(1, 2, 0, 0);
        ballot.accepted[1] = 0;
        result.ballots = _one(ballot);
        _settleReverts(result, abi.encodeWithSelector(ISettlement.VoteInvalid.selector, 0, 0));
        ballot.accepted[1] = 1;
        ballot.silent = _numbers(1, 1);
        _settleReverts(result, abi.encodeWithSelector(ISettlement.VoteInvalid.selector, 0, 1));
    }

    function test_settlePartition_refusesAVoteOfNobody() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        ISettlement.Ballot memory ballot = _ballot(1, 1, 0, 0);
        ballot.accepted[0] = 65535;
        result.ballots = _one(ballot);
        _settleReverts(result, abi.encodeWithSelector(ISettlement.VoteInvalid.selector, 0, 65535));
    }

    function test_settlePartition_refusesIncompleteBallots() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 2, 1);
        bytes memory incomplete = abi.encodeWithSelector(ISettlement.BallotIncomplete.selector, 0);
        result.ballots = _one(_ballot(0, 1, 0, 0));
        _settleReverts(result, incomplete);
        result.ballots = _one(_ballot(1, 0, 0, 1));
        _settleReverts(result, incomplete);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        result.ballots[0].rejected = new uint16[][](1);
        _settleReverts(result, incomplete);
    }

    function test_settlePartition_refusesTooManyBallots() public {
        DealId dealid = _deal(1, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = new ISettlement.Ballot[](1025);
        _settleReverts(result, abi.encodeWithSelector(ISettlement.TooMany.selector, 1025, 1024));
    }

    // ---- proofs ----

    function test_verifyResult_provesSettledTasksAndNothingElse() public {
        DealId dealid = _deal(2, 1, 1);
        bytes32 left = _leaf(dealid, 0, "a");
        bytes32 right = _leaf(dealid, 1, "b");
        ISettlement.PartitionResult memory result = _result(dealid, 0, 2, 1, 2);
        result.resultsRoot = left < right
            ? keccak256(abi.encodePacked(left, right))
            : keccak256(abi.encodePacked(right, left));
        result.ballots = _one(_ballot(2, 1, 0, 0));
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = right;
        vm.assertFalse(hub.verifyResult(dealid, 0, 0, keccak256("a"), proof), "not settled yet");
        _settle(result);
        vm.assertTrue(hub.verifyResult(dealid, 0, 0, keccak256("a"), proof), "certified");
        vm.assertFalse(hub.verifyResult(dealid, 0, 0, keccak256("b"), proof), "another digest");
        vm.assertFalse(hub.verifyResult(dealid, 0, 1, keccak256("a"), proof), "another task");
        vm.assertFalse(hub.verifyResult(dealid, 1, 0, keccak256("a"), proof), "another partition");
        vm.assertFalse(hub.verifyResult(dealid, 0, 2, keccak256("a"), proof), "no such task");
        vm.assertTrue(taskHub.viewTaskOf(dealid, 1).status == ITasks.TaskStatus.COMPLETED, "completed");
    }

    function _leaf(DealId dealid, uint256 idx, string memory answer) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(TaskId.unwrap(taskIdOf(dealid, idx)), keccak256(bytes(answer))));
    }

    // ---- conservation ----

    function test_fuzz_settlePartition_neitherMakesNorLosesMoney(
        uint256 tasks,
        uint256 good,
        uint256 bad,
        uint256 silent,
        uint256 price,
        uint8 ratio
    ) public {
        tasks = 1 + tasks % 1000;
        good = 1 + good % 4;
        bad = bad % 3;
        silent = silent % 2;
        vm.prank(poolOwner);
        pool.changePolicy(30, ratio % 101);
        Offers memory offers = _offers(tasks, 1);
        offers.pool.workerpoolprice = price % (50 * RLC_UNIT);
        offers.request.workerpoolmaxprice = type(uint256).max;
        _sign(offers);
        DealId dealid = _match(offers);
        uint256 failed = tasks / 3;
        ISettlement.PartitionResult memory result = _result(dealid, 0, tasks, good + bad + silent, tasks);
        result.failedTasks = uint32(failed);
        result.ballots = _one(_ballot(tasks - failed, good, bad, silent));
        _settle(result);
        _assertSolvent();
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
    }

    function _assertSolvent() private view {
        uint256 sum = _free(requester) + _free(poolOwner) + _free(appOwner) + _free(datasetOwner) + _locked(kitty);
        sum += _locked(requester) + _locked(poolOwner) + _free(kitty);
        for (uint256 i = 0; i < WORKERS; ++i) {
            sum += _free(workers[i]) + _locked(workers[i]);
            vm.assertEq(_locked(workers[i]), _pledged(workers[i]), "pledge is what is locked");
        }
        vm.assertEq(sum, hub.totalSupply(), "accounts add up");
        vm.assertEq(sum, token.balanceOf(address(hub)), "and are covered by tokens");
    }
}
