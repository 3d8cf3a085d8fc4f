// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { LedgerState } from "../ledger/LedgerState.sol";

/// @title Scores of workers, kept with their history.
library Reputation {
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    uint256 private constant SCORE_PER_WEIGHT = 3;
    uint256 private constant WEIGHT_FLOOR = 3;
    uint256 private constant DECAY_NUMERATOR = 2;
    uint256 private constant DECAY_DENOMINATOR = 3;

    function current(LedgerState storage state, address worker) internal view returns (uint256) {
        return state.scores[worker].latest();
    }

    /// @dev Looks strictly before `timestamp`: what happens within that second is not settled yet.
    function at(LedgerState storage state, address worker, uint256 timestamp) internal view returns (uint256) {
        if (timestamp == 0) return 0;
        return state.scores[worker].upperLookupRecent(Math.min(timestamp - 1, type(uint48).max).toUint48());
    }

    /// @dev Max(score / 3, 3) - 1, at least 2: the weight of a vote.
    function weightOf(uint256 score) internal pure returns (uint256) {
        return Math.max(score / SCORE_PER_WEIGHT, WEIGHT_FLOOR) - 1;
    }

    /// @dev Gains count before losses. A score of n digits needs few losses to reach zero, which ends the loop.
    function update(LedgerState storage state, address worker, uint256 gains, uint256 losses) internal {
        Checkpoints.Trace208 storage trace = state.scores[worker];
        uint256 before = trace.latest();
        uint256 score = before + gains;
        for (uint256 lost = 0; lost < losses && score > 0; ++lost) {
            score = score * DECAY_NUMERATOR / DECAY_DENOMINATOR;
        }
        if (score != before) trace.push(block.timestamp.toUint48(), score.toUint208());
    }
}
