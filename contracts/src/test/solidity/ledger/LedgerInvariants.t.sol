// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IRelay } from "../../../main/solidity/proof/IRelay.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import { InvariantSuite } from "../support/InvariantSuite.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice Does what users do, in any order, and keeps its own account of every task.
contract Users is TaskFixture {
    uint256 public constant APP_VOLUME = 300;

    struct Bag {
        DealId dealid;
        uint256 first;
        uint256 size;
        uint256 price;
        uint256 stake;
        uint256 open;
        uint256 startedAt;
    }

    Bag[] private _bags;
    uint256 public matched;
    bool public resolvedTwice;
    mapping(uint256 => mapping(uint256 => bool)) private _resolved;
    mapping(TaskId => address[]) private _staked;
    mapping(address => uint256) private _stakes;

    // ---- actions ----

    function withdraw(uint256 who, uint256 amount) external {
        address account = _someone(who);
        amount = amount % (_free(account) / 10 + 1);
        vm.prank(account);
        hub.withdraw(amount);
    }

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address account = _someone(from);
        address receiver = _someone(to);
        amount = amount % (_free(account) / 10 + 1);
        vm.prank(account);
        hub.transfer(receiver, amount);
    }

    function pledge(uint256 worker, uint256 amount) external {
        address account = workers[worker % WORKERS];
        amount = amount % (_free(account) + 1);
        vm.prank(account);
        hub.pledge(amount);
    }

    function requestUnpledge(uint256 worker, uint256 amount) external {
        address account = workers[worker % WORKERS];
        amount = amount % (_pledged(account) + 1);
        vm.prank(account);
        hub.requestUnpledge(amount);
    }

    function unpledge(uint256 worker) external {
        vm.prank(workers[worker % WORKERS]);
        hub.unpledge();
    }

    /// @dev All bags are made from one app order, so that its volume must bound them together.
    function open(uint256 volume, uint256 trust, uint256 price, uint8 ratio) external {
        vm.prank(poolOwner);
        pool.changePolicy(ratio % 60, ratio % 101);
        Offers memory offers = _offers(1 + volume % 40, trust % 6);
        _salt(offers, _bags.length);
        offers.app.salt = 0;
        offers.app.volume = APP_VOLUME;
        offers.pool.workerpoolprice = price % (20 * RLC_UNIT);
        offers.request.workerpoolmaxprice = type(uint256).max;
        _sign(offers);
        DealId dealid = _match(offers);
        uint256 size = hub.viewDeal(dealid).botSize;
        matched += size;
        uint256 each = offers.pool.workerpoolprice;
        _bags.push(
            Bag(dealid, 0, size, APP_PRICE + DATASET_PRICE + each, each * 30 / 100, size, block.timestamp)
        );
    }

    function settle(uint256 number, uint256 partition, uint256 size, uint256 votes, uint256 failed) external {
        Bag storage bag = _bags[number % _bags.length];
        uint256 fixedSize = hub.viewPartitionSize(bag.dealid);
        size = fixedSize == 0 ? 1 + size % bag.size : fixedSize;
        partition = partition % ((bag.size + size - 1) / size);
        uint256 tasks = _min(size, bag.size - partition * size);
        failed = failed % (tasks + 1);
        (uint256 good, uint256 bad, uint256 silent) = (2 + votes % 4, votes / 7 % 2, votes / 31 % 3);
        ISettlement.PartitionResult memory result =
            _result(bag.dealid, partition, size, good + bad + silent, tasks);
        result.failedTasks = uint32(failed);
        if (failed < tasks) result.ballots = _one(_ballot(tasks - failed, good, bad, silent));
        _settle(result);
        for (uint256 i = 0; i < tasks; ++i) {
            _resolve(number % _bags.length, partition * size + i);
        }
    }

    function claimTask(uint256 number, uint256 idx) external {
        Bag storage bag = _bags[number % _bags.length];
        idx = idx % bag.size;
        DealId[] memory dealids = new DealId[](1);
        uint256[] memory indexes = new uint256[](1);
        (dealids[0], indexes[0]) = (bag.dealid, idx);
        taskHub.initializeAndClaimArray(dealids, indexes);
        _resolve(number % _bags.length, idx);
    }

    function claimPartition(uint256 number, uint256 partition) external {
        Bag storage bag = _bags[number % _bags.length];
        uint256 size = hub.viewPartitionSize(bag.dealid);
        if (size == 0) size = bag.size;
        partition = partition % ((bag.size + size - 1) / size);
        taskHub.claimPartition(bag.dealid, partition);
        uint256 tasks = _min(size, bag.size - partition * size);
        for (uint256 i = 0; i < tasks; ++i) {
            uint256 idx = partition * size + i;
            if (!_resolved[number % _bags.length][idx]) _resolve(number % _bags.length, idx);
        }
    }

    // ---- single tasks: few and recent ones, so that what belongs together often meets ----

    function _recent(uint256 number) private view returns (uint256) {
        return _bags.length - 1 - number % _min(_bags.length, 3);
    }

    function _few(Bag storage bag) private view returns (uint256) {
        return _min(bag.size, 2);
    }

    function relayTask(uint256 number, uint256 idx, uint256 votes) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        idx = idx % _few(bag);
        IRelay.TaskResult memory result = _taskResult(bag.dealid, idx, 2 + votes % 3, votes / 3 % 2, votes / 6 % 2);
        for (uint256 i = 0; i < result.votes.length; ++i) {
            IRelay.Vote memory vote = result.votes[i];
            vote.tasks = 64;
            bytes32 seal = vote.silent ? vote.answer : _seal(vote.worker, taskIdOf(bag.dealid, idx), vote.answer);
            _commit(i, bag.dealid, vote, seal);
        }
        _relay(result);
        // With workers that agree and contributed themselves it waits for them.
        if (_status(taskIdOf(bag.dealid, idx)) == ITasks.TaskStatus.COMPLETED) _finished(number, idx);
    }

    function contributeTask(uint256 number, uint256 idx, uint256 worker, bool right) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        _answer(bag, taskIdOf(bag.dealid, idx % _few(bag)), idx % _few(bag), worker % WORKERS, right);
    }

    function revealTask(uint256 number, uint256 idx, bool right) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        _revealAll(taskIdOf(bag.dealid, idx % _few(bag)), right ? GOOD : BAD);
    }

    /// @dev As many workers as it takes answer, all that agree reveal, and the pool pays.
    function finalizeTask(uint256 number, uint256 idx) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        idx = idx % _few(bag);
        TaskId taskid = taskIdOf(bag.dealid, idx);
        for (uint256 i = 0; i < WORKERS && _status(taskid) < ITasks.TaskStatus.REVEALING; ++i) {
            if (taskHub.viewContribution(taskid, workers[i]).status == ITasks.ContributionStatus.UNSET) {
                _answer(bag, taskid, idx, i, true);
            }
        }
        bool right = taskHub.viewTask(taskid).consensusValue == _hash(taskid, GOOD);
        _revealAll(taskid, right ? GOOD : BAD);
        _finalize(taskid);
        _finished(number, idx);
    }

    function _answer(Bag storage bag, TaskId taskid, uint256 idx, uint256 worker, bool right) private {
        if (_status(taskid) == ITasks.TaskStatus.UNSET) taskHub.initialize(bag.dealid, idx);
        _contribute(worker, taskid, right ? GOOD : BAD);
        _staked[taskid].push(workers[worker]);
        _stakes[workers[worker]] += hub.viewDeal(bag.dealid).workerStake;
    }

    function _revealAll(TaskId taskid, bytes32 digest) private {
        for (uint256 i = 0; i < WORKERS; ++i) {
            ITasks.Contribution memory contribution = taskHub.viewContribution(taskid, workers[i]);
            bool can = contribution.status == ITasks.ContributionStatus.CONTRIBUTED;
            if (can && contribution.resultHash == _hash(taskid, digest)) _reveal(i, taskid, digest);
        }
    }

    function reopenTask(uint256 number, uint256 idx) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        vm.prank(poolOwner);
        taskHub.reopen(taskIdOf(bag.dealid, idx % _few(bag)));
    }

    function giveUpTask(uint256 number, uint256 idx) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        uint256[] memory indexes = new uint256[](1);
        indexes[0] = idx % _few(bag);
        vm.prank(poolOwner);
        taskHub.giveUp(bag.dealid, indexes);
        _finished(number, indexes[0]);
    }

    /// @dev After a claim of the whole partition it only frees the workers of the task.
    function claimOpenTask(uint256 number, uint256 idx) external {
        number = _recent(number);
        Bag storage bag = _bags[number];
        idx = idx % _few(bag);
        taskHub.claim(taskIdOf(bag.dealid, idx));
        if (_resolved[number][idx]) _free(number, idx);
        else _finished(number, idx);
    }

    function _finished(uint256 number, uint256 idx) private {
        _resolve(number, idx);
        _free(number, idx);
    }

    function _free(uint256 number, uint256 idx) private {
        DealId dealid = _bags[number].dealid;
        address[] storage staked = _staked[taskIdOf(dealid, idx)];
        for (uint256 i = 0; i < staked.length; ++i) {
            _stakes[staked[i]] -= hub.viewDeal(dealid).workerStake;
        }
        delete _staked[taskIdOf(dealid, idx)];
    }

    /// @dev Mostly a little, sometimes past the deadline of bags, sometimes past the delay of pledges.
    function wait(uint256 time) external {
        uint256 span = time % 16 == 0 ? 400_000 : time % 16 < 5 ? 6000 : 200;
        vm.warp(block.timestamp + time % span);
    }

    // ---- what must hold ----

    function checkAccountsAddUp() external view {
        uint256 sum = _locked(kitty) + _free(kitty);
        for (uint256 i = 0; i < 4 + WORKERS; ++i) {
            address account = _someone(i);
            sum += _free(account) + _locked(account);
        }
        vm.assertEq(sum, hub.totalSupply(), "accounts add up to the supply");
        vm.assertEq(sum, token.balanceOf(address(hub)), "tokens cover the accounts");
    }

    function checkLocks() external view {
        uint256 prices = 0;
        uint256 stakes = 0;
        for (uint256 i = 0; i < _bags.length; ++i) {
            prices += _bags[i].open * _bags[i].price;
            stakes += _bags[i].open * _bags[i].stake;
        }
        vm.assertEq(_locked(requester), prices, "the price of open tasks is locked, no more");
        vm.assertEq(_locked(poolOwner), stakes, "the stake of open tasks is locked, no more");
        for (uint256 i = 0; i < WORKERS; ++i) {
            (uint256 pledged, uint256 leaving,) = hub.viewPledge(workers[i]);
            uint256 answered = pledged + leaving + _stakes[workers[i]];
            vm.assertEq(_locked(workers[i]), answered, "workers have locked their pledges and stakes in open tasks");
        }
    }

    function checkNothingTwice() external view {
        vm.assertFalse(resolvedTwice, "no task is paid or refunded twice");
        vm.assertLe(matched, APP_VOLUME, "no order is filled beyond its volume");
        for (uint256 i = 0; i < _bags.length; ++i) {
            _checkPartitions(_bags[i]);
        }
    }

    function _checkPartitions(Bag storage bag) private view {
        uint256 size = hub.viewPartitionSize(bag.dealid);
        if (size == 0) return;
        uint256 tasks = 0;
        for (uint256 i = 0; i * size < bag.size; ++i) {
            (, , uint256 certified, uint256 failed) = hub.viewPartition(bag.dealid, i);
            tasks += certified + failed;
        }
        vm.assertLe(tasks, bag.size, "partitions hold no more tasks than the bag");
    }

    function _resolve(uint256 number, uint256 idx) private {
        if (_resolved[number][idx]) resolvedTwice = true;
        _resolved[number][idx] = true;
        --_bags[number].open;
    }

    function _someone(uint256 who) private view returns (address) {
        who = who % (4 + WORKERS);
        if (who == 0) return requester;
        if (who == 1) return poolOwner;
        if (who == 2) return appOwner;
        return who == 3 ? datasetOwner : workers[who - 4];
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}

