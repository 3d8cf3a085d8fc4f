// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Accounts } from "../ledger/Accounts.sol";
import { Chained } from "../ledger/Chained.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { DealRecord, PartitionRecord, PartitionStatus } from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Signatures } from "../market/Signatures.sol";
import { Pledges } from "../pool/Pledges.sol";
import { Bags } from "../proof/Bags.sol";
import { ISettlement } from "../proof/ISettlement.sol";
import { ITasks } from "../proof/ITasks.sol";
import { Acceptance } from "./Acceptance.sol";
import { CourtRules } from "./CourtRules.sol";
import { AcceptanceRecord, Trial, Vote } from "./CourtState.sol";
import { IAcceptance } from "./IAcceptance.sol";
import { ICourt } from "./ICourt.sol";
import { Count, Juries } from "./Juries.sol";
import { Verdicts } from "./Verdicts.sol";

/// @title The court: a part of the hub's code.
contract Court is Chained, ICourt {
    using SafeCast for uint256;

    /// @dev How far back the chain remembers the hashes of its blocks.
    uint256 private constant BLOCK_HASHES = 256;
    bytes32 private constant VOTE_TYPEHASH = keccak256("JuryVote(uint256 trial,bytes32 seal)");

    constructor(address next) HubBase(IERC20(address(0))) Chained(next) { }

    // ---- the roll ----

    /// @inheritdoc ICourt
    function enlist(address owner) external nonReentrant {
        if (owner == address(0)) revert OwnerMissing();
        if (_state.pledges[msg.sender].pledged == 0) revert PledgeMissing(msg.sender);
        if (_state.court.owners[msg.sender] == owner) revert RollUnchanged(msg.sender);
        _state.court.owners[msg.sender] = owner;
        if (_state.court.rollIndex[msg.sender] == 0) {
            _state.court.roll.push(msg.sender);
            _state.court.rollIndex[msg.sender] = _state.court.roll.length;
        }
        emit JurorEnlisted(msg.sender, owner);
    }

    /// @inheritdoc ICourt
    function strike(address worker) external nonReentrant {
        if (msg.sender != worker && _state.pledges[worker].pledged > 0) revert StillPledged(worker);
        address[] storage roll = _state.court.roll;
        uint256 index = _state.court.rollIndex[worker];
        if (index == 0) revert RollUnchanged(worker);
        address last = roll[roll.length - 1];
        roll[index - 1] = last;
        _state.court.rollIndex[last] = index;
        roll.pop();
        delete _state.court.rollIndex[worker];
        delete _state.court.owners[worker];
        emit JurorStruck(worker);
    }

    // ---- a trial ----

    /// @inheritdoc ICourt
    function challenge(DealId dealid, uint256 idx, bytes32 digest, bytes32[] calldata proof)
        external
        nonReentrant
        returns (uint256 number)
    {
        DealRecord storage deal = Bags.find(_state, dealid);
        if (!Bags.contains(deal, idx)) revert ITasks.TaskOutOfRange(dealid, idx);
        TaskId taskid = taskIdOf(dealid, idx);
        _requireChallengeable(deal, dealid, idx, taskid, digest, proof);
        uint256 stake = CourtRules.stake(deal);
        Accounts.lock(_state, msg.sender, stake);
        number = _state.court.trials.length;
        Trial storage trial = _state.court.trials.push();
        trial.dealid = dealid;
        trial.idx = idx.toUint96();
        trial.digest = digest;
        trial.challenger = msg.sender;
        trial.drawBlock = (block.number + 1).toUint64();
        _state.court.lastTrial[taskid] = number + 1;
        ++_state.court.acceptances[dealid][Bags.partitionOf(deal, idx)].trialsOpen;
        emit TaskChallenged(number, DealId.unwrap(dealid), idx, digest, msg.sender, stake, trial.drawBlock);
    }

    /// @inheritdoc ICourt
    function drawJury(uint256 number, ISettlement.PartitionResult calldata result) external nonReentrant {
        Trial storage trial = _trial(number, TrialStatus.DRAWING);
        DealRecord storage deal = _state.deals[trial.dealid];
        _requireSubject(trial, deal, result);
        if (block.number <= trial.drawBlock) revert DrawTooEarly(trial.drawBlock);
        bytes32 seed = blockhash(trial.drawBlock);
        if (block.number > trial.drawBlock + BLOCK_HASHES || seed == 0) {
            trial.drawBlock = (block.number + 1).toUint64();
            emit DrawPostponed(number, trial.drawBlock);
            return;
        }
        uint256 seated = trial.jury.length;
        bool enough = Juries.draw(_state, trial, result, keccak256(abi.encode(seed, number, trial.round)));
        uint256 commitEnd = block.timestamp + CourtRules.COMMIT_RATIO * Bags.workClock(_state, deal);
        trial.status = TrialStatus.VOTING;
        trial.commitEnd = commitEnd.toUint40();
        trial.revealEnd = (commitEnd + CourtRules.REVEAL_RATIO * Bags.workClock(_state, deal)).toUint40();
        for (uint256 i = seated; i < trial.jury.length; ++i) {
            Pledges.hold(_state, trial.jury[i]);
            if (enough) emit JurorDrawn(number, trial.jury[i], trial.round, commitEnd);
        }
        if (!enough) {
            _excuse(trial, seated);
            Verdicts.undecided(_state, trial, number);
        }
    }

    /// @inheritdoc ICourt
    function commitVote(uint256 number, address juror, bytes32 seal, bytes calldata sign) external nonReentrant {
        Trial storage trial = _trial(number, TrialStatus.VOTING);
        Vote storage vote = trial.votes[juror];
        if (vote.status != VoteStatus.DRAWN) revert JurorInState(juror, vote.status);
        if (block.timestamp >= trial.commitEnd) revert VoteTooLate(trial.commitEnd);
        bytes32 digest = MessageHashUtils.toTypedDataHash(
            _domainSeparatorV4(), keccak256(abi.encode(VOTE_TYPEHASH, number, seal))
        );
        if (!Signatures.isSignedBy(juror, digest, sign)) revert VoteNotSigned(juror);
        vote.status = VoteStatus.COMMITTED;
        vote.seal = seal;
        ++trial.committed;
        emit VoteCommitted(number, juror, seal);
        if (trial.committed == trial.jury.length - trial.seated) {
            uint256 revealEnd = block.timestamp
                + CourtRules.REVEAL_RATIO * Bags.workClock(_state, _state.deals[trial.dealid]);
            trial.commitEnd = block.timestamp.toUint40();
            trial.revealEnd = revealEnd.toUint40();
            emit RevealOpened(number, revealEnd);
        }
    }

    /// @inheritdoc ICourt
    function revealVote(uint256 number, address juror, bytes32 digest, bytes32 salt) external nonReentrant {
        Trial storage trial = _trial(number, TrialStatus.VOTING);
        Vote storage vote = trial.votes[juror];
        if (vote.status != VoteStatus.COMMITTED) revert JurorInState(juror, vote.status);
        if (block.timestamp < trial.commitEnd) revert RevealTooEarly(trial.commitEnd);
        if (block.timestamp >= trial.revealEnd) revert VoteTooLate(trial.revealEnd);
        bytes32 taskid = TaskId.unwrap(taskIdOf(trial.dealid, trial.idx));
        bytes32 seal = keccak256(abi.encodePacked(juror, taskid, digest, salt));
        if (digest == 0 || seal != vote.seal) revert SealMismatch(juror);
        vote.status = VoteStatus.REVEALED;
        vote.digest = digest;
        ++trial.revealed;
        emit VoteRevealed(number, juror, digest);
    }

    /// @inheritdoc ICourt
    function openSeal(
        uint256 number,
        ISettlement.PartitionResult calldata result,
        uint256 contributor,
        Opening calldata opening
    ) external nonReentrant {
        Trial storage trial = _trial(number);
        if (trial.status > TrialStatus.VOTING) revert TrialInState(number, trial.status);
        _requireSubject(trial, _state.deals[trial.dealid], result);
        ISettlement.Commitment calldata commitment = result.commitments[contributor];
        bytes32 taskid = TaskId.unwrap(taskIdOf(trial.dealid, trial.idx));
        bytes32 seal = keccak256(abi.encodePacked(commitment.worker, taskid, trial.digest));
        bytes32 leaseRoot = MerkleProof.processProofCalldata(opening.proof, seal);
        bytes32 accumulator = keccak256(abi.encodePacked(opening.before, leaseRoot));
        for (uint256 i = 0; i < opening.later.length; ++i) {
            accumulator = keccak256(abi.encodePacked(accumulator, opening.later[i]));
        }
        if (accumulator != commitment.accumulator) revert OpeningMismatch(commitment.worker);
        trial.liar = commitment.worker;
        trial.liarTasks = commitment.tasks;
        emit SealOpened(number, commitment.worker);
    }

    /// @inheritdoc ICourt
    function rule(uint256 number) external nonReentrant {
        Trial storage trial = _trial(number, TrialStatus.VOTING);
        bool allShown = trial.revealed == trial.jury.length - trial.seated;
        if (!allShown && block.timestamp < trial.revealEnd) revert VotingStillOpen(trial.revealEnd);
        DealRecord storage deal = _state.deals[trial.dealid];
        Count memory votes = Juries.count(_state, trial);
        if (CourtRules.reaches(votes.group, votes.others, deal.trust)) {
            Verdicts.decided(_state, trial, number, votes);
            return;
        }
        if (trial.round + 1 == CourtRules.ROUNDS_MAX) {
            Verdicts.undecided(_state, trial, number);
            return;
        }
        _silence(trial);
        ++trial.round;
        trial.status = TrialStatus.DRAWING;
        trial.seated = trial.jury.length.toUint32();
        (trial.committed, trial.revealed) = (0, 0);
        trial.drawBlock = (block.number + 1).toUint64();
        emit RoundOpened(number, trial.round, trial.drawBlock);
    }

    // ---- views ----

    /// @inheritdoc ICourt
    function courtStake(DealId dealid) external view returns (uint256 stake, uint256 fee) {
        DealRecord storage deal = Bags.find(_state, dealid);
        return (CourtRules.stake(deal), CourtRules.fee(deal));
    }

    function viewTrial(uint256 number) external view returns (TrialView memory) {
        Trial storage trial = _trial(number);
        return TrialView(
            trial.dealid,
            trial.idx,
            trial.digest,
            trial.verdict,
            trial.challenger,
            trial.status,
            trial.round,
            trial.drawBlock,
            trial.commitEnd,
            trial.revealEnd,
            trial.liar,
            trial.jury
        );
    }

    function viewVote(uint256 number, address juror)
        external
        view
        returns (VoteStatus status, bytes32 seal, bytes32 digest)
    {
        Vote storage vote = _trial(number).votes[juror];
        return (vote.status, vote.seal, vote.digest);
    }

    function countTrials() external view returns (uint256) {
        return _state.court.trials.length;
    }

    function countJurors() external view returns (uint256) {
        return _state.court.roll.length;
    }

    /// @inheritdoc ICourt
    function ownerOfWorker(address worker) external view returns (address) {
        return Juries.ownerOf(_state.court, worker);
    }

    function isJuror(address worker) external view returns (bool) {
        return _state.court.rollIndex[worker] > 0;
    }

    /// @inheritdoc ICourt
    function correctedResult(DealId dealid, uint256 idx) external view returns (bytes32) {
        return _state.court.corrected[taskIdOf(dealid, idx)];
    }

    /// @inheritdoc ICourt
    function viewAcceptance(DealId dealid, uint256 partition)
        external
        view
        returns (bool accepted, uint256 windowEnd, uint256 trialsOpen, uint256 overturned, uint256 purse)
    {
        AcceptanceRecord storage record = _state.court.acceptances[dealid][partition];
        accepted = _state.partitions[dealid][partition].status == PartitionStatus.ACCEPTED;
        return (accepted, record.windowEnd, record.trialsOpen, record.overturned, record.purse);
    }

    // ---- checks ----

    function _requireChallengeable(
        DealRecord storage deal,
        DealId dealid,
        uint256 idx,
        TaskId taskid,
        bytes32 digest,
        bytes32[] calldata proof
    ) private view {
        uint256 number = Bags.partitionOf(deal, idx);
        PartitionRecord storage partition = _state.partitions[dealid][number];
        if (partition.status != PartitionStatus.ACCEPTED) {
            revert IAcceptance.NotAccepted(DealId.unwrap(dealid), number);
        }
        uint256 windowEnd = _state.court.acceptances[dealid][number].windowEnd;
        if (block.timestamp >= windowEnd) revert ChallengeTooLate(windowEnd);
        uint256 last = _state.court.lastTrial[taskid];
        if (last > 0 && _state.court.trials[last - 1].status != TrialStatus.UNDECIDED) {
            revert AlreadyChallenged(last - 1);
        }
        bytes32 leaf = keccak256(abi.encodePacked(TaskId.unwrap(taskid), digest));
        if (!MerkleProof.verifyCalldata(proof, partition.resultsRoot, leaf)) revert ResultNotInRoot(idx, digest);
    }

    /// @dev The result must be the accepted one of the partition that the trial is about.
    function _requireSubject(
        Trial storage trial,
        DealRecord storage deal,
        ISettlement.PartitionResult calldata result
    ) private view {
        uint256 partition = Bags.partitionOf(deal, trial.idx);
        if (!(result.dealid == trial.dealid) || result.partition != partition) {
            revert IAcceptance.NotAccepted(DealId.unwrap(result.dealid), result.partition);
        }
        Acceptance.accepted(_state, result);
    }

    function _trial(uint256 number) private view returns (Trial storage) {
        if (number >= _state.court.trials.length) revert TrialUnknown(number);
        return _state.court.trials[number];
    }

    function _trial(uint256 number, TrialStatus status) private view returns (Trial storage trial) {
        trial = _trial(number);
        if (trial.status != status) revert TrialInState(number, trial.status);
    }

    /// @dev Who showed nothing in its round has no voice in the next.
    function _silence(Trial storage trial) private {
        for (uint256 i = trial.seated; i < trial.jury.length; ++i) {
            Vote storage vote = trial.votes[trial.jury[i]];
            if (vote.status != VoteStatus.REVEALED) vote.status = VoteStatus.SILENT;
        }
    }

    /// @dev Lets go of jurors who were drawn in vain.
    function _excuse(Trial storage trial, uint256 seated) private {
        while (trial.jury.length > seated) {
            address juror = trial.jury[trial.jury.length - 1];
            Pledges.letGo(_state, juror);
            delete trial.votes[juror];
            trial.jury.pop();
        }
    }
}
