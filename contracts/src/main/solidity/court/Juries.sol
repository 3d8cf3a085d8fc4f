// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { DealRecord, LedgerState } from "../ledger/LedgerState.sol";
import { Reputation } from "../pool/Reputation.sol";
import { Bags } from "../proof/Bags.sol";
import { ISettlement } from "../proof/ISettlement.sol";
import { CourtRules } from "./CourtRules.sol";
import { CourtState, Trial } from "./CourtState.sol";
import { ICourt } from "./ICourt.sol";

/// @notice What the shown answers of a trial amount to: the heaviest group, and the sum of all others.
struct Count {
    bytes32 digest;
    uint256 group;
    uint256 others;
    uint256 members;
}

/// @title Who sits on a jury, and what its votes weigh.
library Juries {
    /// @dev Places of the roll that one draw looks at.
    uint256 private constant LOOKS_MAX = 128;

    /// @dev Where a draw stands: places below `looked` are used up, and `moved` says what stands where one was taken.
    struct Lot {
        bytes32 seed;
        uint256 looked;
        uint256 size;
        uint256[] from;
        uint256[] to;
    }

    /// @notice Draws jurors until they would decide if they agreed with the heaviest group so far.
    /// @return enough false when the roll does not give as many: then nobody should work in vain
    function draw(
        LedgerState storage state,
        Trial storage trial,
        ISettlement.PartitionResult calldata result,
        bytes32 seed
    ) internal returns (bool enough) {
        DealRecord storage deal = state.deals[trial.dealid];
        Count memory votes = count(state, trial);
        address[] memory barred = _barred(state, trial, deal, result);
        uint256 max = CourtRules.juryMax(deal);
        Lot memory lot = _lot(seed, state.court.roll.length);
        while (trial.jury.length < max && lot.looked < lot.size) {
            if (CourtRules.reaches(votes.group, votes.others, deal.trust)) return true;
            address juror = state.court.roll[_next(lot)];
            if (!_mayJudge(state, trial, deal, barred, juror)) continue;
            trial.jury.push(juror);
            trial.votes[juror].status = ICourt.VoteStatus.DRAWN;
            votes.group = Math.max(votes.group, 1) * _weight(state, deal, juror);
        }
        return CourtRules.reaches(votes.group, votes.others, deal.trust);
    }

    /// @notice Groups the answers that were shown.
    function count(LedgerState storage state, Trial storage trial) internal view returns (Count memory best) {
        DealRecord storage deal = state.deals[trial.dealid];
        uint256 jurors = trial.jury.length;
        uint256 total = 0;
        for (uint256 i = 0; i < jurors; ++i) {
            (bool leads, Count memory group) = _groupOf(state, trial, deal, i);
            if (!leads) continue;
            total += group.group;
            if (group.group > best.group) best = group;
        }
        best.others = total - best.group;
    }

    function ownerOf(CourtState storage court, address worker) internal view returns (address) {
        address owner = court.owners[worker];
        return owner == address(0) ? worker : owner;
    }

    /// @dev The group of the answer that the juror of this number was the first to give.
    function _groupOf(LedgerState storage state, Trial storage trial, DealRecord storage deal, uint256 number)
        private
        view
        returns (bool leads, Count memory group)
    {
        if (!_hasShown(trial, number)) return (false, group);
        group.digest = trial.votes[trial.jury[number]].digest;
        for (uint256 i = 0; i < trial.jury.length; ++i) {
            if (!_hasShown(trial, i) || trial.votes[trial.jury[i]].digest != group.digest) continue;
            if (i < number) return (false, group);
            group.group = Math.max(group.group, 1) * _weight(state, deal, trial.jury[i]);
            ++group.members;
        }
        return (true, group);
    }

    function _hasShown(Trial storage trial, uint256 number) private view returns (bool) {
        return trial.votes[trial.jury[number]].status == ICourt.VoteStatus.REVEALED;
    }

    function _weight(LedgerState storage state, DealRecord storage deal, address juror) private view returns (uint256) {
        return Math.min(Reputation.weightOf(Reputation.at(state, juror, deal.startTime)), CourtRules.WEIGHT_MAX);
    }

    /// @dev Who has an interest: the parties, the contributors, and the owners of all of them.
    function _barred(
        LedgerState storage state,
        Trial storage trial,
        DealRecord storage deal,
        ISettlement.PartitionResult calldata result
    ) private view returns (address[] memory barred) {
        uint256 workers = result.commitments.length;
        barred = new address[](2 * workers + 5);
        for (uint256 i = 0; i < workers; ++i) {
            barred[2 * i] = result.commitments[i].worker;
            barred[2 * i + 1] = ownerOf(state.court, result.commitments[i].worker);
        }
        barred[2 * workers] = trial.challenger;
        barred[2 * workers + 1] = ownerOf(state.court, trial.challenger);
        barred[2 * workers + 2] = deal.workerpoolOwner;
        barred[2 * workers + 3] = deal.requester;
        barred[2 * workers + 4] = Bags.payer(deal);
    }

    /// @dev A juror can pay for a wrong answer, is not barred itself nor by its owner, and is the only one of its owner.
    function _mayJudge(
        LedgerState storage state,
        Trial storage trial,
        DealRecord storage deal,
        address[] memory barred,
        address juror
    ) private view returns (bool) {
        if (trial.votes[juror].status != ICourt.VoteStatus.NONE) return false;
        if (state.pledges[juror].pledged < CourtRules.fee(deal)) return false;
        address owner = ownerOf(state.court, juror);
        for (uint256 i = 0; i < barred.length; ++i) {
            if (barred[i] == juror || barred[i] == owner) return false;
        }
        for (uint256 i = 0; i < trial.jury.length; ++i) {
            if (ownerOf(state.court, trial.jury[i]) == owner) return false;
        }
        return true;
    }

    function _lot(bytes32 seed, uint256 size) private pure returns (Lot memory lot) {
        uint256 looks = Math.min(size, LOOKS_MAX);
        return Lot(seed, 0, size, new uint256[](looks), new uint256[](looks));
    }

    /// @dev The next place of a random permutation of the roll, each place once (Fisher and Yates), without writing
    /// the whole of it down. Ends after LOOKS_MAX places by making the lot look exhausted.
    function _next(Lot memory lot) private pure returns (uint256 place) {
        uint256 step = lot.looked;
        uint256 pick = step + uint256(keccak256(abi.encode(lot.seed, step))) % (lot.size - step);
        place = _at(lot, pick);
        (lot.from[step], lot.to[step]) = (pick, _at(lot, step));
        lot.looked = step + 1;
        if (lot.looked == lot.from.length) lot.looked = lot.size;
    }

    /// @dev The newest move decides what stands at a place.
    function _at(Lot memory lot, uint256 place) private pure returns (uint256) {
        for (uint256 i = Math.min(lot.looked, lot.from.length); i > 0; --i) {
            if (lot.from[i - 1] == place) return lot.to[i - 1];
        }
        return place;
    }
}