/// @notice Whatever users do: money is conserved, and no task is settled or refunded twice.
contract LedgerInvariantsTest is InvariantSuite {
    Users private _users;

    function setUp() public {
        _users = new Users();
        _users.setUp();
        bytes4[] memory selectors = new bytes4[](24);
        selectors[0] = Users.withdraw.selector;
        selectors[1] = Users.transfer.selector;
        selectors[2] = Users.pledge.selector;
        selectors[3] = Users.requestUnpledge.selector;
        selectors[4] = Users.unpledge.selector;
        selectors[5] = Users.open.selector;
        selectors[6] = Users.settle.selector;
        selectors[7] = Users.claimTask.selector;
        selectors[8] = Users.claimPartition.selector;
        selectors[9] = Users.wait.selector;
        selectors[10] = Users.open.selector;
        selectors[11] = Users.settle.selector;
        selectors[12] = Users.settle.selector;
        selectors[13] = Users.relayTask.selector;
        selectors[14] = Users.contributeTask.selector;
        selectors[15] = Users.revealTask.selector;
        selectors[16] = Users.finalizeTask.selector;
        selectors[17] = Users.reopenTask.selector;
        selectors[18] = Users.giveUpTask.selector;
        selectors[19] = Users.claimOpenTask.selector;
        selectors[20] = Users.contributeTask.selector;
        selectors[21] = Users.contributeTask.selector;
        selectors[22] = Users.revealTask.selector;
        selectors[23] = Users.open.selector;
        _aim(address(_users), selectors);
    }

    function invariant_accountsAddUp() external view {
        _users.checkAccountsAddUp();
    }

    function invariant_locksAreThoseOfOpenTasksAndPledges() external view {
        _users.checkLocks();
    }

    function invariant_nothingHappensTwice() external view {
        _users.checkNothingTwice();
    }
}
