// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ICourt } from "../../../main/solidity/court/ICourt.sol";
import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { Fixture } from "./Fixture.sol";

/// @notice Partitions of four tasks that worker 0 answered alone in two leases, accepted optimistically; the other
/// workers are on the roll, each its own owner.
abstract contract CourtFixture is Fixture {
    uint256 internal constant TASKS = 4;
    uint256 internal constant WINDOW = 1 days;
    uint256 internal constant XS = 300;
    bytes32 internal constant RIGHT = keccak256("right");

    ICourt internal court;

    function setUp() public virtual override {
        super.setUp();
        court = ICourt(address(hub));
        for (uint256 i = 1; i < WORKERS; ++i) {
            _enlist(i, workers[i]);
        }
        vm.roll(100);
    }

    function _enlist(uint256 worker, address owner) internal {
        vm.prank(workers[worker]);
        court.enlist(owner);
    }

    // ---- what was answered ----

    function _answer(uint256 idx) internal pure returns (bytes32) {
        return keccak256(abi.encode("answer", idx));
    }

    function _leaf(DealId dealid, uint256 idx) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(TaskId.unwrap(taskIdOf(dealid, idx)), _answer(idx)));
    }

    function _seal(address worker, DealId dealid, uint256 idx) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(worker, TaskId.unwrap(taskIdOf(dealid, idx)), _answer(idx)));
    }

    function _pair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    function _root(DealId dealid) internal pure returns (bytes32) {
        return _pair(
            _pair(_leaf(dealid, 0), _leaf(dealid, 1)), _pair(_leaf(dealid, 2), _leaf(dealid, 3))
        );
    }

    function _proof(DealId dealid, uint256 idx) internal pure returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = _leaf(dealid, idx ^ 1);
        uint256 other = idx < 2 ? 2 : 0;
        proof[1] = _pair(_leaf(dealid, other), _leaf(dealid, other + 1));
    }

    function _leaseRoot(DealId dealid, uint256 lease) internal view returns (bytes32) {
        return _pair(_seal(workers[0], dealid, 2 * lease), _seal(workers[0], dealid, 2 * lease + 1));
    }

    function _accumulated(bytes32 before, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(before, root));
    }

    function _opening(DealId dealid, uint256 idx) internal view returns (ICourt.Opening memory opening) {
        opening.proof = new bytes32[](1);
        opening.proof[0] = _seal(workers[0], dealid, idx ^ 1);
        if (idx < 2) {
            opening.later = new bytes32[](1);
            opening.later[0] = _leaseRoot(dealid, 1);
        } else {
            opening.before = _accumulated(0, _leaseRoot(dealid, 0));
        }
    }

    // ---- accepting ----

    function _terms(DealId dealid, uint256 window) internal view returns (bytes memory) {
        bytes32 struct_ = keccak256(
            abi.encode(keccak256("OptimisticTerms(bytes32 dealid,uint256 window)"), dealid, window)
        );
        return _signature(
            REQUESTER_KEY, keccak256(abi.encodePacked(hex"1901", digests.separator(), struct_))
        );
    }

    function _answered(DealId dealid) internal view returns (ISettlement.PartitionResult memory result) {
        result = _result(dealid, 0, TASKS, 1, TASKS);
        result.resultsRoot = _root(dealid);
        bytes32 accumulator = _accumulated(_accumulated(0, _leaseRoot(dealid, 0)), _leaseRoot(dealid, 1));
        result.commitments[0].accumulator = accumulator;
        result.commitments[0].sign =
            _signature(workerKeys[0], hub.hashCommitment(dealid, 0, TASKS, accumulator));
        result.ballots = _one(_ballot(TASKS, 1, 0, 0));
    }

    function _accept(ISettlement.PartitionResult memory result) internal {
        bytes memory terms = _terms(result.dealid, WINDOW);
        vm.prank(poolOwner);
        hub.acceptPartition(result, WINDOW, terms);
    }

    function _accepted(uint256 trust, uint256 salt)
        internal
        returns (DealId dealid, ISettlement.PartitionResult memory result)
    {
        dealid = _deal(TASKS, trust, salt);
        result = _answered(dealid);
        _accept(result);
    }

    // ---- trials ----

    function _challenge(address challenger, DealId dealid, uint256 idx) internal returns (uint256 trial) {
        vm.prank(challenger);
        return court.challenge(dealid, idx, _answer(idx), _proof(dealid, idx));
    }

    function _draw(uint256 trial, ISettlement.PartitionResult memory result) internal {
        vm.roll(court.viewTrial(trial).drawBlock + 1);
        court.drawJury(trial, result);
    }

    function _salt(address juror) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", juror));
    }

    function _commit(uint256 trial, address juror, bytes32 digest) internal {
        ICourt.TrialView memory seen = court.viewTrial(trial);
        bytes32 taskid = TaskId.unwrap(taskIdOf(seen.dealid, seen.idx));
        bytes32 seal = keccak256(abi.encodePacked(juror, taskid, digest, _salt(juror)));
        court.commitVote(trial, juror, seal, _voteSignature(trial, juror, seal));
    }

    function _voteSignature(uint256 trial, address juror, bytes32 seal) internal view returns (bytes memory) {
        bytes32 struct_ = keccak256(abi.encode(keccak256("JuryVote(uint256 trial,bytes32 seal)"), trial, seal));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", digests.separator(), struct_));
        return _signature(_keyOf(juror), digest);
    }

    function _keyOf(address worker) internal view returns (uint256) {
        for (uint256 i = 0; i < WORKERS; ++i) {
            if (workers[i] == worker) return workerKeys[i];
        }
        revert("no worker");
    }

    function _reveal(uint256 trial, address juror, bytes32 digest) internal {
        court.revealVote(trial, juror, digest, _salt(juror));
    }

    /// @dev All jurors who have not voted yet say the same.
    function _allSay(uint256 trial, bytes32 digest) internal {
        address[] memory jury = court.viewTrial(trial).jury;
        bool[] memory isNew = new bool[](jury.length);
        for (uint256 i = 0; i < jury.length; ++i) {
            (ICourt.VoteStatus status,,) = court.viewVote(trial, jury[i]);
            isNew[i] = status == ICourt.VoteStatus.DRAWN;
            if (isNew[i]) _commit(trial, jury[i], digest);
        }
        for (uint256 i = 0; i < jury.length; ++i) {
            if (isNew[i]) _reveal(trial, jury[i], digest);
        }
    }

    function _release(ISettlement.PartitionResult memory result) internal {
        (, uint256 windowEnd,,,) = court.viewAcceptance(result.dealid, result.partition);
        if (block.timestamp < windowEnd) vm.warp(windowEnd);
        hub.releasePartition(result);
    }
}
