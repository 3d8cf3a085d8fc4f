// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { DealId, TaskId, taskIdOf } from "../../../main/solidity/ledger/Types.sol";
import { IDeals } from "../../../main/solidity/market/IDeals.sol";
import { IRelay } from "../../../main/solidity/proof/IRelay.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import {
    BombReceiver,
    BurningReceiver,
    KeepingReceiver,
    ReenteringReceiver,
    RevertingReceiver
} from "../support/Receivers.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice Results that contracts asked for, and contracts that mean ill.
contract CallbackTest is TaskFixture {
    bytes private constant RESULT = "checkmate in three";
    uint256 private constant CALLBACK_GAS = 200_000;

    function test_finalize_callsTheReceiver() public {
        KeepingReceiver receiver = new KeepingReceiver();
        TaskId taskid = taskHub.initialize(_dealFor(address(receiver), 1, 1), 0);
        _contribute(0, taskid, keccak256(RESULT));
        _reveal(0, taskid, keccak256(RESULT));
        vm.prank(poolOwner);
        taskHub.finalize(taskid, LINK, RESULT);
        _assertReceived(receiver, taskid);
    }

    function test_settleTask_callsTheReceiver() public {
        KeepingReceiver receiver = new KeepingReceiver();
        DealId dealid = _dealFor(address(receiver), 1, 1);
        _relay(_called(dealid));
        _assertReceived(receiver, taskIdOf(dealid, 0));
    }

    function test_contributeAndFinalize_callsTheReceiver() public {
        KeepingReceiver receiver = new KeepingReceiver();
        TaskId taskid = taskHub.initialize(_dealFor(address(receiver), 1, 1), 0);
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, keccak256(RESULT), LINK, RESULT, address(0), "", leave);
        _assertReceived(receiver, taskid);
    }

    function _assertReceived(KeepingReceiver receiver, TaskId taskid) private view {
        vm.assertEq(receiver.id(), TaskId.unwrap(taskid), "task");
        vm.assertEq(string(receiver.result()), string(RESULT), "result");
        vm.assertEq(string(taskHub.resultFor(taskid)), string(RESULT), "can be pulled too");
        vm.assertEq(string(taskHub.viewTask(taskid).resultsCallback), string(RESULT), "and seen");
        vm.assertLe(receiver.gasGiven(), CALLBACK_GAS, "bounded gas");
        vm.assertGe(receiver.gasGiven(), CALLBACK_GAS - 1000, "all of it");
    }

    function test_settleTask_bindsTheDigestToWhatIsCalledBack() public {
        DealId dealid = _dealFor(address(new KeepingReceiver()), 1, 1);
        TaskId taskid = taskIdOf(dealid, 0);
        IRelay.TaskResult memory result = _called(dealid);
        result.resultsCallback = "another result";
        bytes memory mismatch =
            abi.encodeWithSelector(ITasks.CallbackMismatch.selector, taskid, keccak256(RESULT));
        _relayReverts(result, mismatch);
        result.resultsCallback = "";
        _relayReverts(result, mismatch);
    }

    function test_settlePartition_refusesADealWithACallback() public {
        DealId dealid = _dealFor(address(new KeepingReceiver()), 1, 1);
        ISettlement.PartitionResult memory result = _result(dealid, 0, 1, 1, 1);
        result.ballots = _one(_ballot(1, 1, 0, 0));
        _settleReverts(result, abi.encodeWithSelector(ISettlement.CallbackNeedsTasks.selector, dealid));
    }

    function test_settleTask_needsNoCodeAtTheReceiver() public {
        _settledWith(address(0xdead));
    }

    function test_settleTask_survivesAReceiverThatReverts() public {
        _settledWith(address(new RevertingReceiver()));
    }

    function test_settleTask_survivesAReceiverThatBurnsItsGas() public {
        uint256 before = gasleft();
        _settledWith(address(new BurningReceiver()));
        vm.assertLe(before - gasleft(), 1_600_000, "bounded");
    }

    /// @dev 280 kB cost the receiver 176,000 gas; copying them would cost the hub more than that again.
    function test_settleTask_copiesNothingOfWhatAReceiverAnswers() public {
        uint256 plain = _gasOfSettling(address(new RevertingReceiver()), 1);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 bombed = _gasOfSettling(address(new BombReceiver(i == 1)), 2 + i);
            vm.assertLe(bombed, plain + CALLBACK_GAS, "what the receiver may use, and no more");
        }
    }

    function _gasOfSettling(address receiver, uint256 salt) private returns (uint256 used) {
        uint256 snapshot = vm.snapshotState();
        IRelay.TaskResult memory result = _called(_dealFor(receiver, 1, salt));
        vm.prank(poolOwner);
        used = gasleft();
        relay.settleTask(result);
        used -= gasleft();
        vm.revertToState(snapshot);
    }

    function test_settleTask_guardsAgainstReentry() public {
        ReenteringReceiver receiver = new ReenteringReceiver(address(hub));
        DealId dealid = _dealFor(address(receiver), 2, 1);
        IRelay.TaskResult memory second = _called(dealid);
        second.idx = 1;
        second.votes[0] = _vote(0, dealid, 1, keccak256(RESULT), false);
        receiver.plan(abi.encodeCall(relay.settleTask, (second)));
        receiver.plan(abi.encodeCall(taskHub.initialize, (dealid, 1)));
        receiver.plan(abi.encodeCall(taskHub.claim, (taskIdOf(dealid, 0))));
        receiver.plan(abi.encodeCall(hub.deposit, (0)));
        receiver.plan(abi.encodeCall(hub.withdraw, (0)));
        receiver.plan(abi.encodeCall(hub.transfer, (address(1), 0)));
        receiver.plan(abi.encodeCall(hub.pledge, (1)));
        _relay(_called(dealid));
        vm.assertEq(receiver.calledBack(), 1, "called");
        vm.assertEq(receiver.succeeded(), 0, "nothing goes through while the hub is at work");
        vm.assertEq(_locked(requester), TASK_PRICE, "one task is open");
    }

    /// @dev Who sends the transaction cannot starve the receiver by its gas limit.
    function test_settleTask_refusesTooLittleGasForTheReceiver() public {
        IRelay.TaskResult memory result = _called(_dealFor(address(new KeepingReceiver()), 1, 1));
        uint256 snapshot = vm.snapshotState();
        for (uint256 limit = 300_000; limit < 800_000; limit += 10_000) {
            vm.prank(poolOwner);
            try relay.settleTask{ gas: limit }(result) {
                KeepingReceiver receiver = KeepingReceiver(hub.viewDeal(result.dealid).callback);
                vm.assertGe(receiver.gasGiven(), CALLBACK_GAS - 1000, "all of its gas, or nothing happens");
                vm.assertTrue(vm.revertToState(snapshot), "back");
            } catch { }
        }
        vm.expectPartialRevert(ITasks.CallbackGasMissing.selector);
        vm.prank(poolOwner);
        relay.settleTask{ gas: 620_000 }(result);
    }

    function test_setCallbackGas_isTheOwners() public {
        vm.assertEq(hub.callbackgas(), CALLBACK_GAS, "default");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, requester));
        vm.prank(requester);
        hub.setCallbackGas(1);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, requester));
        vm.prank(requester);
        hub.setTeeBroker(requester);
        vm.expectRevert(abi.encodeWithSelector(IDeals.CallbackGasOutOfRange.selector, 5_000_001, 5_000_000));
        hub.setCallbackGas(5_000_001);
        vm.expectRevert(
            abi.encodeWithSelector(IDeals.CallbackGasOutOfRange.selector, type(uint256).max, 5_000_000)
        );
        hub.setCallbackGas(type(uint256).max);
        hub.setCallbackGas(50_000);
        KeepingReceiver receiver = new KeepingReceiver();
        _relay(_called(_dealFor(address(receiver), 1, 1)));
        vm.assertLe(receiver.gasGiven(), 50_000, "less");
    }

    /// @dev Whatever the owner sets, a task with a receiver that wants all of it fits in a block of 30,000,000 gas.
    function test_setCallbackGas_neverKeepsATaskFromItsEnd() public {
        hub.setCallbackGas(5_000_000);
        IRelay.TaskResult memory result = _called(_dealFor(address(new BurningReceiver()), 1, 1));
        vm.prank(poolOwner);
        relay.settleTask{ gas: 6_000_000 }(result);
        _assertStatus(taskIdOf(result.dealid, 0), ITasks.TaskStatus.COMPLETED, "settled");
    }

    function _settledWith(address receiver) private {
        DealId dealid = _dealFor(receiver, 1, 1);
        _relay(_called(dealid));
        _assertStatus(taskIdOf(dealid, 0), ITasks.TaskStatus.COMPLETED, "settled all the same");
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT + 990_000_000, "and paid");
        vm.assertEq(string(taskHub.resultFor(taskIdOf(dealid, 0))), string(RESULT), "and there to be pulled");
    }

    function _dealFor(address receiver, uint256 volume, uint256 salt) private returns (DealId) {
        Offers memory offers = _offers(volume, 1);
        _salt(offers, salt);
        offers.request.callback = receiver;
        _sign(offers);
        return _match(offers);
    }

    function _called(DealId dealid) private view returns (IRelay.TaskResult memory result) {
        result = _taskResult(dealid, 0, 1, 0, 0);
        result.resultDigest = keccak256(RESULT);
        result.resultsCallback = RESULT;
        result.votes[0] = _vote(0, dealid, 0, keccak256(RESULT), false);
    }
}
