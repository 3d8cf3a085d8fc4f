// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { DealRecord, LedgerState, PartitionRecord, PartitionStatus } from "../ledger/LedgerState.sol";
import { DealId } from "../ledger/Types.sol";
import { Signatures } from "../market/Signatures.sol";
import { Pledges } from "../pool/Pledges.sol";
import { Bags } from "../proof/Bags.sol";
import { Certification, Contributor } from "../proof/Certification.sol";
import { ISettlement } from "../proof/ISettlement.sol";
import { Settlement } from "../proof/Settlement.sol";
import { CourtRules } from "./CourtRules.sol";
import { AcceptanceRecord } from "./CourtState.sol";
import { IAcceptance } from "./IAcceptance.sol";

/// @title Accepting a partition on one vote per task, and settling it when nobody proved it wrong.
/// @dev All that could refuse a release is checked at acceptance, or cannot change: only time and open trials keep a
/// partition from being settled.
library Acceptance {
    using SafeCast for uint256;

    uint256 internal constant WINDOW_MAX = 30 days;
    uint256 private constant ONE_VOTE = 1;
    bytes32 private constant TERMS_TYPEHASH = keccak256("OptimisticTerms(bytes32 dealid,uint256 window)");

    function accept(
        LedgerState storage state,
        bytes32 separator,
        ISettlement.PartitionResult calldata result,
        uint256 window,
        bytes calldata terms
    ) internal {
        DealRecord storage deal = Bags.find(state, result.dealid);
        uint256 tasks = Settlement.open(state, deal, result);
        _requireTerms(deal, separator, result.dealid, window, terms);
        Contributor[] memory contributors = Settlement.enrol(state, deal, result);
        Settlement.requireSigned(separator, result);
        uint256 certified = Certification.tally(result.ballots, contributors, ONE_VOTE);
        Settlement.requireSum(result, certified, tasks);
        if (certified == 0) revert IAcceptance.NothingToAccept(result.failedTasks);
        _requireOneVoteEach(result.ballots);
        _requireRoll(state, deal, contributors);
        for (uint256 i = 0; i < contributors.length; ++i) {
            Pledges.hold(state, contributors[i].worker);
        }
        Accounts.lock(state, deal.workerpoolOwner, CourtRules.stake(deal));
        _record(state, deal, result, certified, window);
    }

    function release(LedgerState storage state, ISettlement.PartitionResult calldata result) internal {
        AcceptanceRecord storage acceptance = accepted(state, result);
        if (block.timestamp < acceptance.windowEnd) revert IAcceptance.WindowStillOpen(acceptance.windowEnd);
        if (acceptance.trialsOpen > 0) revert IAcceptance.TrialsStillOpen(acceptance.trialsOpen);
        DealRecord storage deal = Bags.find(state, result.dealid);
        Contributor[] memory contributors = Settlement.enrol(state, deal, result);
        uint256 certified = Certification.tally(result.ballots, contributors, ONE_VOTE);
        for (uint256 i = 0; i < contributors.length; ++i) {
            Pledges.letGo(state, contributors[i].worker);
        }
        uint256 bond = CourtRules.stake(deal);
        uint256 taken = CourtRules.purse(deal, certified) - acceptance.purse;
        acceptance.purse = 0;
        uint256 stakeTaken = taken > bond ? taken - bond : 0;
        Accounts.unlock(state, deal.workerpoolOwner, bond - (taken - stakeTaken));
        Settlement.pay(state, deal, result, contributors, certified, stakeTaken);
    }

    /// @dev The record of an accepted partition, if `result` is what was accepted.
    function accepted(LedgerState storage state, ISettlement.PartitionResult calldata result)
        internal
        view
        returns (AcceptanceRecord storage acceptance)
    {
        if (state.partitions[result.dealid][result.partition].status != PartitionStatus.ACCEPTED) {
            revert IAcceptance.NotAccepted(DealId.unwrap(result.dealid), result.partition);
        }
        acceptance = state.court.acceptances[result.dealid][result.partition];
        bytes32 resultHash = keccak256(abi.encode(result));
        if (resultHash != acceptance.resultHash) {
            revert IAcceptance.ResultDiffers(resultHash, acceptance.resultHash);
        }
    }

    function _record(
        LedgerState storage state,
        DealRecord storage deal,
        ISettlement.PartitionResult calldata result,
        uint256 certified,
        uint256 window
    ) private {
        PartitionRecord storage partition = state.partitions[result.dealid][result.partition];
        partition.status = PartitionStatus.ACCEPTED;
        partition.certifiedTasks = certified.toUint64();
        partition.failedTasks = result.failedTasks;
        partition.deliveredAt = block.timestamp.toUint40();
        partition.resultsRoot = result.resultsRoot;
        AcceptanceRecord storage acceptance = state.court.acceptances[result.dealid][result.partition];
        acceptance.resultHash = keccak256(abi.encode(result));
        acceptance.windowEnd = (block.timestamp + window).toUint40();
        acceptance.purse = CourtRules.purse(deal, certified).toUint128();
        emit IAcceptance.PartitionAccepted(
            DealId.unwrap(result.dealid),
            result.partition,
            result.resultsRoot,
            certified,
            result.failedTasks,
            acceptance.windowEnd,
            result.results
        );
    }

    function _requireTerms(
        DealRecord storage deal,
        bytes32 separator,
        DealId dealid,
        uint256 window,
        bytes calldata terms
    ) private view {
        if (window == 0 || window > WINDOW_MAX) revert IAcceptance.WindowOutOfRange(window, WINDOW_MAX);
        bytes32 digest =
            MessageHashUtils.toTypedDataHash(separator, keccak256(abi.encode(TERMS_TYPEHASH, dealid, window)));
        if (!Signatures.isSignedBy(deal.requester, digest, terms)) {
            revert IAcceptance.TermsNotSigned(deal.requester);
        }
    }

    function _requireOneVoteEach(ISettlement.Ballot[] calldata ballots) private pure {
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 others = ballots[i].rejected.length + ballots[i].silent.length;
            if (ballots[i].accepted.length != ONE_VOTE || others > 0) revert IAcceptance.NeedsOneVote(i);
        }
    }

    /// @dev Who accepts must leave enough workers on the roll for a jury.
    function _requireRoll(LedgerState storage state, DealRecord storage deal, Contributor[] memory contributors)
        private
        view
    {
        uint256 jurors = state.court.roll.length;
        for (uint256 i = 0; i < contributors.length; ++i) {
            if (state.court.rollIndex[contributors[i].worker] > 0) --jurors;
        }
        uint256 needed = CourtRules.jurorsNeeded(deal);
        if (jurors < needed) revert IAcceptance.RollTooShort(jurors, needed);
    }
}
