// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { CourtFixture } from "../support/CourtFixture.sol";

/// @notice What optimism and a trial cost.
contract CourtGasTest is CourtFixture {
    address private constant CHALLENGER = address(0xC0FFEE);

    function test_gas_acceptAndRelease() public {
        (, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        vm.snapshotGasLastCall("ledger", "acceptPartition, 4 tasks, 1 worker");
        _release(result);
        vm.snapshotGasLastCall("ledger", "releasePartition, 4 tasks, 1 worker");
    }

    function test_gas_trialOfTwoJurors() public {
        _deposit(CHALLENGER, 100 * RLC_UNIT);
        (DealId dealid, ISettlement.PartitionResult memory result) = _accepted(4, 1);
        uint256 trial = _challenge(CHALLENGER, dealid, 2);
        vm.snapshotGasLastCall("ledger", "challenge");
        _draw(trial, result);
        vm.snapshotGasLastCall("ledger", "drawJury, 2 jurors");
        _allSay(trial, RIGHT);
        court.rule(trial);
        vm.snapshotGasLastCall("ledger", "rule, 2 jurors, upheld");
    }
}
