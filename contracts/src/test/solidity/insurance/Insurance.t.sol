// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { IInsurance } from "../../../main/solidity/insurance/IInsurance.sol";
import { DealId, TaskId } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { InsuranceFixture } from "../support/InsuranceFixture.sol";

contract InsuranceTest is InsuranceFixture {
    address private constant CHALLENGER = address(0xC0FFEE);

    // ---- buying ----

    function test_buy_takesThePremiumAndReservesTheCoverOfAllTasks() public {
        uint256 before = _free(requester);
        DealId dealid = _deal(10, 4, 1);
        uint256 locked = _locked(requester);
        _buy(_quote(dealid));
        vm.assertEq(before - _free(requester) - locked, PREMIUM, "premium");
        vm.assertEq(insurance.reserved(), 10 * COVER, "reserved");
        vm.assertEq(insurance.unearned(), PREMIUM, "unearned");
        vm.assertEq(insurance.totalAssets(), CAPITAL, "a premium is no capital yet");
        vm.assertEq(insurance.freeCapital(), CAPITAL - 10 * COVER, "free");
        vm.assertEq(insurance.viewPolicy(DealId.unwrap(dealid)).tasksOpen, 10, "tasks");
    }

    function test_buy_refusesBeyondTheFreeCapital() public {
        DealId dealid = _deal(201, 4, 1);
        _buyReverts(
            _quote(dealid), abi.encodeWithSelector(IInsurance.CapitalTooSmall.selector, CAPITAL, 201 * COVER)
        );
        _insured(200, 4, 2);
        dealid = _deal(1, 4, 3);
        _buyReverts(_quote(dealid), abi.encodeWithSelector(IInsurance.CapitalTooSmall.selector, 0, COVER));
    }

    function test_buy_refusesForgedChangedExpiredAndForeignQuotes() public {
        DealId dealid = _deal(10, 4, 1);
        IInsurance.Quote memory quote = _quote(dealid);
        bytes memory sign = _signature(POOL_KEY, insurance.hashQuote(quote));
        vm.expectPartialRevert(IInsurance.QuoteNotSigned.selector);
        vm.prank(requester);
        insurance.buy(quote, sign);
        sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        quote.premium = 1;
        vm.expectPartialRevert(IInsurance.QuoteNotSigned.selector);
        vm.prank(requester);
        insurance.buy(quote, sign);
        quote.premium = PREMIUM;
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotTheInsured.selector, INSURER, requester));
        vm.prank(INSURER);
        insurance.buy(quote, sign);
        quote.insured = INSURER;
        sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotTheInsured.selector, INSURER, INSURER));
        vm.prank(INSURER);
        insurance.buy(quote, sign);
        quote = _quote(dealid);
        vm.warp(quote.expiry);
        _buyReverts(quote, abi.encodeWithSelector(IInsurance.QuoteExpired.selector, quote.expiry));
    }

    function test_buy_refusesTermsOutOfRange() public {
        DealId dealid = _deal(10, 4, 1);
        IInsurance.Quote memory quote = _quote(dealid);
        quote.coverPerTask = TASK_PRICE + 1;
        _buyReverts(
            quote, abi.encodeWithSelector(IInsurance.CoverOutOfRange.selector, TASK_PRICE + 1, TASK_PRICE)
        );
        quote.coverPerTask = 0;
        _buyReverts(quote, abi.encodeWithSelector(IInsurance.CoverOutOfRange.selector, 0, TASK_PRICE));
        quote = _quote(dealid);
        quote.premium = 10 * COVER;
        _buyReverts(
            quote, abi.encodeWithSelector(IInsurance.PremiumOutOfRange.selector, 10 * COVER, 10 * COVER)
        );
        quote.premium = 0;
        _buyReverts(quote, abi.encodeWithSelector(IInsurance.PremiumOutOfRange.selector, 0, 10 * COVER));
        quote = _quote(dealid);
        quote.deadline = START + XS_FINAL + 1;
        _buyReverts(
            quote,
            abi.encodeWithSelector(
                IInsurance.DeadlineOutOfRange.selector, START + XS_FINAL + 1, START + XS_FINAL
            )
        );
        quote.deadline = START;
        _buyReverts(
            quote, abi.encodeWithSelector(IInsurance.DeadlineOutOfRange.selector, START, START + XS_FINAL)
        );
    }

    function test_buy_refusesASecondPolicyAndKnownOutcomes() public {
        DealId dealid = _insured(10, 4, 1);
        _buyReverts(_quote(dealid), abi.encodeWithSelector(IInsurance.AlreadyInsured.selector, dealid));
        dealid = _deal(10, 4, 2);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 5, 2, 5);
        result.ballots = _one(_ballot(5, 2, 0, 0));
        _settle(result);
        _buyReverts(_quote(dealid), abi.encodeWithSelector(IInsurance.TooLateToInsure.selector, dealid));
    }

    // ---- assessing ----

    function test_assess_paysNothingForTasksInTimeAndEarnsThePremium() public {
        DealId dealid = _insured(10, 4, 1);
        _settlePart(dealid, 0, 5, 0);
        uint256 before = _free(requester);
        vm.assertEq(_assess(dealid, 0), 0, "nothing due");
        vm.assertEq(insurance.reserved(), 5 * COVER, "half is free");
        vm.assertEq(insurance.unearned(), PREMIUM - PREMIUM / 2, "half is earned");
        _settlePart(dealid, 1, 5, 0);
        _assess(dealid, 1);
        vm.assertEq(_free(requester), before, "nothing paid");
        vm.assertEq(insurance.reserved() + insurance.unearned(), 0, "all free, all earned");
        vm.assertEq(insurance.totalAssets(), CAPITAL + PREMIUM, "the insurers'");
    }

    function test_assess_paysFailedTasks() public {
        DealId dealid = _insured(10, 4, 1);
        _settlePart(dealid, 0, 3, 2);
        uint256 before = _free(requester);
        vm.assertEq(_assess(dealid, 0), 2 * COVER, "two failed");
        vm.assertEq(_free(requester) - before, 2 * COVER, "paid");
        vm.assertEq(insurance.totalAssets(), CAPITAL + PREMIUM / 2 - 2 * COVER, "by the insurers");
    }

    function test_assess_paysLateTasksOnce() public {
        DealId dealid = _insured(10, 4, 1);
        vm.warp(DEADLINE + 1);
        _settlePart(dealid, 0, 3, 2);
        vm.assertEq(_assess(dealid, 0), 5 * COVER, "three late, two failed");
        vm.expectRevert(abi.encodeWithSelector(IInsurance.AssessedBefore.selector, dealid, 0));
        _assess(dealid, 0);
    }

    function test_assess_isInTimeAtTheDeadlineItself() public {
        DealId dealid = _insured(10, 4, 1);
        vm.warp(DEADLINE);
        _settlePart(dealid, 0, 5, 0);
        vm.assertEq(_assess(dealid, 0), 0, "in time");
    }

    function test_assess_paysAllOfADealThatNobodySettled() public {
        DealId dealid = _insured(10, 4, 1);
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotDecidedYet.selector, dealid, 0));
        _assess(dealid, 0);
        vm.warp(START + XS_FINAL);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_assess(dealid, 0), 10 * COVER, "all");
        vm.assertEq(insurance.reserved() + insurance.unearned(), 0, "done");
        vm.expectRevert(abi.encodeWithSelector(IInsurance.PolicyUnknown.selector, dealid));
        _assess(dealid, 1);
    }

    function test_assess_countsAcceptanceAsDelivery() public {
        DealId dealid = _insured(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _answered(dealid);
        _accept(result);
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotDecidedYet.selector, dealid, 0));
        _assess(dealid, 0);
        _release(result);
        vm.assertEq(_assess(dealid, 0), 0, "accepted in time, released a day later");
    }

    function test_assess_paysWhatTheCourtOverturned() public {
        _deposit(CHALLENGER, 100 * RLC_UNIT);
        DealId dealid = _insured(TASKS, 4, 1);
        ISettlement.PartitionResult memory result = _answered(dealid);
        _accept(result);
        uint256 trial = _challenge(CHALLENGER, dealid, 2);
        _draw(trial, result);
        _allSay(trial, RIGHT);
        court.rule(trial);
        _release(result);
        vm.assertEq(_assess(dealid, 0), COVER, "one wrong result");
    }

    function test_assess_refusesPartitionsThatAreNotThere() public {
        DealId dealid = _insured(10, 4, 1);
        _settlePart(dealid, 0, 5, 0);
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotDecidedYet.selector, dealid, 2));
        _assess(dealid, 2);
        vm.expectRevert(abi.encodeWithSelector(IInsurance.PolicyUnknown.selector, keccak256("none")));
        insurance.assess(keccak256("none"), 0);
    }

    function test_assess_knowsTasksThatWereSettledOneByOne() public {
        DealId dealid = _deal(3, 1, 1);
        _buy(_quote(dealid));
        _finishTask(dealid, 0);
        vm.warp(DEADLINE + 1);
        _finishTask(dealid, 1);
        vm.expectRevert(abi.encodeWithSelector(IInsurance.NotDecidedYet.selector, dealid, 0));
        _assess(dealid, 0);
        vm.warp(START + XS_FINAL);
        taskHub.claim(taskHub.initialize(dealid, 2));
        vm.assertEq(_assess(dealid, 0), 2 * COVER, "one late, one failed, one in time");
        vm.assertEq(insurance.reserved() + insurance.unearned(), 0, "done");
        dealid = _deal(3, 1, 2);
        _finishTask(dealid, 0);
        IInsurance.Quote memory quote = _quote(dealid);
        quote.deadline = block.timestamp + 1;
        _buyReverts(quote, abi.encodeWithSelector(IInsurance.TooLateToInsure.selector, dealid));
    }

    function _finishTask(DealId dealid, uint256 idx) private {
        TaskId taskid = taskHub.initialize(dealid, idx);
        bytes32 leave = keccak256(abi.encodePacked(workers[0], TaskId.unwrap(taskid), address(0)));
        bytes memory sign =
            _signature(POOL_KEY, keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", leave)));
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, RIGHT, "", "", address(0), "", sign);
    }

    // ---- capital ----

    function test_withdraw_givesOnlyWhatIsFree() public {
        DealId dealid = _insured(150, 4, 1);
        vm.assertEq(insurance.maxWithdraw(INSURER), CAPITAL - 150 * COVER, "free");
        uint256 tooMuch = CAPITAL - 150 * COVER + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC4626.ERC4626ExceededMaxWithdraw.selector, INSURER, tooMuch, tooMuch - 1
            )
        );
        vm.prank(INSURER);
        insurance.withdraw(tooMuch, INSURER, INSURER);
        uint256 shares = insurance.balanceOf(INSURER);
        vm.expectPartialRevert(ERC4626.ERC4626ExceededMaxRedeem.selector);
        vm.prank(INSURER);
        insurance.redeem(shares, INSURER, INSURER);
        vm.prank(INSURER);
        insurance.withdraw(tooMuch - 1, INSURER, INSURER);
        vm.assertEq(insurance.freeCapital(), 0, "all free capital is out");
        vm.warp(START + XS_FINAL);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_assess(dealid, 0), 150 * COVER, "and the rest is still there");
    }

    function test_deposit_sharesGainsAndLosses() public {
        address second = address(0x2225);
        _deposit(second, 1000 * RLC_UNIT);
        _invest(second, CAPITAL);
        DealId dealid = _insured(10, 4, 1);
        _settlePart(dealid, 0, 5, 0);
        _assess(dealid, 0);
        uint256 half = (2 * CAPITAL + PREMIUM / 2) / 2;
        vm.assertLe(half - insurance.convertToAssets(insurance.balanceOf(second)), 1, "half of all");
        vm.assertEq(insurance.maxWithdraw(second), insurance.convertToAssets(insurance.balanceOf(second)), "all free");
    }

    function test_changeUnderwriter_isTheOwners() public {
        vm.prank(INSURER);
        vm.expectRevert();
        insurance.changeUnderwriter(INSURER);
        DealId dealid = _deal(10, 4, 1);
        insurance.changeUnderwriter(poolOwner);
        _buyReverts(_quote(dealid), abi.encodeWithSelector(IInsurance.QuoteNotSigned.selector, poolOwner));
    }

    function test_buy_needsAnAllowance() public {
        DealId dealid = _deal(10, 4, 1);
        IInsurance.Quote memory quote = _quote(dealid);
        bytes memory sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        vm.expectRevert(
            abi.encodeWithSelector(IAccounts.InsufficientAllowance.selector, address(insurance), 0, PREMIUM)
        );
        vm.prank(requester);
        insurance.buy(quote, sign);
    }

    function _settlePart(DealId dealid, uint256 partition, uint256 certified, uint256 failed) private {
        ISettlement.PartitionResult memory result =
            _result(dealid, partition, certified + failed, 2, certified);
        result.ballots = _one(_ballot(certified, 2, 0, 0));
        result.failedTasks = uint32(failed);
        _settle(result);
    }

    function _buyReverts(IInsurance.Quote memory quote, bytes memory reason) private {
        bytes memory sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        vm.expectRevert(reason);
        vm.prank(requester);
        insurance.buy(quote, sign);
    }
}
