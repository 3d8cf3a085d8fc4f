// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { LedgerState, Pledge } from "../ledger/LedgerState.sol";
import { Ratios } from "../proof/Ratios.sol";
import { IWorkers } from "./IWorkers.sol";

/// @title What workers put up. A pledge is a locked part of the worker's account.
library Pledges {
    using SafeCast for uint256;

    /// @dev On top of the longest final deadline, for a settlement sent in its last moment.
    uint256 private constant MARGIN = 1 hours;

    function add(LedgerState storage state, address worker, uint256 amount) internal {
        if (amount == 0) revert IWorkers.AmountIsZero();
        Accounts.lock(state, worker, amount);
        state.pledges[worker].pledged += amount.toUint128();
        emit IWorkers.Pledged(worker, amount);
    }

    function requestRelease(LedgerState storage state, address worker, uint256 amount) internal {
        if (amount == 0) revert IWorkers.AmountIsZero();
        Pledge storage entry = state.pledges[worker];
        if (amount > entry.pledged) revert IWorkers.PledgeTooSmall(worker, entry.pledged, amount);
        uint256 availableAt = block.timestamp + delay(state);
        entry.pledged -= amount.toUint128();
        entry.leaving += amount.toUint128();
        entry.availableAt = availableAt.toUint40();
        emit IWorkers.UnpledgeRequested(worker, amount, availableAt);
    }

    function release(LedgerState storage state, address worker) internal {
        Pledge storage entry = state.pledges[worker];
        uint256 amount = entry.leaving;
        if (amount == 0) revert IWorkers.AmountIsZero();
        if (block.timestamp < entry.availableAt) revert IWorkers.PledgeStillBound(worker, entry.availableAt);
        if (entry.holds > 0) revert IWorkers.PledgeHeld(worker, entry.holds);
        entry.leaving = 0;
        entry.availableAt = 0;
        Accounts.unlock(state, worker, amount);
        emit IWorkers.Unpledged(worker, amount);
    }

    /// @dev Keeps the pledge from becoming free until it is let go as often as it was held.
    function hold(LedgerState storage state, address worker) internal {
        ++state.pledges[worker].holds;
    }

    function letGo(LedgerState storage state, address worker) internal {
        --state.pledges[worker].holds;
    }

    /// @dev All that can be taken from a worker, what is leaving included.
    function seizable(LedgerState storage state, address worker) internal view returns (uint256) {
        Pledge storage entry = state.pledges[worker];
        return uint256(entry.pledged) + entry.leaving;
    }

    /// @dev Takes what stays before what leaves.
    function seize(LedgerState storage state, address worker, uint256 amount, bytes32 ref) internal {
        if (amount == 0) return;
        Pledge storage entry = state.pledges[worker];
        uint256 first = Math.min(amount, entry.pledged);
        entry.pledged -= first.toUint128();
        entry.leaving -= (amount - first).toUint128();
        Accounts.seize(state, worker, amount, ref);
    }

    /// @dev Outlasts every deal under way when the release is asked.
    function delay(LedgerState storage state) internal view returns (uint256) {
        return state.longestWorkClock * Ratios.FINAL_DEADLINE + MARGIN;
    }
}
