// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../ledger/Types.sol";
import { ISettlement } from "../proof/ISettlement.sol";

/// @title The court: a jury of other owners' workers, drawn by lot, recomputes a challenged task.
/// @notice A challenger names a task of an accepted partition, with the digest that was accepted, and stakes as much
/// as the pool did. Jurors commit to their digest, then show it. The verdict follows the rule that certifies
/// results, under the trust that the deal asks for. The loser's stake pays the jury.
interface ICourt {
    enum TrialStatus {
        DRAWING,
        VOTING,
        UPHELD,
        UNFOUNDED,
        UNDECIDED
    }

    enum VoteStatus {
        NONE,
        DRAWN,
        COMMITTED,
        REVEALED,
        SILENT
    }

    /// @notice How a worker's accumulator holds its seal of a task: the seal's siblings up to the root of its lease,
    /// the accumulator before that lease, and the roots of the leases after it.
    struct Opening {
        bytes32[] proof;
        bytes32 before;
        bytes32[] later;
    }

    /// @notice A trial as it stands. `drawBlock` is the block whose hash draws the jury; times are in seconds since
    /// 1970; `verdict` is the digest that the jury found, or zero.
    struct TrialView {
        DealId dealid;
        uint256 idx;
        bytes32 digest;
        bytes32 verdict;
        address challenger;
        TrialStatus status;
        uint256 round;
        uint256 drawBlock;
        uint256 commitEnd;
        uint256 revealEnd;
        address liar;
        address[] jury;
    }

    /// @notice A worker may be drawn as a juror. `owner` is who answers for it.
    event JurorEnlisted(address indexed worker, address indexed owner);
    /// @notice A worker is no longer on the roll.
    event JurorStruck(address indexed worker);
    /// @notice Somebody says that the task's accepted digest is wrong.
    event TaskChallenged(
        uint256 indexed trial,
        bytes32 indexed dealid,
        uint256 idx,
        bytes32 digest,
        address challenger,
        uint256 stake,
        uint256 drawBlock
    );
    /// @notice Nobody drew in time: the jury is drawn by a later block.
    event DrawPostponed(uint256 indexed trial, uint256 drawBlock);
    /// @notice A worker was drawn. It may commit until `commitEnd`, in seconds since 1970.
    event JurorDrawn(uint256 indexed trial, address indexed juror, uint256 round, uint256 commitEnd);
    /// @notice A juror bound itself to an answer.
    event VoteCommitted(uint256 indexed trial, address indexed juror, bytes32 seal);
    /// @notice All have committed: answers may be shown until `revealEnd`, in seconds since 1970.
    event RevealOpened(uint256 indexed trial, uint256 revealEnd);
    /// @notice A juror showed its answer.
    event VoteRevealed(uint256 indexed trial, address indexed juror, bytes32 digest);
    /// @notice A contributor's own signature shows that it gave the challenged answer.
    event SealOpened(uint256 indexed trial, address indexed worker);
    /// @notice The votes do not decide yet: another jury joins, drawn by this block.
    event RoundOpened(uint256 indexed trial, uint256 round, uint256 drawBlock);
    /// @notice A trial is over. `verdict` is what the jury found, or zero when it was undecided.
    event TrialEnded(uint256 indexed trial, TrialStatus status, bytes32 verdict);
    /// @notice A task's result is another one than was accepted.
    event ResultCorrected(
        bytes32 indexed dealid, uint256 indexed partition, uint256 idx, bytes32 digest, bytes32 corrected
    );

