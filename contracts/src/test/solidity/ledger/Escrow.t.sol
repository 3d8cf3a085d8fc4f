// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { RLC } from "../../../main/solidity/ledger/RLC.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice A spender that wants no approval.
contract Refusing {
    function receiveApproval(address, uint256, address, bytes calldata) external pure returns (bool) {
        return false;
    }
}

/// @notice Money in, money out, money over.
contract EscrowTest is Fixture {
    function test_token_hasNineDecimalsAndAFixedSupply() public {
        vm.assertEq(token.decimals(), 9, "decimals");
        vm.assertEq(token.symbol(), "RLC", "symbol");
        vm.assertEq(token.totalSupply(), 87_000_000 * RLC_UNIT, "supply");
        vm.expectRevert(
            abi.encodeWithSelector(RLC.SupplyTooLarge.selector, uint256(1) << 96, type(uint96).max)
        );
        new RLC(address(this), 1 << 96);
    }

    function test_approveAndCall_deposits() public {
        vm.expectEmit(address(hub));
        emit IAccounts.Transfer(address(0), address(this), 5);
        token.approveAndCall(address(hub), 5, "");
        vm.assertEq(_free(address(this)), 5, "free");
        vm.assertEq(hub.balanceOf(address(this)), 5, "balance");
        vm.assertEq(token.balanceOf(address(hub)), hub.totalSupply(), "covered");
    }

    function test_deposit_takesApprovedTokens() public {
        token.approve(address(hub), 7);
        hub.deposit(7);
        vm.assertEq(_free(address(this)), 7, "free");
        vm.expectRevert();
        hub.deposit(1);
    }

    function test_receiveApproval_isTheTokens() public {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.NotTheToken.selector, address(this)));
        hub.receiveApproval(requester, 1, address(token), "");
        RLC other = new RLC(address(this), 10);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.NotTheToken.selector, address(other)));
        other.approveAndCall(address(hub), 1, "");
    }

    function test_receiveApproval_refusesOtherOperations() public {
        bytes memory data = abi.encodeCall(hub.withdraw, (1));
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnsupportedOperation.selector, hub.withdraw.selector));
        token.approveAndCall(address(hub), 1, data);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnsupportedOperation.selector, bytes4(0)));
        token.approveAndCall(address(hub), 1, hex"0102");
    }

    function test_approveAndCall_refusesASpenderThatRefuses() public {
        Refusing refusing = new Refusing();
        vm.expectRevert(abi.encodeWithSelector(RLC.ApprovalRefused.selector, address(refusing)));
        token.approveAndCall(address(refusing), 1, "");
        vm.assertEq(token.allowance(address(this), address(refusing)), 0, "nothing is left of it");
    }

    function test_approve_refusesTheZeroAddress() public {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InvalidReceiver.selector, address(0)));
        hub.approve(address(0), 1);
    }

    function test_transferFrom_keepsAnEndlessAllowance() public {
        vm.prank(requester);
        hub.approve(address(this), type(uint256).max);
        hub.transferFrom(requester, address(1), 5);
        vm.assertEq(hub.allowance(requester, address(this)), type(uint256).max, "endless");
        vm.assertEq(_free(address(1)), 5, "moved");
    }

    function test_withdraw_givesTokensBack() public {
        uint256 before = token.balanceOf(requester);
        vm.prank(requester);
        hub.withdraw(100_000 * RLC_UNIT);
        vm.assertEq(token.balanceOf(requester) - before, 100_000 * RLC_UNIT, "tokens");
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFunds.selector, requester, 0, 1));
        vm.prank(requester);
        hub.withdraw(1);
    }

    function test_withdraw_leavesLockedPartsAlone() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccounts.InsufficientFunds.selector, workers[0], 900 * RLC_UNIT, 900 * RLC_UNIT + 1
            )
        );
        vm.prank(workers[0]);
        hub.withdraw(900 * RLC_UNIT + 1);
    }

    function test_transfer_movesFreeParts() public {
        vm.prank(requester);
        hub.transfer(address(1), 3);
        vm.assertEq(_free(address(1)), 3, "received");
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InvalidReceiver.selector, address(hub)));
        vm.prank(requester);
        hub.transfer(address(hub), 1);
    }

    function test_transferFrom_needsAnAllowance() public {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientAllowance.selector, address(this), 0, 1));
        hub.transferFrom(requester, address(1), 1);
        vm.expectEmit(address(hub));
        emit IAccounts.Approval(requester, address(this), 2);
        vm.prank(requester);
        hub.approve(address(this), 2);
        hub.transferFrom(requester, address(1), 1);
        vm.assertEq(hub.allowance(requester, address(this)), 1, "left");
    }

    function test_fuzz_depositAndWithdraw_conserve(uint64 amount, uint64 back) public {
        uint256 deposited = amount % (1_000_000 * RLC_UNIT);
        uint256 withdrawn = deposited == 0 ? 0 : back % (deposited + 1);
        uint256 before = token.balanceOf(address(this));
        token.approveAndCall(address(hub), deposited, "");
        hub.withdraw(withdrawn);
        vm.assertEq(_free(address(this)), deposited - withdrawn, "free");
        vm.assertEq(before - token.balanceOf(address(this)), deposited - withdrawn, "tokens");
    }
}
