// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IAcceptance } from "../../../main/solidity/court/IAcceptance.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { IWorkers } from "../../../main/solidity/pool/IWorkers.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { CourtFixture } from "../support/CourtFixture.sol";

contract AcceptanceTest is CourtFixture {
    /// @dev Trust 4 needs 2 new jurors, at most 7 sit, each for the pool's price.
    uint256 private constant BOND = 7 * POOL_PRICE;

    function test_acceptPartition_movesNoMoneyAndHoldsWhatIsBehindIt() public {
        uint256 payer = _free(requester);
        uint256 owner = _free(poolOwner);
        (DealId dealid,) = _accepted(4, 1);
        vm.assertEq(payer - _free(requester), TASKS * TASK_PRICE, "the price stays locked");
        vm.assertEq(owner - _free(poolOwner), TASKS * STAKE + BOND, "stake and bond stay locked");
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT, "nobody is paid");
        (bool accepted, uint256 windowEnd, uint256 open, uint256 overturned, uint256 purse) =
            court.viewAcceptance(dealid, 0);
        vm.assertTrue(accepted, "accepted");
        vm.assertEq(windowEnd, START + WINDOW, "window");
        vm.assertEq(open + overturned, 0, "no trials");
        vm.assertEq(purse, BOND + TASKS * STAKE, "purse");
        vm.assertFalse(hub.verifyResult(dealid, 0, 1, _answer(1), _proof(dealid, 1)), "not certified yet");
    }

    function test_releasePartition_paysAsASettlementWould() public {
        uint256 owner = _free(poolOwner);
        (DealId dealid, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        _release(result);
        vm.assertEq(_free(workers[0]) - 900 * RLC_UNIT, TASKS * 990_000_000, "worker");
        vm.assertEq(_free(poolOwner) - owner, TASKS * 10_000_000, "pool's share; bond and stake are back");
        vm.assertEq(_free(appOwner), TASKS * APP_PRICE, "app owner");
        vm.assertEq(_locked(requester) + _locked(poolOwner), 0, "nothing stays locked");
        vm.assertTrue(hub.verifyResult(dealid, 0, 1, _answer(1), _proof(dealid, 1)), "certified");
        (bool accepted,,,, uint256 purse) = court.viewAcceptance(dealid, 0);
        vm.assertFalse(accepted, "settled now");
        vm.assertEq(purse, 0, "purse");
        vm.expectRevert(abi.encodeWithSelector(IAcceptance.NotAccepted.selector, dealid, 0));
        hub.releasePartition(result);
    }

    function test_releasePartition_waitsForTheWindow() public {
        (, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        vm.warp(START + WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(IAcceptance.WindowStillOpen.selector, START + WINDOW));
        hub.releasePartition(result);
    }

    function test_releasePartition_takesNoOtherResult() public {
        (, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        vm.warp(START + WINDOW);
        result.results = "elsewhere";
        vm.expectPartialRevert(IAcceptance.ResultDiffers.selector);
        hub.releasePartition(result);
    }

    function test_releasePartition_worksAfterTheFinalDeadline() public {
        (DealId dealid, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        vm.warp(START + 40 days);
        vm.expectRevert(abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
        taskHub.claimPartition(dealid, 0);
        _release(result);
        vm.assertEq(_locked(requester), 0, "paid");
    }

    function test_acceptPartition_refundsFailedTasksAtRelease() public {
        DealId dealid = _deal(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _answered(dealid);
        result.ballots = _one(_ballot(3, 1, 0, 0));
        result.failedTasks = 1;
        uint256 before = _free(requester);
        _accept(result);
        _release(result);
        vm.assertEq(_free(requester) - before, TASK_PRICE, "refund");
        vm.assertEq(_locked(kitty), STAKE, "kitty");
    }

    function test_acceptPartition_keepsPledgesFromLeaving() public {
        vm.prank(workers[0]);
        hub.requestUnpledge(1);
        (, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        vm.warp(START + hub.unpledgeDelay());
        vm.expectRevert(abi.encodeWithSelector(IWorkers.PledgeHeld.selector, workers[0], 1));
        vm.prank(workers[0]);
        hub.unpledge();
        _release(result);
        vm.prank(workers[0]);
        hub.unpledge();
    }

    // ---- refusals ----

    function test_acceptPartition_refusesAnybodyElse() public {
        DealId dealid = _deal(TASKS, 4, 1);
        bytes memory terms = _terms(dealid, WINDOW);
        ISettlement.PartitionResult memory result = _answered(dealid);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotThePoolOwner.selector, address(this), poolOwner));
        hub.acceptPartition(result, WINDOW, terms);
    }

    function test_acceptPartition_needsTheRequestersTerms() public {
        DealId dealid = _deal(TASKS, 4, 1);
        _acceptReverts(_answered(dealid), WINDOW, _terms(dealid, WINDOW + 1), IAcceptance.TermsNotSigned.selector);
        _acceptReverts(_answered(dealid), 0, _terms(dealid, 0), IAcceptance.WindowOutOfRange.selector);
        uint256 tooLong = 30 days + 1;
        _acceptReverts(_answered(dealid), tooLong, _terms(dealid, tooLong), IAcceptance.WindowOutOfRange.selector);
    }

    function test_acceptPartition_refusesMoreThanOneVote() public {
        DealId dealid = _deal(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, TASKS, 2, TASKS);
        result.ballots = _one(_ballot(TASKS, 2, 0, 0));
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), IAcceptance.NeedsOneVote.selector);
        result.ballots = _one(_ballot(TASKS, 1, 0, 1));
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), IAcceptance.NeedsOneVote.selector);
    }

    function test_acceptPartition_refusesWhatIsNotSignedOrDoesNotAddUp() public {
        DealId dealid = _deal(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _answered(dealid);
        result.commitments[0].sign = _signature(workerKeys[1], keccak256("x"));
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), ISettlement.CommitmentNotSigned.selector);
        result = _answered(dealid);
        result.failedTasks = 1;
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), ISettlement.TasksDoNotAddUp.selector);
    }

    function test_acceptPartition_refusesWhenNothingWasCertified() public {
        DealId dealid = _deal(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, TASKS, 0, 0);
        result.failedTasks = uint32(TASKS);
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), IAcceptance.NothingToAccept.selector);
    }

    function test_acceptPartition_refusesATrustThatNoJuryReaches() public {
        DealId dealid = _deal(TASKS, 2 ** 16 + 1, 1);
        _acceptReverts(_answered(dealid), WINDOW, _terms(dealid, WINDOW), IAcceptance.TrustBeyondJury.selector);
    }

    function test_acceptPartition_refusesWithoutAJury() public {
        for (uint256 i = 2; i < WORKERS; ++i) {
            vm.prank(workers[i]);
            court.strike(workers[i]);
        }
        DealId dealid = _deal(TASKS, 4, 1);
        _acceptReverts(_answered(dealid), WINDOW, _terms(dealid, WINDOW), IAcceptance.RollTooShort.selector);
    }

    function test_acceptPartition_doesNotCountContributorsAsJurors() public {
        _enlist(0, workers[0]);
        for (uint256 i = 3; i < WORKERS; ++i) {
            vm.prank(workers[i]);
            court.strike(workers[i]);
        }
        _accepted(4, 1);
        vm.prank(workers[2]);
        court.strike(workers[2]);
        DealId dealid = _deal(TASKS, 4, 2);
        _acceptReverts(_answered(dealid), WINDOW, _terms(dealid, WINDOW), IAcceptance.RollTooShort.selector);
    }

    function test_acceptPartition_refusesASecondTime() public {
        (DealId dealid, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        _acceptReverts(result, WINDOW, _terms(dealid, WINDOW), ITasks.PartitionClosed.selector);
        _settleReverts(result, abi.encodeWithSelector(ITasks.PartitionClosed.selector, dealid, 0));
    }

    function test_acceptPartition_refusesAfterTheFinalDeadline() public {
        DealId dealid = _deal(TASKS, 4, 1);
        vm.warp(START + XS_FINAL);
        _acceptReverts(_answered(dealid), WINDOW, _terms(dealid, WINDOW), ISettlement.TooLate.selector);
    }

    function _acceptReverts(
        ISettlement.PartitionResult memory result,
        uint256 window,
        bytes memory terms,
        bytes4 reason
    ) private {
        vm.expectPartialRevert(reason);
        vm.prank(poolOwner);
        hub.acceptPartition(result, window, terms);
    }
}
