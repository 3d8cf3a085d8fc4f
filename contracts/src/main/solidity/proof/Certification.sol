// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ISettlement } from "./ISettlement.sol";

/// @notice One worker in a partition: its weight when the deal began, and what the ballots say of it.
struct Contributor {
    address worker;
    uint256 weight;
    uint256 logWeight;
    uint256 committed;
    uint256 accepted;
    uint256 acceptedWithOthers;
    uint256 lost;
    uint256 lossPerTask;
    uint256 reward;
}

/// @title The rule by which answers are certified.
/// @dev Workers who agree form a group that weighs the product of their weights; total = 1 + the sum of the groups;
/// the accepted group must satisfy group × trust > total × (trust - 1), that is, a credibility above 1 - 1 / trust.
library Certification {
    uint256 internal constant BALLOTS_MAX = 1024;
    uint256 internal constant VOTES_PER_TASK_MAX = 32;
    /// @dev Groups stop growing here. With trust below 2^64 and at most 32 groups no product overflows, and a group
    /// that was cut weighs too little, never too much.
    uint256 private constant GROUP_MAX = 2 ** 160;

    /// @dev Where the counting of one ballot stands; `seen` has a bit per commitment.
    struct Count {
        uint256 ballot;
        uint256 tasks;
        uint256 seen;
        uint256 votes;
        uint256 group;
        uint256 total;
    }

    /// @notice The weight of a group after one more member.
    function join(uint256 group, uint256 weight) internal pure returns (uint256) {
        return Math.min(Math.saturatingMul(Math.max(group, 1), weight), GROUP_MAX);
    }

    /// @notice Whether a group's answer is certified.
    /// @param total 1 and the sum of all groups, this one included
    function carries(uint256 group, uint256 total, uint256 trust) internal pure returns (bool) {
        return group * trust > total * (trust - 1);
    }

    /// @notice Checks every ballot and adds its tasks up in `contributors`.
    /// @return certified the tasks of all ballots
    function tally(ISettlement.Ballot[] calldata ballots, Contributor[] memory contributors, uint256 trust)
        internal
        pure
        returns (uint256 certified)
    {
        if (ballots.length > BALLOTS_MAX) revert ISettlement.TooMany(ballots.length, BALLOTS_MAX);
        for (uint256 i = 0; i < ballots.length; ++i) {
            certified += _count(i, ballots[i], contributors, trust);
        }
        for (uint256 i = 0; i < contributors.length; ++i) {
            Contributor memory contributor = contributors[i];
            uint256 votes = contributor.accepted + contributor.lost;
            if (votes > contributor.committed) {
                revert ISettlement.VotesAboveCommitment(contributor.worker, votes, contributor.committed);
            }
        }
    }

    function _count(
        uint256 number,
        ISettlement.Ballot calldata ballot,
        Contributor[] memory contributors,
        uint256 trust
    ) private pure returns (uint256 tasks) {
        Count memory count = Count(number, ballot.tasks, 0, 0, 0, 1);
        if (count.tasks == 0) revert ISettlement.BallotIncomplete(number);
        count.group = _group(count, ballot.accepted, contributors, true);
        count.total += count.group;
        uint16[][] calldata rejected = ballot.rejected;
        for (uint256 i = 0; i < rejected.length; ++i) {
            count.total += _group(count, rejected[i], contributors, false);
        }
        _silence(count, ballot.silent, contributors);
        if (count.votes > VOTES_PER_TASK_MAX) revert ISettlement.TooMany(count.votes, VOTES_PER_TASK_MAX);
        if (!carries(count.group, count.total, trust)) {
            revert ISettlement.TrustNotReached(number, count.group, count.total, trust);
        }
        tasks = count.tasks;
        if (count.votes > 1) _acceptWithOthers(ballot.accepted, contributors, tasks);
    }

    function _acceptWithOthers(uint16[] calldata accepted, Contributor[] memory contributors, uint256 tasks)
        private
        pure
    {
        for (uint256 i = 0; i < accepted.length; ++i) {
            contributors[accepted[i]].acceptedWithOthers += tasks;
        }
    }

    function _silence(Count memory count, uint16[] calldata silent, Contributor[] memory contributors) private pure {
        for (uint256 i = 0; i < silent.length; ++i) {
            _vote(count, silent[i], contributors).lost += count.tasks;
        }
    }

    /// @dev The weight of a group, whose members' tasks are counted as accepted or lost.
    function _group(Count memory count, uint16[] calldata members, Contributor[] memory contributors, bool accepted)
        private
        pure
        returns (uint256 weight)
    {
        if (members.length == 0) revert ISettlement.BallotIncomplete(count.ballot);
        weight = 1;
        for (uint256 i = 0; i < members.length; ++i) {
            Contributor memory contributor = _vote(count, members[i], contributors);
            weight = join(weight, contributor.weight);
            if (accepted) contributor.accepted += count.tasks;
            else contributor.lost += count.tasks;
        }
    }

    function _vote(Count memory count, uint256 index, Contributor[] memory contributors)
        private
        pure
        returns (Contributor memory)
    {
        uint256 bit = index < contributors.length ? 1 << index : 0;
        if (bit == 0 || count.seen & bit != 0) revert ISettlement.VoteInvalid(count.ballot, index);
        count.seen |= bit;
        ++count.votes;
        return contributors[index];
    }
}
