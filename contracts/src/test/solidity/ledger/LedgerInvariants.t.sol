// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { Fixture, Offers } from "../support/Fixture.sol";

/// @notice Does what users do, in any order, and keeps its own account of every task.
contract Users is Fixture {
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
            vm.assertEq(_locked(workers[i]), pledged + leaving, "pledges are what workers have locked");
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
contract LedgerInvariantsTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Users private _users;

    function setUp() public {
        _users = new Users();
        _users.setUp();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_users);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](13);
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
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_users), selectors);
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
