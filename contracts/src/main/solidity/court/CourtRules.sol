// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { DealRecord } from "../ledger/LedgerState.sol";
import { Ratios } from "../proof/Ratios.sol";
import { IAcceptance } from "./IAcceptance.sol";

/// @title The numbers of the court.
library CourtRules {
    /// @dev What a juror gets at least, so that a challenge of tasks that cost nothing is not free.
    uint256 internal constant FEE_MIN = 1000;
    /// @dev Jurors of the least weight that a trial may need: 2^16 then outweigh any trust that is allowed.
    uint256 internal constant JURORS_NEEDED_MAX = 16;
    /// @dev A jury has at most this times the jurors that it needs when all agree and all are new, and a few more:
    /// then even two who lie alike are outvoted.
    uint256 private constant JURY_FACTOR = 2;
    uint256 private constant JURY_EXTRA = 3;
    uint256 internal constant ROUNDS_MAX = 3;
    /// @dev Time to recompute a task, and to show the answer, in multiples of its category's time.
    uint256 internal constant COMMIT_RATIO = 2;
    uint256 internal constant REVEAL_RATIO = 1;
    uint256 private constant WEIGHT_MIN = 2;
    /// @dev Weights are cut here, so that no product of a jury's weights and a trust overflows: a cut weight counts too
    /// little, never too much.
    uint256 internal constant WEIGHT_MAX = 63;

    /// @notice What one juror is paid, and what it risks: the price of computing the task once.
    function fee(DealRecord storage deal) internal view returns (uint256) {
        return Math.max(deal.workerpoolPrice, FEE_MIN);
    }

    /// @notice How many new workers reach the trust when they agree: 2^n > trust - 1.
    function jurorsNeeded(DealRecord storage deal) internal view returns (uint256 jurors) {
        uint256 trust = deal.trust;
        uint256 group = WEIGHT_MIN;
        for (jurors = 1; group <= trust - 1; ++jurors) {
            if (jurors == JURORS_NEEDED_MAX) revert IAcceptance.TrustBeyondJury(trust, group);
            group *= WEIGHT_MIN;
        }
    }

    /// @notice The most jurors that a trial draws.
    function juryMax(DealRecord storage deal) internal view returns (uint256) {
        return JURY_FACTOR * jurorsNeeded(deal) + JURY_EXTRA;
    }

    /// @notice What a challenger puts up, and a pool for each partition: the fees of the largest jury.
    function stake(DealRecord storage deal) internal view returns (uint256) {
        return juryMax(deal) * fee(deal);
    }

    /// @notice What a challenger wins who is right: the fees of a jury that agrees.
    function bounty(DealRecord storage deal) internal view returns (uint256) {
        return jurorsNeeded(deal) * fee(deal);
    }

    /// @notice What the pool answers with for an accepted partition: its bond, and its stake for the certified tasks.
    function purse(DealRecord storage deal, uint256 certified) internal view returns (uint256) {
        return stake(deal) + Ratios.poolStake(deal.workerpoolPrice) * certified;
    }

    /// @notice Whether a group of this weight is certified: its credibility exceeds 1 - 1 / trust.
    /// @param others the sum of the weights of the other groups
    function reaches(uint256 group, uint256 others, uint256 trust) internal pure returns (bool) {
        return group * trust > (1 + group + others) * (trust - 1);
    }
}
