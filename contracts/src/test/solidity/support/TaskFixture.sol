// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IRelay } from "../../../main/solidity/proof/IRelay.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Fixture, Offers } from "./Fixture.sol";

/// @notice Workers that answer single tasks, themselves or by relay.
abstract contract TaskFixture is Fixture {
    uint256 internal constant XS_CONTRIBUTION = 2100;
    uint256 internal constant XS_REVEAL = 600;

    bytes32 internal constant GOOD = keccak256("good");
    bytes32 internal constant BAD = keccak256("bad");
    bytes internal constant LINK = '{"storage":"ipfs","location":"/ipfs/Qm"}';

    // ---- step by step ----

    function _opened(uint256 volume, uint256 trust, uint256 salt) internal returns (TaskId) {
        return taskHub.initialize(_deal(volume, trust, salt), 0);
    }

    function _authorisation(address worker, TaskId taskid, address enclave) internal pure returns (bytes memory) {
        return _signature(POOL_KEY, _personal(keccak256(abi.encodePacked(worker, TaskId.unwrap(taskid), enclave))));
    }

    function _personal(bytes32 hash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash));
    }

    function _hash(TaskId taskid, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(TaskId.unwrap(taskid), digest));
    }

    function _seal(address worker, TaskId taskid, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(worker, TaskId.unwrap(taskid), digest));
    }

    function _contribute(uint256 worker, TaskId taskid, bytes32 digest) internal {
        address who = workers[worker];
        bytes memory leave = _authorisation(who, taskid, address(0));
        vm.prank(who);
        taskHub.contribute(taskid, _hash(taskid, digest), _seal(who, taskid, digest), address(0), "", leave);
    }

    function _contributeReverts(uint256 worker, TaskId taskid, bytes memory reason) internal {
        bytes memory leave = _authorisation(workers[worker], taskid, address(0));
        bytes32 seal = _seal(workers[worker], taskid, GOOD);
        vm.expectRevert(reason);
        vm.prank(workers[worker]);
        taskHub.contribute(taskid, _hash(taskid, GOOD), seal, address(0), "", leave);
    }

    function _reveal(uint256 worker, TaskId taskid, bytes32 digest) internal {
        vm.prank(workers[worker]);
        taskHub.reveal(taskid, digest);
    }

    function _finalize(TaskId taskid) internal {
        vm.prank(poolOwner);
        taskHub.finalize(taskid, LINK, "");
    }

    function _status(TaskId taskid) internal view returns (ITasks.TaskStatus) {
        return taskHub.viewTask(taskid).status;
    }

    function _assertStatus(TaskId taskid, ITasks.TaskStatus status, string memory what) internal view {
        vm.assertEq(uint256(_status(taskid)), uint256(status), what);
    }

    function _assertContribution(TaskId taskid, uint256 worker, ITasks.ContributionStatus status, string memory what)
        internal
        view
    {
        vm.assertEq(uint256(taskHub.viewContribution(taskid, workers[worker]).status), uint256(status), what);
    }

    function _inState(TaskId taskid, ITasks.TaskStatus status) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(ITasks.TaskInState.selector, taskid, status);
    }

    // ---- by relay ----

    /// @dev A result in which `good` workers agree, the next `bad` agree on another answer, and the next `silent`
    /// show nothing; each committed to this task alone.
    function _taskResult(DealId dealid, uint256 idx, uint256 good, uint256 bad, uint256 silent)
        internal
        view
        returns (IRelay.TaskResult memory result)
    {
        result.dealid = dealid;
        result.idx = idx;
        result.resultDigest = GOOD;
        result.results = LINK;
        result.votes = new IRelay.Vote[](good + bad + silent);
        for (uint256 i = 0; i < result.votes.length; ++i) {
            result.votes[i] = _vote(i, dealid, idx, i < good ? GOOD : BAD, i >= good + bad);
        }
    }

    /// @dev The answer of a worker that leased this task alone and nothing else.
    function _vote(uint256 worker, DealId dealid, uint256 idx, bytes32 digest, bool silent)
        internal
        view
        returns (IRelay.Vote memory vote)
    {
        bytes32 seal = _seal(workers[worker], taskIdOf(dealid, idx), digest);
        vote.worker = workers[worker];
        vote.silent = silent;
        vote.answer = silent ? seal : digest;
        vote.tasks = 1;
        _commit(worker, dealid, vote, seal);
    }

    /// @dev Signs the chain of leases that the vote shows, whose root is `root`.
    function _commit(uint256 worker, DealId dealid, IRelay.Vote memory vote, bytes32 root) internal view {
        bytes32 accumulator = keccak256(abi.encodePacked(vote.before, root));
        for (uint256 i = 0; i < vote.later.length; ++i) {
            accumulator = keccak256(abi.encodePacked(accumulator, vote.later[i]));
        }
        vote.sign = _signature(workerKeys[worker], hub.hashCommitment(dealid, 0, vote.tasks, accumulator));
    }

    function _relay(IRelay.TaskResult memory result) internal {
        vm.prank(poolOwner);
        relay.settleTask(result);
    }

    function _relayReverts(IRelay.TaskResult memory result, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(poolOwner);
        relay.settleTask(result);
    }
}