    /// @notice A juror has something to lose: pledge first.
    error PledgeMissing(address worker);
    /// @notice The worker is on the roll already, or is not.
    error RollUnchanged(address worker);
    /// @notice A worker who has a pledge can only strike itself off the roll.
    error StillPledged(address worker);
    /// @notice An owner is an address above zero.
    error OwnerMissing();
    /// @notice The window closed then, in seconds since 1970.
    error ChallengeTooLate(uint256 windowEnd);
    /// @notice The task was challenged before, in this trial.
    error AlreadyChallenged(uint256 trial);
    /// @notice The partition's root does not hold this digest of this task.
    error ResultNotInRoot(uint256 idx, bytes32 digest);
    /// @notice There is no such trial.
    error TrialUnknown(uint256 trial);
    /// @notice The trial is not in the state that this operation needs.
    error TrialInState(uint256 trial, TrialStatus status);
    /// @notice The jury is drawn by the hash of a block that is not there yet.
    error DrawTooEarly(uint256 drawBlock);
    /// @notice The worker is not in this jury, or not in the state that this operation needs.
    error JurorInState(address juror, VoteStatus status);
    /// @notice The time for this ended then, in seconds since 1970.
    error VoteTooLate(uint256 end);
    /// @notice Answers are shown once all jurors have committed, or from then on, in seconds since 1970.
    error RevealTooEarly(uint256 commitEnd);
    /// @notice The seal is not signed by this juror.
    error VoteNotSigned(address juror);
    /// @notice The answer does not hash to what the juror committed to.
    error SealMismatch(address juror);
    /// @notice The opening does not lead to what this contributor signed.
    error OpeningMismatch(address worker);
    /// @notice Jurors can still show their answers until then, in seconds since 1970.
    error VotingStillOpen(uint256 end);

    /// @notice Puts the caller on the roll of jurors, or names another owner. Needs a pledge.
    function enlist(address owner) external;

    /// @notice Takes a worker off the roll: itself, or by anybody when it has no pledge. Its running trials go on.
    function strike(address worker) external;

    /// @notice Challenges a task of an accepted partition, within its window. Stakes {courtStake} of the caller's free
    /// part. A task is challenged once, and again only if the trial was undecided.
    /// @param digest what was accepted, with its Merkle proof against the partition's root
    function challenge(DealId dealid, uint256 idx, bytes32 digest, bytes32[] calldata proof)
        external
        returns (uint256 trial);

    /// @notice Draws the jury by the hash of the draw block; anybody may.
    /// @param result what was accepted
    function drawJury(uint256 trial, ISettlement.PartitionResult calldata result) external;

    /// @notice Binds a juror to an answer; anybody may bring it.
    /// @param seal keccak256(juror ‖ task id ‖ digest ‖ salt)
    /// @param sign the juror's signature of JuryVote(uint256 trial,bytes32 seal), EIP-712 in the hub's domain
    function commitVote(uint256 trial, address juror, bytes32 seal, bytes calldata sign) external;

    /// @notice Shows a juror's answer; anybody may bring it.
    function revealVote(uint256 trial, address juror, bytes32 digest, bytes32 salt) external;

    /// @notice Shows by its own signature that the contributor of this number gave the challenged answer, which
    /// makes it pay first if the challenge is upheld. Anybody may, until the trial ends.
    function openSeal(
        uint256 trial,
        ISettlement.PartitionResult calldata result,
        uint256 contributor,
        Opening calldata opening
    ) external;

    /// @notice Counts the votes when all are shown or their time is over; anybody may. Without a decision another
    /// jury joins, three times at most.
    function rule(uint256 trial) external;

    /// @notice What a challenge of a task of this deal costs, what the pool put up per partition, and what a juror is
    /// paid and risks, in nRLC.
    function courtStake(DealId dealid) external view returns (uint256 stake, uint256 fee);

    function viewTrial(uint256 trial) external view returns (TrialView memory);
    function viewVote(uint256 trial, address juror)
        external
        view
        returns (VoteStatus status, bytes32 seal, bytes32 digest);
    function countTrials() external view returns (uint256);
    function countJurors() external view returns (uint256);

    /// @notice Who answers for a worker: the owner that it named, or itself.
    function ownerOfWorker(address worker) external view returns (address);
    function isJuror(address worker) external view returns (bool);

    /// @notice The digest that a jury found instead of the accepted one, or zero.
    function correctedResult(DealId dealid, uint256 idx) external view returns (bytes32);

    /// @notice An accepted partition: until when it can be challenged, trials that are open, results that were
    /// overturned, and what the pool still answers with.
    function viewAcceptance(DealId dealid, uint256 partition)
        external
        view
        returns (bool accepted, uint256 windowEnd, uint256 trialsOpen, uint256 overturned, uint256 purse);
}
