// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IRelay } from "../../../main/solidity/proof/IRelay.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice Thousands of histories of deals pay the same sums to everybody whether they are settled step by step, by
/// relay or by partition, and the sums that the server's rule in Java computes. The histories are written by
/// SettlementHistories.java from a fixed seed.
contract DifferentialTest is TaskFixture {
    string private constant FILE = "target/histories/settlements.bin";
    uint256 private constant PARTS = 4;
    uint256 private constant OFFSET = 1 << 128;
    uint256 private constant PARTIES = 5;

    uint256 private constant STEP_BY_STEP = 0;
    uint256 private constant BY_RELAY = 1;
    uint256 private constant BY_PARTITION = 2;

    struct Ballot {
        uint256 worker;
        uint256 answer;
        bool silent;
    }

    struct History {
        uint256 trust;
        uint256 appPrice;
        uint256 datasetPrice;
        uint256 poolPrice;
        uint256 stakeRatio;
        uint256 rewardRatio;
        uint256 kittyTasks;
        uint256 kittyPrice;
        Ballot[][] tasks;
        uint256[] gains;
        uint256[] scoresByPartition;
        uint256[] scoresTaskByTask;
    }

    function setUp() public override {
        super.setUp();
        _score();
        vm.warp(START + 1);
    }

    /// @dev Brings the scores 0, 0, 5, 12, 30, 90, 300 and 300 about.
    function _score() private {
        uint16[5] memory tasks = [uint16(5), 7, 18, 60, 210];
        uint16[5] memory first = [uint16(2), 3, 4, 5, 6];
        DealId dealid = _deal(300, 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 300, WORKERS, 300);
        result.ballots = new ISettlement.Ballot[](5);
        for (uint256 i = 0; i < 5; ++i) {
            result.ballots[i].tasks = tasks[i];
            result.ballots[i].accepted = _numbers(first[i], WORKERS - first[i]);
        }
        _settle(result);
        vm.assertEq(hub.viewScore(workers[7]), 300, "score");
        vm.assertEq(hub.viewScore(workers[4]), 30, "score");
    }

    function test_histories_firstPart() public {
        _replay(0);
    }

    function test_histories_secondPart() public {
        _replay(1);
    }

    function test_histories_thirdPart() public {
        _replay(2);
    }

    function test_histories_fourthPart() public {
        _replay(3);
    }

    function _replay(uint256 part) private {
        uint256[][] memory histories = abi.decode(vm.readFileBinary(FILE), (uint256[][]));
        vm.assertEq(histories.length, 2000, "histories");
        for (uint256 i = part; i < histories.length; i += PARTS) {
            // A call of its own, so that the memory of each history is given back.
            try this.check(histories[i]) { }
            catch (bytes memory reason) {
                emit HistoryFailed(i, reason);
                vm.assertTrue(false, "a history was settled differently; its number is in the event HistoryFailed");
            }
        }
    }

    event HistoryFailed(uint256 number, bytes reason);

    function check(uint256[] calldata words) external {
        History memory history = _read(words);
        uint256 snapshot = vm.snapshotState();
        for (uint256 way = STEP_BY_STEP; way <= BY_PARTITION; ++way) {
            _run(history, way);
            require(vm.revertToState(snapshot), "revert");
        }
        require(vm.deleteStateSnapshot(snapshot), "delete");
    }

    function _run(History memory history, uint256 way) private {
        _fillKitty(history.kittyTasks, history.kittyPrice);
        vm.prank(poolOwner);
        pool.changePolicy(history.stakeRatio, history.rewardRatio);
        uint256[] memory before = _holdings();
        DealId dealid = _dealOf(history);
        if (way == STEP_BY_STEP) _stepByStep(history, dealid);
        if (way == BY_RELAY) _byRelay(history, dealid);
        if (way == BY_PARTITION) _byPartition(history, dealid);
        if (way != BY_PARTITION) _giveUp(history, dealid);
        uint256[] memory afterwards = _holdings();
        for (uint256 i = 0; i < before.length; ++i) {
            vm.assertEq(afterwards[i] + OFFSET - before[i], history.gains[i], "gain");
        }
        for (uint256 i = 0; i < WORKERS; ++i) {
            uint256 score = way == BY_PARTITION ? history.scoresByPartition[i] : history.scoresTaskByTask[i];
            vm.assertEq(hub.viewScore(workers[i]), score, "score");
        }
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
    }

    // ---- three ways ----

    function _stepByStep(History memory history, DealId dealid) private {
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            Ballot[] memory ballots = history.tasks[i];
            if (ballots.length == 0) continue;
            TaskId taskid = taskHub.initialize(dealid, i);
            for (uint256 j = 0; j < ballots.length; ++j) {
                _contribute(ballots[j].worker, taskid, _digest(ballots[j].answer));
            }
            for (uint256 j = 0; j < ballots.length; ++j) {
                if (_wins(ballots[j])) _reveal(ballots[j].worker, taskid, GOOD);
            }
        }
        vm.warp(block.timestamp + XS_REVEAL);
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            if (history.tasks[i].length > 0) _finalize(taskIdOf(dealid, i));
        }
    }

    function _byRelay(History memory history, DealId dealid) private {
        uint256 count = history.tasks.length - _failed(history);
        IRelay.TaskResult[] memory results = new IRelay.TaskResult[](count);
        count = 0;
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            Ballot[] memory ballots = history.tasks[i];
            if (ballots.length == 0) continue;
            IRelay.TaskResult memory result = results[count++];
            (result.dealid, result.idx, result.resultDigest, result.results) = (dealid, i, GOOD, LINK);
            result.votes = new IRelay.Vote[](ballots.length);
            for (uint256 j = 0; j < ballots.length; ++j) {
                result.votes[j] = _voteOf(history, dealid, i, ballots[j]);
            }
        }
        vm.prank(poolOwner);
        relay.settleTasks(results);
    }

    /// @dev Each worker leased its tasks one by one, and shows its last commitment.
    function _voteOf(History memory history, DealId dealid, uint256 idx, Ballot memory ballot)
        private
        view
        returns (IRelay.Vote memory vote)
    {
        (bytes32[] memory roots, uint256 place) = _leases(history, dealid, ballot.worker, idx);
        vote.worker = workers[ballot.worker];
        vote.silent = ballot.silent;
        vote.answer = ballot.silent ? roots[place] : _digest(ballot.answer);
        vote.tasks = uint64(roots.length);
        vote.later = new bytes32[](roots.length - place - 1);
        for (uint256 i = 0; i < roots.length; ++i) {
            if (i < place) vote.before = keccak256(abi.encodePacked(vote.before, roots[i]));
            if (i > place) vote.later[i - place - 1] = roots[i];
        }
        _commit(ballot.worker, dealid, vote, roots[place]);
    }

    function _byPartition(History memory history, DealId dealid) private {
        uint256 size = history.tasks.length;
        ISettlement.PartitionResult memory result = _result(dealid, 0, size, 0, 0);
        result.failedTasks = uint32(_failed(history));
        uint256[] memory places = new uint256[](WORKERS);
        result.commitments = _commitments(history, dealid, places);
        result.ballots = new ISettlement.Ballot[](size - result.failedTasks);
        uint256 count = 0;
        for (uint256 i = 0; i < size; ++i) {
            if (history.tasks[i].length > 0) result.ballots[count++] = _ballotOf(history.tasks[i], places);
        }
        _settle(result);
    }

    function _commitments(History memory history, DealId dealid, uint256[] memory places)
        private
        view
        returns (ISettlement.Commitment[] memory commitments)
    {
        uint256 count = 0;
        bytes32[][] memory roots = new bytes32[][](WORKERS);
        for (uint256 i = 0; i < WORKERS; ++i) {
            (roots[i],) = _leases(history, dealid, i, 0);
            places[i] = count;
            if (roots[i].length > 0) ++count;
        }
        commitments = new ISettlement.Commitment[](count);
        for (uint256 i = 0; i < WORKERS; ++i) {
            if (roots[i].length == 0) continue;
            ISettlement.Commitment memory commitment = commitments[places[i]];
            (commitment.worker, commitment.tasks) = (workers[i], uint64(roots[i].length));
            for (uint256 j = 0; j < roots[i].length; ++j) {
                commitment.accumulator = keccak256(abi.encodePacked(commitment.accumulator, roots[i][j]));
            }
            bytes32 digest = hub.hashCommitment(dealid, 0, commitment.tasks, commitment.accumulator);
            commitment.sign = _signature(workerKeys[i], digest);
        }
    }

    function _ballotOf(Ballot[] memory ballots, uint256[] memory places)
        private
        pure
        returns (ISettlement.Ballot memory result)
    {
        result.tasks = 1;
        result.accepted = _select(ballots, places, 0, false);
        result.silent = _select(ballots, places, 0, true);
        uint16[] memory first = _select(ballots, places, 1, false);
        uint16[] memory second = _select(ballots, places, 2, false);
        result.rejected = new uint16[][]((first.length > 0 ? 1 : 0) + (second.length > 0 ? 1 : 0));
        if (first.length > 0) result.rejected[0] = first;
        if (second.length > 0) result.rejected[result.rejected.length - 1] = second;
    }

    function _select(Ballot[] memory ballots, uint256[] memory places, uint256 answer, bool silent)
        private
        pure
        returns (uint16[] memory chosen)
    {
        uint16[] memory all = new uint16[](ballots.length);
        uint256 count = 0;
        for (uint256 i = 0; i < ballots.length; ++i) {
            bool fits = ballots[i].answer == answer && ballots[i].silent == silent;
            if (fits) all[count++] = uint16(places[ballots[i].worker]);
        }
        chosen = new uint16[](count);
        for (uint256 i = 0; i < count; ++i) {
            chosen[i] = all[i];
        }
    }

    // ---- what they have in common ----

    function _fillKitty(uint256 tasks, uint256 price) private {
        if (tasks == 0) return;
        Offers memory offers = _offers(tasks, 1);
        offers.pool.workerpoolprice = offers.request.workerpoolmaxprice = price;
        _salt(offers, 2);
        _sign(offers);
        _abandon(_match(offers), _indexes(tasks));
    }

    function _dealOf(History memory history) private returns (DealId) {
        Offers memory offers = _offers(history.tasks.length, history.trust);
        offers.app.appprice = history.appPrice;
        offers.dataset.datasetprice = history.datasetPrice;
        offers.pool.workerpoolprice = history.poolPrice;
        offers.request.appmaxprice = history.appPrice;
        offers.request.datasetmaxprice = history.datasetPrice;
        offers.request.workerpoolmaxprice = history.poolPrice;
        _salt(offers, 3);
        _sign(offers);
        return _match(offers);
    }

    function _giveUp(History memory history, DealId dealid) private {
        uint256[] memory failed = new uint256[](_failed(history));
        uint256 count = 0;
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            if (history.tasks[i].length == 0) failed[count++] = i;
        }
        _abandon(dealid, failed);
    }

    function _abandon(DealId dealid, uint256[] memory indexes) private {
        vm.prank(poolOwner);
        taskHub.giveUp(dealid, indexes);
    }

    function _failed(History memory history) private pure returns (uint256 failed) {
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            if (history.tasks[i].length == 0) ++failed;
        }
    }

    /// @dev The seals of all that a worker answered, in order, and the place among them of the task `idx`.
    function _leases(History memory history, DealId dealid, uint256 worker, uint256 idx)
        private
        view
        returns (bytes32[] memory roots, uint256 place)
    {
        bytes32[] memory all = new bytes32[](history.tasks.length);
        uint256 count = 0;
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            for (uint256 j = 0; j < history.tasks[i].length; ++j) {
                Ballot memory ballot = history.tasks[i][j];
                if (ballot.worker != worker) continue;
                if (i == idx) place = count;
                all[count++] = _seal(workers[worker], taskIdOf(dealid, i), _digest(ballot.answer));
            }
        }
        roots = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            roots[i] = all[i];
        }
    }

    function _wins(Ballot memory ballot) private pure returns (bool) {
        return ballot.answer == 0 && !ballot.silent;
    }

    function _digest(uint256 answer) private pure returns (bytes32) {
        return answer == 0 ? GOOD : answer == 1 ? BAD : keccak256("worse");
    }

    function _indexes(uint256 count) private pure returns (uint256[] memory indexes) {
        indexes = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            indexes[i] = i;
        }
    }

    function _holdings() private view returns (uint256[] memory sums) {
        sums = new uint256[](PARTIES + WORKERS);
        address[5] memory parties = [requester, poolOwner, appOwner, datasetOwner, kitty];
        for (uint256 i = 0; i < sums.length; ++i) {
            address party = i < PARTIES ? parties[i] : workers[i - PARTIES];
            sums[i] = _free(party) + _locked(party);
        }
    }

    function _read(uint256[] calldata words) private pure returns (History memory history) {
        history.trust = words[0];
        history.appPrice = words[1];
        history.datasetPrice = words[2];
        history.poolPrice = words[3];
        history.stakeRatio = words[4];
        history.rewardRatio = words[5];
        history.kittyTasks = words[6];
        history.kittyPrice = words[7];
        history.tasks = new Ballot[][](words[8]);
        uint256 next = 9;
        for (uint256 i = 0; i < history.tasks.length; ++i) {
            Ballot[] memory ballots = new Ballot[](words[next++]);
            for (uint256 j = 0; j < ballots.length; ++j) {
                uint256 word = words[next++];
                ballots[j] = Ballot(word & 0xff, word >> 8 & 0xff, word >> 16 == 1);
            }
            history.tasks[i] = ballots;
        }
        history.gains = words[next:next + PARTIES + WORKERS];
        next += PARTIES + WORKERS;
        history.scoresByPartition = words[next:next + WORKERS];
        history.scoresTaskByTask = words[next + WORKERS:next + 2 * WORKERS];
        require(words.length == next + 2 * WORKERS, "words");
    }
}
