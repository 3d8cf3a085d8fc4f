// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { LedgerState } from "../../../main/solidity/ledger/LedgerState.sol";
import { IWorkers } from "../../../main/solidity/pool/IWorkers.sol";
import { Reputation } from "../../../main/solidity/pool/Reputation.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice Pledges and scores.
contract WorkersTest is Fixture {
    using Checkpoints for Checkpoints.Trace208;

    LedgerState private _state;

    function test_pledge_locksAPartOfTheAccount() public {
        vm.expectEmit(address(hub));
        emit IWorkers.Pledged(workers[0], 5);
        vm.prank(workers[0]);
        hub.pledge(5);
        vm.assertEq(_pledged(workers[0]), 100 * RLC_UNIT + 5, "pledged");
        vm.assertEq(_locked(workers[0]), 100 * RLC_UNIT + 5, "locked");
    }

    function test_pledge_needsTheMoney() public {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFunds.selector, address(1), 0, 1));
        vm.prank(address(1));
        hub.pledge(1);
        vm.expectRevert(IWorkers.AmountIsZero.selector);
        hub.pledge(0);
    }

    function test_requestUnpledge_bindsForLongerThanAnyDeal() public {
        uint256 delay = hub.unpledgeDelay();
        vm.assertGe(delay, 10 * 36_000, "the longest final deadline");
        vm.prank(workers[0]);
        hub.requestUnpledge(40);
        (uint256 pledged, uint256 leaving, uint256 availableAt) = hub.viewPledge(workers[0]);
        vm.assertEq(pledged, 100 * RLC_UNIT - 40, "pledged");
        vm.assertEq(leaving, 40, "leaving");
        vm.assertEq(availableAt, START + delay, "available");
        vm.warp(START + delay - 1);
        vm.expectRevert(abi.encodeWithSelector(IWorkers.PledgeStillBound.selector, workers[0], START + delay));
        vm.prank(workers[0]);
        hub.unpledge();
        vm.warp(START + delay);
        vm.prank(workers[0]);
        hub.unpledge();
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 40, "free");
        vm.expectRevert(IWorkers.AmountIsZero.selector);
        vm.prank(workers[0]);
        hub.unpledge();
    }

    function test_requestUnpledge_restartsTheDelay() public {
        vm.prank(workers[0]);
        hub.requestUnpledge(40);
        vm.warp(START + 1000);
        vm.prank(workers[0]);
        hub.requestUnpledge(1);
        (, uint256 leaving, uint256 availableAt) = hub.viewPledge(workers[0]);
        vm.assertEq(leaving, 41, "both");
        vm.assertEq(availableAt, START + 1000 + hub.unpledgeDelay(), "from the last request");
    }

    function test_requestUnpledge_refusesMoreThanPledged() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IWorkers.PledgeTooSmall.selector, workers[0], 100 * RLC_UNIT, 100 * RLC_UNIT + 1
            )
        );
        vm.prank(workers[0]);
        hub.requestUnpledge(100 * RLC_UNIT + 1);
    }

    function test_unpledgeDelay_followsTheLongestCategory() public {
        hub.createCategory("XXL", "", 100_000);
        vm.assertGe(hub.unpledgeDelay(), 1_000_000, "delay");
    }

    function test_weightOf_isThatOfThePublishedTable() public pure {
        uint16[6] memory scores = [uint16(0), 11, 12, 15, 30, 300];
        uint8[6] memory weights = [2, 2, 3, 4, 9, 99];
        for (uint256 i = 0; i < scores.length; ++i) {
            vm.assertEq(Reputation.weightOf(scores[i]), weights[i], "weight");
        }
        vm.assertEq(Reputation.weightOf(90), 29, "score 90");
    }

    function test_fuzz_update_countsGainsThenLosses(uint32 gains, uint8 losses) public {
        Reputation.update(_state, address(1), gains, losses);
        uint256 expected = gains;
        for (uint256 i = 0; i < losses; ++i) {
            expected = expected * 2 / 3;
        }
        vm.assertEq(Reputation.current(_state, address(1)), expected, "score");
    }

    function test_at_looksStrictlyBefore() public {
        Reputation.update(_state, address(1), 3, 0);
        vm.assertEq(Reputation.at(_state, address(1), START), 0, "the second is not over");
        vm.assertEq(Reputation.at(_state, address(1), START + 1), 3, "now it is");
        vm.warp(START + 10);
        Reputation.update(_state, address(1), 2, 0);
        vm.assertEq(Reputation.at(_state, address(1), START + 10), 3, "history stays");
        vm.assertEq(Reputation.at(_state, address(1), type(uint256).max), 5, "far future");
        vm.assertEq(Reputation.at(_state, address(1), 0), 0, "no time at all");
    }

    /// @dev A score of 2^207 reaches zero within 400 losses: the loop is bounded by the size of a score.
    function test_update_isBoundedForAnyNumberOfLosses() public {
        Reputation.update(_state, address(1), 1 << 207, 0);
        vm.warp(START + 1);
        Reputation.update(_state, address(1), 0, type(uint256).max);
        vm.assertEq(Reputation.current(_state, address(1)), 0, "score");
    }
}
