// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IAcceptance } from "../../../main/solidity/court/IAcceptance.sol";
import { ICourt } from "../../../main/solidity/court/ICourt.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { IWorkers } from "../../../main/solidity/pool/IWorkers.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { CourtFixture } from "../support/CourtFixture.sol";

contract CourtTest is CourtFixture {
    uint256 private constant FEE = POOL_PRICE;
    uint256 private constant COURT_STAKE = 7 * FEE;
    uint256 private constant BOUNTY = 2 * FEE;
    address private constant CHALLENGER = address(0xC0FFEE);

    DealId private _dealid;
    bytes private _subjectData;

    function setUp() public override {
        super.setUp();
        _deposit(CHALLENGER, 100 * RLC_UNIT);
    }

    // ---- the roll ----

    function test_enlist_needsAPledgeAndAnOwner() public {
        vm.expectRevert(abi.encodeWithSelector(ICourt.PledgeMissing.selector, CHALLENGER));
        vm.prank(CHALLENGER);
        court.enlist(CHALLENGER);
        vm.expectRevert(ICourt.OwnerMissing.selector);
        vm.prank(workers[0]);
        court.enlist(address(0));
        vm.expectRevert(abi.encodeWithSelector(ICourt.RollUnchanged.selector, workers[1]));
        _enlist(1, workers[1]);
    }

    function test_enlist_changesTheOwner() public {
        _enlist(1, appOwner);
        vm.assertEq(court.ownerOfWorker(workers[1]), appOwner, "owner");
        vm.assertEq(court.countJurors(), WORKERS - 1, "once on the roll");
    }

    function test_strike_takesOnlyOneselfOrWhoHasNoPledge() public {
        vm.expectRevert(abi.encodeWithSelector(ICourt.StillPledged.selector, workers[1]));
        court.strike(workers[1]);
        vm.prank(workers[1]);
        hub.requestUnpledge(100 * RLC_UNIT);
        court.strike(workers[1]);
        vm.assertFalse(court.isJuror(workers[1]), "off the roll");
        vm.assertTrue(court.isJuror(workers[7]), "the last one took its place");
        vm.assertEq(court.countJurors(), WORKERS - 2, "one less");
        vm.expectRevert(abi.encodeWithSelector(ICourt.RollUnchanged.selector, workers[1]));
        court.strike(workers[1]);
    }

    // ---- verdicts ----

    function test_rule_upheld_withoutAnOpenedSealThePoolPays() public {
        uint256 trial = _trial(4);
        uint256 owner = _locked(poolOwner);
        uint256 payer = _free(requester);
        address[] memory jury = _verdict(trial, RIGHT);
        vm.assertEq(_free(CHALLENGER), 100 * RLC_UNIT + BOUNTY, "stake back and bounty");
        vm.assertEq(_free(jury[0]), 900 * RLC_UNIT + FEE, "juror");
        vm.assertEq(_free(jury[1]), 900 * RLC_UNIT + FEE, "juror");
        vm.assertEq(_free(requester) - payer, POOL_PRICE, "the pool's price back");
        vm.assertEq(owner - _locked(poolOwner), 2 * FEE + BOUNTY + POOL_PRICE, "the pool pays it all");
        vm.assertEq(_pledged(workers[0]), 100 * RLC_UNIT, "nobody showed who lied");
        vm.assertEq(court.correctedResult(_dealid, 2), RIGHT, "corrected");
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UPHELD, "upheld");
        _release(_subject());
        vm.assertEq(_locked(poolOwner) + _locked(requester), 0, "nothing stays locked");
        vm.assertTrue(hub.verifyResult(_dealid, 0, 2, RIGHT, new bytes32[](0)), "the corrected one");
        vm.assertFalse(hub.verifyResult(_dealid, 0, 2, _answer(2), _proof(_dealid, 2)), "no longer the other");
        vm.assertTrue(hub.verifyResult(_dealid, 0, 1, _answer(1), _proof(_dealid, 1)), "others as before");
    }

    function test_rule_upheld_theLiarPaysFirst() public {
        uint256 trial = _trial(4);
        court.openSeal(trial, _subject(), 0, _opening(_dealid, 2));
        vm.assertEq(court.viewTrial(trial).liar, workers[0], "named");
        uint256 owner = _locked(poolOwner);
        _verdict(trial, RIGHT);
        uint256 liarPays = TASKS * STAKE;
        vm.assertEq(_pledged(workers[0]), 100 * RLC_UNIT - liarPays, "its stake for all it answered there");
        vm.assertEq(owner - _locked(poolOwner), 2 * FEE + POOL_PRICE, "the pool the rest");
        vm.assertEq(_free(CHALLENGER), 100 * RLC_UNIT + liarPays, "the bounty is at most what the liar pays");
    }

    function test_rule_upheld_whoChallengesItsOwnLieOnlyLoses() public {
        DealId dealid = _stored(4, 1);
        _dealid = dealid;
        uint256 before = _free(workers[0]) + _locked(workers[0]);
        uint256 trial = _challenge(workers[0], dealid, 2);
        court.openSeal(trial, _subject(), 0, _opening(dealid, 2));
        _verdict(trial, RIGHT);
        vm.assertLe(_free(workers[0]) + _locked(workers[0]), before, "no profit from the pool");
    }

    function test_rule_upheld_whatTheLiarPaysTooMuchIsThePayers() public {
        vm.prank(poolOwner);
        pool.changePolicy(500, 1);
        uint256 trial = _trial(4);
        court.openSeal(trial, _subject(), 0, _opening(_dealid, 2));
        uint256 owner = _locked(poolOwner);
        uint256 payer = _free(requester);
        _verdict(trial, RIGHT);
        uint256 liarPays = TASKS * 5 * POOL_PRICE;
        vm.assertEq(_locked(poolOwner), owner, "the pool pays nothing");
        vm.assertEq(_free(requester) - payer, liarPays - 2 * FEE - BOUNTY, "the rest");
    }

    function test_rule_upheld_twiceTakesALiarsStakeOnce() public {
        vm.prank(poolOwner);
        pool.changePolicy(500, 1);
        uint256 first = _trial(4);
        uint256 second = _challenge(CHALLENGER, _dealid, 0);
        court.openSeal(first, _subject(), 0, _opening(_dealid, 2));
        court.openSeal(second, _subject(), 0, _opening(_dealid, 0));
        _verdict(first, RIGHT);
        uint256 owner = _locked(poolOwner);
        _verdict(second, RIGHT);
        vm.assertEq(_pledged(workers[0]), 100 * RLC_UNIT - TASKS * 5 * POOL_PRICE, "not more than it signed for");
        vm.assertEq(owner - _locked(poolOwner), 2 * FEE + POOL_PRICE, "then the pool");
        (,,, uint256 overturned,) = court.viewAcceptance(_dealid, 0);
        vm.assertEq(overturned, 2, "two results");
    }

    function test_rule_upheld_anEmptyPurseStillCorrectsAndPaysTheJuryFirst() public {
        uint256[3] memory trials;
        trials[0] = _trial(4);
        trials[1] = _challenge(CHALLENGER, _dealid, 0);
        trials[2] = _challenge(CHALLENGER, _dealid, 1);
        _verdict(trials[0], RIGHT);
        uint256 before = _free(CHALLENGER);
        uint256 payer = _free(requester);
        _verdict(trials[1], RIGHT);
        // Bond 7, stakes 1.2, of which the first verdict took 5: of 3.2 the jury gets 2.
        vm.assertEq(_free(CHALLENGER) - before, COURT_STAKE + 1_200_000_000, "stake, and what the jury leaves");
        vm.assertEq(_free(requester), payer, "nothing is left for the payer");
        _verdict(trials[2], RIGHT);
        vm.assertEq(_free(CHALLENGER), 100 * RLC_UNIT + BOUNTY + 1_200_000_000, "never less than the stake");
        (,,, uint256 overturned, uint256 purse) = court.viewAcceptance(_dealid, 0);
        vm.assertEq(overturned, 3, "all corrected");
        vm.assertEq(purse, 0, "empty");
        _release(_subject());
        vm.assertEq(_locked(poolOwner) + _locked(requester), 0, "released all the same");
    }

    function test_rule_unfounded_theChallengerPays() public {
        uint256 trial = _trial(4);
        uint256 owner = _free(poolOwner);
        address[] memory jury = _verdict(trial, _answer(2));
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UNFOUNDED, "unfounded");
        vm.assertEq(_free(CHALLENGER) + _locked(CHALLENGER), 100 * RLC_UNIT - COURT_STAKE, "the stake is lost");
        vm.assertEq(_free(jury[0]), 900 * RLC_UNIT + FEE, "juror");
        vm.assertEq(_free(poolOwner) - owner, COURT_STAKE - 2 * FEE, "the rest is the pool's");
        vm.assertEq(court.correctedResult(_dealid, 2), bytes32(0), "nothing to correct");
        _release(_subject());
    }

    function test_rule_aLyingJurorPaysAndOthersJoin() public {
        uint256 trial = _trial(4);
        _draw(trial, _subject());
        address[] memory first = court.viewTrial(trial).jury;
        _commit(trial, first[0], _answer(2));
        _commit(trial, first[1], RIGHT);
        _reveal(trial, first[0], _answer(2));
        _reveal(trial, first[1], RIGHT);
        court.rule(trial);
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.DRAWING, "another round");
        _draw(trial, _subject());
        // 2 against 2, trust 4: 16 of 1 + 2 + 16 exceeds 3 / 4, that is three more.
        address[] memory jury = court.viewTrial(trial).jury;
        vm.assertEq(jury.length, 5, "three more");
        _allSay(trial, RIGHT);
        court.rule(trial);
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UPHELD, "outvoted");
        vm.assertEq(_pledged(first[0]), 100 * RLC_UNIT - FEE, "the liar loses a fee");
        vm.assertEq(_free(first[0]), 900 * RLC_UNIT, "and gets none");
        vm.assertEq(_free(first[1]), 900 * RLC_UNIT + FEE, "the others get theirs");
        vm.assertEq(hub.viewScore(first[1]), 1, "and a better score");
    }

    function test_rule_aSilentJurorIsReplacedAndPays() public {
        uint256 trial = _trial(2);
        // Trust 2 needs one juror, two at most: 2 / (1 + 2) exceeds 1 / 2.
        _draw(trial, _subject());
        address[] memory jury = court.viewTrial(trial).jury;
        vm.assertEq(jury.length, 1, "one is enough");
        court.rule(_lapsed(trial));
        bytes memory late = _voteSignature(trial, jury[0], RIGHT);
        _draw(trial, _subject());
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.JurorInState.selector, jury[0], ICourt.VoteStatus.SILENT)
        );
        court.commitVote(trial, jury[0], RIGHT, late);
        jury = court.viewTrial(trial).jury;
        vm.assertEq(jury.length, 2, "a second one for the silent one");
        _allSay(trial, RIGHT);
        court.rule(trial);
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UPHELD, "upheld");
        vm.assertEq(_pledged(jury[0]), 100 * RLC_UNIT - FEE, "silence costs a fee");
        vm.assertEq(_pledged(jury[1]), 100 * RLC_UNIT, "the other loses nothing");
    }

    // ---- no decision ----

    function test_rule_silentJuriesEndUndecided() public {
        uint256 trial = _trial(4);
        address[] memory jury;
        for (uint256 round = 0; round < 3; ++round) {
            if (court.viewTrial(trial).status != ICourt.TrialStatus.DRAWING) break;
            _draw(trial, _subject());
            if (court.viewTrial(trial).status == ICourt.TrialStatus.VOTING) {
                jury = court.viewTrial(trial).jury;
                court.rule(_lapsed(trial));
            }
        }
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UNDECIDED, "undecided");
        vm.assertEq(jury.length, 6, "two more each time");
        vm.assertEq(_free(CHALLENGER), 100 * RLC_UNIT + 6 * FEE, "stake back, and what the silent lost");
        vm.assertEq(_locked(CHALLENGER), 0, "nothing held");
        _release(_subject());
        vm.assertTrue(hub.verifyResult(_dealid, 0, 2, _answer(2), _proof(_dealid, 2)), "the result stands");
    }

    function test_drawJury_withoutAJuryEndsUndecidedAtOnce() public {
        uint256 trial = _trial(4);
        for (uint256 i = 2; i < WORKERS; ++i) {
            vm.prank(workers[i]);
            court.strike(workers[i]);
        }
        _draw(trial, _subject());
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UNDECIDED, "undecided");
        vm.assertEq(_free(CHALLENGER), 100 * RLC_UNIT, "stake back");
        vm.assertEq(court.viewTrial(trial).jury.length, 0, "nobody works in vain");
        (,, uint256 open,,) = court.viewAcceptance(_dealid, 0);
        vm.assertEq(open, 0, "closed");
        uint256 again = _challenge(CHALLENGER, _dealid, 2);
        vm.assertEq(again, trial + 1, "may be challenged again");
    }

    function test_drawJury_leavesOutWhoHasAnInterest() public {
        _enlist(0, workers[0]);
        // 1 and 2 are of one owner; 3 is the contributor's; 4 the pool's; 5 the requester's; 6 the challenger's.
        _enlist(1, appOwner);
        _enlist(2, appOwner);
        _enlist(3, workers[0]);
        _enlist(4, poolOwner);
        _enlist(5, requester);
        _enlist(6, CHALLENGER);
        for (uint256 salt = 0; salt < 10; ++salt) {
            vm.roll(1000 * (salt + 1));
            _dealid = _stored(4, salt);
            uint256 trial = _challenge(CHALLENGER, _dealid, 2);
            _draw(trial, _subject());
            address[] memory jury = court.viewTrial(trial).jury;
            vm.assertEq(jury.length, 2, "two");
            bool isFirst = jury[0] == workers[7];
            address other = isFirst ? jury[1] : jury[0];
            vm.assertTrue(isFirst || jury[1] == workers[7], "7 is the only stranger of its own");
            vm.assertTrue(other == workers[1] || other == workers[2], "and one of the owner of two");
            _allSay(trial, _answer(2));
            court.rule(trial);
        }
    }

    function test_drawJury_needsAPledgeThatCoversTheFee() public {
        for (uint256 i = 1; i < WORKERS - 1; ++i) {
            vm.prank(workers[i]);
            hub.requestUnpledge(100 * RLC_UNIT - FEE + 1);
        }
        uint256 trial = _trial(4);
        _draw(trial, _subject());
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.UNDECIDED, "one is not enough");
    }

    function test_fuzz_drawJury_everyJurorCanBeDrawn(uint256 block_) public {
        vm.roll(200 + block_ % 1e9);
        uint256 trial = _trial(4);
        _draw(trial, _subject());
        address[] memory jury = court.viewTrial(trial).jury;
        vm.assertEq(jury.length, 2, "two");
        vm.assertTrue(jury[0] != jury[1], "each once");
        vm.assertTrue(jury[0] != workers[0] && jury[1] != workers[0], "not the contributor");
    }

    function test_drawJury_drawsAllOfARollAlike() public {
        _dealid = _stored(2, 1);
        uint256[WORKERS] memory drawn;
        for (uint256 i = 0; i < 140; ++i) {
            uint256 trial = _challenge(CHALLENGER, _dealid, 2);
            _draw(trial, _subject());
            address juror = court.viewTrial(trial).jury[0];
            for (uint256 j = 0; j < WORKERS; ++j) {
                if (workers[j] == juror) ++drawn[j];
            }
            for (uint256 round = 0; round < 3; ++round) {
                if (court.viewTrial(trial).status == ICourt.TrialStatus.DRAWING) _draw(trial, _subject());
                if (court.viewTrial(trial).status == ICourt.TrialStatus.VOTING) court.rule(_lapsed(trial));
            }
            vm.warp(START + 1);
        }
        // Expected 20 of 140 each, standard deviation 4.1.
        for (uint256 j = 1; j < WORKERS; ++j) {
            vm.assertGe(drawn[j], 6, "not too rarely");
            vm.assertLe(drawn[j], 36, "not too often");
        }
    }

    function test_drawJury_waitsForItsBlockAndIsPutOffWhenThatIsForgotten() public {
        uint256 trial = _trial(4);
        uint256 drawBlock = court.viewTrial(trial).drawBlock;
        vm.assertEq(drawBlock, block.number + 1, "a block that is not there yet");
        vm.roll(drawBlock);
        vm.expectRevert(abi.encodeWithSelector(ICourt.DrawTooEarly.selector, drawBlock));
        court.drawJury(trial, _subject());
        vm.roll(drawBlock + 257);
        court.drawJury(trial, _subject());
        vm.assertEq(court.viewTrial(trial).drawBlock, drawBlock + 258, "put off");
        _draw(trial, _subject());
        vm.assertTrue(court.viewTrial(trial).status == ICourt.TrialStatus.VOTING, "drawn");
    }

    // ---- refusals ----

    function test_challenge_refusesWhatIsLateRepeatedOrNotAccepted() public {
        DealId open = _deal(TASKS, 4, 9);
        _challengeReverts(open, 2, abi.encodeWithSelector(IAcceptance.NotAccepted.selector, open, 0));
        uint256 trial = _trial(4);
        _challengeReverts(_dealid, 2, abi.encodeWithSelector(ICourt.AlreadyChallenged.selector, trial));
        _verdict(trial, _answer(2));
        _challengeReverts(_dealid, 2, abi.encodeWithSelector(ICourt.AlreadyChallenged.selector, trial));
        _challengeReverts(_dealid, 4, abi.encodeWithSelector(ITasks.TaskOutOfRange.selector, _dealid, 4));
        vm.warp(START + WINDOW);
        _challengeReverts(_dealid, 1, abi.encodeWithSelector(ICourt.ChallengeTooLate.selector, START + WINDOW));
        _release(_subject());
        _challengeReverts(_dealid, 1, abi.encodeWithSelector(IAcceptance.NotAccepted.selector, _dealid, 0));
    }

    function test_challenge_refusesADigestThatIsNotInTheRoot() public {
        _dealid = _stored(4, 1);
        bytes32[] memory proof = _proof(_dealid, 2);
        vm.expectRevert(abi.encodeWithSelector(ICourt.ResultNotInRoot.selector, 2, RIGHT));
        vm.prank(CHALLENGER);
        court.challenge(_dealid, 2, RIGHT, proof);
        bytes32 digest = _answer(2);
        vm.expectRevert(abi.encodeWithSelector(ICourt.ResultNotInRoot.selector, 3, digest));
        vm.prank(CHALLENGER);
        court.challenge(_dealid, 3, digest, proof);
    }

    function test_challenge_needsTheStake() public {
        _dealid = _stored(4, 1);
        bytes32[] memory proof = _proof(_dealid, 2);
        vm.expectPartialRevert(IAccounts.InsufficientFunds.selector);
        court.challenge(_dealid, 2, _answer(2), proof);
    }

    function test_challenge_aFreeTaskCostsTheLeastFee() public {
        _dealid = _stored(4, 1);
        (uint256 stake, uint256 fee) = court.courtStake(_dealid);
        vm.assertEq(stake, COURT_STAKE, "stake");
        vm.assertEq(fee, FEE, "fee");
    }

    function test_commitVote_refusesStrangersRepetitionsAndForgeries() public {
        uint256 trial = _trial(4);
        vm.expectRevert(abi.encodeWithSelector(ICourt.TrialInState.selector, trial, ICourt.TrialStatus.DRAWING));
        court.commitVote(trial, workers[1], RIGHT, "");
        _draw(trial, _subject());
        address[] memory jury = court.viewTrial(trial).jury;
        bytes memory forged = _voteSignature(trial, jury[1], RIGHT);
        vm.expectRevert(abi.encodeWithSelector(ICourt.VoteNotSigned.selector, jury[0]));
        court.commitVote(trial, jury[0], RIGHT, forged);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.JurorInState.selector, workers[0], ICourt.VoteStatus.NONE)
        );
        court.commitVote(trial, workers[0], RIGHT, forged);
        _commit(trial, jury[0], RIGHT);
        bytes memory again = _voteSignature(trial, jury[0], RIGHT);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.JurorInState.selector, jury[0], ICourt.VoteStatus.COMMITTED)
        );
        court.commitVote(trial, jury[0], RIGHT, again);
        bytes memory late = _voteSignature(trial, jury[1], RIGHT);
        vm.warp(block.timestamp + 2 * XS);
        vm.expectPartialRevert(ICourt.VoteTooLate.selector);
        court.commitVote(trial, jury[1], RIGHT, late);
    }

    function test_revealVote_refusesBeforeAllCommittedOtherAnswersAndLateOnes() public {
        uint256 trial = _trial(4);
        _draw(trial, _subject());
        address[] memory jury = court.viewTrial(trial).jury;
        _commit(trial, jury[0], RIGHT);
        bytes32 salt = _salt(jury[0]);
        vm.expectPartialRevert(ICourt.RevealTooEarly.selector);
        court.revealVote(trial, jury[0], RIGHT, salt);
        _commit(trial, jury[1], RIGHT);
        vm.expectRevert(abi.encodeWithSelector(ICourt.SealMismatch.selector, jury[0]));
        court.revealVote(trial, jury[0], _answer(2), salt);
        _reveal(trial, jury[0], RIGHT);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.JurorInState.selector, jury[0], ICourt.VoteStatus.REVEALED)
        );
        court.revealVote(trial, jury[0], RIGHT, salt);
        vm.expectPartialRevert(ICourt.VotingStillOpen.selector);
        court.rule(trial);
        salt = _salt(jury[1]);
        vm.warp(block.timestamp + XS);
        vm.expectPartialRevert(ICourt.VoteTooLate.selector);
        court.revealVote(trial, jury[1], RIGHT, salt);
    }

    function test_openSeal_refusesWhatTheWorkerDidNotSign() public {
        uint256 trial = _trial(4);
        ICourt.Opening memory wrong = _opening(_dealid, 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.OpeningMismatch.selector, workers[0]));
        court.openSeal(trial, _subject(), 0, wrong);
        _verdict(trial, RIGHT);
        ICourt.Opening memory late = _opening(_dealid, 2);
        vm.expectRevert(abi.encodeWithSelector(ICourt.TrialInState.selector, trial, ICourt.TrialStatus.UPHELD));
        court.openSeal(trial, _subject(), 0, late);
    }

    function test_drawJury_takesNoOtherPartitionsResult() public {
        uint256 trial = _trial(4);
        (, ISettlement.PartitionResult memory other) = _accepted(4, 77);
        vm.roll(court.viewTrial(trial).drawBlock + 1);
        vm.expectPartialRevert(IAcceptance.NotAccepted.selector);
        court.drawJury(trial, other);
        vm.expectRevert(abi.encodeWithSelector(ICourt.TrialUnknown.selector, 1));
        court.drawJury(1, other);
    }

    function test_releasePartition_waitsForTrials() public {
        uint256 trial = _trial(4);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IAcceptance.TrialsStillOpen.selector, 1));
        hub.releasePartition(_subject());
        _verdict(trial, RIGHT);
        _release(_subject());
    }

    function test_drawJury_holdsTheJurorsPledges() public {
        uint256 trial = _trial(4);
        _draw(trial, _subject());
        address juror = court.viewTrial(trial).jury[0];
        vm.prank(juror);
        hub.requestUnpledge(100 * RLC_UNIT);
        vm.warp(START + hub.unpledgeDelay());
        vm.expectRevert(abi.encodeWithSelector(IWorkers.PledgeHeld.selector, juror, 1));
        vm.prank(juror);
        hub.unpledge();
    }

    // ---- steps ----

    function _stored(uint256 trust, uint256 salt) private returns (DealId dealid) {
        ISettlement.PartitionResult memory result;
        (dealid, result) = _accepted(trust, salt);
        _subjectData = abi.encode(result);
    }

    function _subject() private view returns (ISettlement.PartitionResult memory) {
        return abi.decode(_subjectData, (ISettlement.PartitionResult));
    }

    /// @dev A challenge of task 2.
    function _trial(uint256 trust) private returns (uint256) {
        _dealid = _stored(trust, 1);
        return _challenge(CHALLENGER, _dealid, 2);
    }

    function _verdict(uint256 trial, bytes32 digest) private returns (address[] memory jury) {
        _draw(trial, _subject());
        _allSay(trial, digest);
        jury = court.viewTrial(trial).jury;
        court.rule(trial);
    }

    /// @dev Lets the time of a jury pass.
    function _lapsed(uint256 trial) private returns (uint256) {
        vm.warp(court.viewTrial(trial).revealEnd);
        return trial;
    }

    function _challengeReverts(DealId dealid, uint256 idx, bytes memory reason) private {
        bytes32[] memory proof = idx < TASKS ? _proof(dealid, idx) : new bytes32[](0);
        vm.expectRevert(reason);
        vm.prank(CHALLENGER);
        court.challenge(dealid, idx, _answer(idx), proof);
    }
}
