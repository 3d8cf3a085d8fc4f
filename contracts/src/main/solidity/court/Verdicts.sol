// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { DealRecord, LedgerState } from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Pledges } from "../pool/Pledges.sol";
import { Reputation } from "../pool/Reputation.sol";
import { Bags } from "../proof/Bags.sol";
import { CourtRules } from "./CourtRules.sol";
import { AcceptanceRecord, Trial, Vote } from "./CourtState.sol";
import { ICourt } from "./ICourt.sol";
import { Count } from "./Juries.sol";

/// @title What a verdict moves. Each function pays out exactly what it seized.
library Verdicts {
    using SafeCast for uint256;

    /// @dev What is there to be paid out, and for whom it is.
    struct Pot {
        uint256 amount;
        bytes32 ref;
    }

    /// @notice The jury agrees: with the accepted digest, or on another one.
    function decided(LedgerState storage state, Trial storage trial, uint256 number, Count memory votes) internal {
        trial.verdict = votes.digest;
        bool isRight = votes.digest == trial.digest;
        trial.status = isRight ? ICourt.TrialStatus.UNFOUNDED : ICourt.TrialStatus.UPHELD;
        DealRecord storage deal = state.deals[trial.dealid];
        uint256 fee = CourtRules.fee(deal);
        Pot memory pot = Pot(0, TaskId.unwrap(taskIdOf(trial.dealid, trial.idx)));
        _dismiss(state, trial, fee, pot);
        if (isRight) _unfounded(state, trial, deal, pot, fee * votes.members);
        else _upheld(state, trial, deal, pot, fee * votes.members);
        _close(state, trial, deal);
        emit ICourt.TrialEnded(number, trial.status, votes.digest);
    }

    /// @notice No jury, or none that agrees: the accepted result stands, the challenger gets its stake back. What
    /// silent jurors lose pays those who answered, and then the challenger.
    function undecided(LedgerState storage state, Trial storage trial, uint256 number) internal {
        trial.status = ICourt.TrialStatus.UNDECIDED;
        DealRecord storage deal = state.deals[trial.dealid];
        uint256 fee = CourtRules.fee(deal);
        Pot memory pot = Pot(0, TaskId.unwrap(taskIdOf(trial.dealid, trial.idx)));
        uint256 shown = _dismiss(state, trial, fee, pot);
        Accounts.unlock(state, trial.challenger, CourtRules.stake(deal));
        _payJury(state, trial, pot, fee * shown, shown);
        _pay(state, pot, trial.challenger, pot.amount);
        _close(state, trial, deal);
        emit ICourt.TrialEnded(number, trial.status, bytes32(0));
    }

    /// @dev The challenger's stake pays the jury; the rest is the pool's, which had to wait.
    function _unfounded(
        LedgerState storage state,
        Trial storage trial,
        DealRecord storage deal,
        Pot memory pot,
        uint256 fees
    ) private {
        uint256 stake = CourtRules.stake(deal);
        Accounts.seize(state, trial.challenger, stake, pot.ref);
        pot.amount += stake;
        _payJury(state, trial, pot, fees, fees / CourtRules.fee(deal));
        _pay(state, pot, deal.workerpoolOwner, pot.amount);
    }

    /// @dev Due are the jury's fees, the challenger's bounty, and the pool's price of the task back to the payer. The
    /// liar pays first, if its seal was opened, with its stake for all that it answered in the partition; the pool pays
    /// what is missing, as far as its purse goes. What is too much is the payer's. A bounty is then at most what the
    /// liar pays: a challenger who is the liar by another name wins nothing.
    function _upheld(
        LedgerState storage state,
        Trial storage trial,
        DealRecord storage deal,
        Pot memory pot,
        uint256 fees
    ) private {
        uint256 stake = CourtRules.stake(deal);
        uint256 bounty = CourtRules.bounty(deal);
        Accounts.unlock(state, trial.challenger, stake);
        if (trial.liar != address(0)) bounty = Math.min(bounty, _punishLiar(state, trial, deal, pot));
        _takeFromPool(state, trial, deal, pot, fees + bounty + deal.workerpoolPrice);
        _payJury(state, trial, pot, fees, fees / CourtRules.fee(deal));
        _pay(state, pot, trial.challenger, Math.min(bounty, pot.amount));
        _pay(state, pot, Bags.payer(deal), pot.amount);
        _correct(state, trial, deal);
    }

    /// @dev In one partition a contributor loses at most its stake for the answers that it signed there, however many
    /// of them are overturned.
    function _punishLiar(LedgerState storage state, Trial storage trial, DealRecord storage deal, Pot memory pot)
        private
        returns (uint256 amount)
    {
        address liar = trial.liar;
        bytes32 key = keccak256(abi.encode(trial.dealid, Bags.partitionOf(deal, trial.idx), liar));
        uint256 owed = uint256(deal.workerStake) * trial.liarTasks - state.court.liarPaid[key];
        amount = Math.min(owed, Pledges.seizable(state, liar));
        state.court.liarPaid[key] += amount;
        Pledges.seize(state, liar, amount, pot.ref);
        pot.amount += amount;
        Reputation.update(state, liar, 0, 1);
    }

    function _takeFromPool(
        LedgerState storage state,
        Trial storage trial,
        DealRecord storage deal,
        Pot memory pot,
        uint256 due
    ) private {
        AcceptanceRecord storage acceptance =
            state.court.acceptances[trial.dealid][Bags.partitionOf(deal, trial.idx)];
        uint256 amount = Math.min(Math.saturatingSub(due, pot.amount), acceptance.purse);
        acceptance.purse -= amount.toUint128();
        Accounts.seize(state, deal.workerpoolOwner, amount, pot.ref);
        pot.amount += amount;
    }

    function _correct(LedgerState storage state, Trial storage trial, DealRecord storage deal) private {
        uint256 partition = Bags.partitionOf(deal, trial.idx);
        state.court.corrected[taskIdOf(trial.dealid, trial.idx)] = trial.verdict;
        ++state.court.acceptances[trial.dealid][partition].overturned;
        emit ICourt.ResultCorrected(
            DealId.unwrap(trial.dealid), partition, trial.idx, trial.digest, trial.verdict
        );
    }

    /// @dev Lets the jurors go; who did not give the verdict, or nothing at all, pays a fee into the pot. Without a
    /// verdict nobody knows who was wrong, and only silence costs.
    /// @return shown how many showed an answer
    function _dismiss(LedgerState storage state, Trial storage trial, uint256 fee, Pot memory pot)
        private
        returns (uint256 shown)
    {
        bytes32 verdict = trial.verdict;
        for (uint256 i = 0; i < trial.jury.length; ++i) {
            address juror = trial.jury[i];
            Vote storage vote = trial.votes[juror];
            Pledges.letGo(state, juror);
            bool hasShown = vote.status == ICourt.VoteStatus.REVEALED;
            if (hasShown) ++shown;
            if (hasShown && _isUndecided(trial)) continue;
            if (hasShown && vote.digest == verdict) {
                Reputation.update(state, juror, 1, 0);
                continue;
            }
            uint256 amount = Math.min(fee, Pledges.seizable(state, juror));
            Pledges.seize(state, juror, amount, pot.ref);
            pot.amount += amount;
            Reputation.update(state, juror, 0, 1);
        }
    }

    /// @dev Equal parts for those who were right, or for all who answered when nothing was decided.
    function _payJury(LedgerState storage state, Trial storage trial, Pot memory pot, uint256 fees, uint256 members)
        private
    {
        if (members == 0) return;
        uint256 each = Math.min(fees, pot.amount) / members;
        bool isUndecided = _isUndecided(trial);
        for (uint256 i = 0; i < trial.jury.length; ++i) {
            Vote storage vote = trial.votes[trial.jury[i]];
            if (vote.status != ICourt.VoteStatus.REVEALED) continue;
            if (isUndecided || vote.digest == trial.verdict) _pay(state, pot, trial.jury[i], each);
        }
    }

    function _pay(LedgerState storage state, Pot memory pot, address account, uint256 amount) private {
        pot.amount -= amount;
        Accounts.reward(state, account, amount, pot.ref);
    }

    function _isUndecided(Trial storage trial) private view returns (bool) {
        return trial.status == ICourt.TrialStatus.UNDECIDED;
    }

    function _close(LedgerState storage state, Trial storage trial, DealRecord storage deal) private {
        --state.court.acceptances[trial.dealid][Bags.partitionOf(deal, trial.idx)].trialsOpen;
    }
}
