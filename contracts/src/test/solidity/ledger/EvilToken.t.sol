// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Hub } from "../../../main/solidity/ledger/Hub.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { Settler } from "../../../main/solidity/proof/Settler.sol";
import { Accomplice, EvilToken } from "../support/Doubles.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice A hub on a token that means ill never owes more than it holds.
contract EvilTokenTest is Fixture {
    EvilToken private _evil;
    Hub private _hub;
    Accomplice private _accomplice;

    function setUp() public override {
        super.setUp();
        _evil = new EvilToken(1000);
        _hub = new Hub(_evil, apps, datasets, pools, new Settler(), address(0));
        _accomplice = new Accomplice();
        _evil.approve(address(_hub), 500);
        _hub.deposit(400);
        _evil.transfer(address(_accomplice), 100);
        _accomplice.run(address(_evil), abi.encodeCall(_evil.approve, (address(_hub), 100)));
    }

    function _assertSolvent() private view {
        vm.assertGe(_evil.balanceOf(address(_hub)), _hub.totalSupply(), "the hub holds what it owes");
    }

    function test_deposit_refusesATokenThatKeepsAPart() public {
        _evil.behave(EvilToken.Manner.FEE, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(IAccounts.TokensMissing.selector, 9, 10));
        _hub.deposit(10);
        _assertSolvent();
    }

    /// @dev Who takes out bears the fee; the others' money is all there.
    function test_withdraw_owesNobodyTheFeeOfAToken() public {
        _evil.behave(EvilToken.Manner.FEE, address(0), "");
        _hub.withdraw(400);
        vm.assertEq(_evil.balanceOf(address(this)), 500 + 400 - 1, "less the fee");
        vm.assertEq(_hub.totalSupply(), 0, "all gone");
        _assertSolvent();
    }

    function test_receiveApproval_refusesATokenThatKeepsAPart() public {
        _evil.behave(EvilToken.Manner.FEE, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(IAccounts.TokensMissing.selector, 9, 10));
        _evil.announce(address(_hub), 10);
        _evil.behave(EvilToken.Manner.FALSE, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(_evil)));
        _evil.announce(address(_hub), 10);
        _assertSolvent();
    }

    /// @dev A token that refuses to move blocks deposits and withdrawals and nothing else, and for no longer than that.
    function test_withdraw_isWholeOrNotAtAll() public {
        _evil.behave(EvilToken.Manner.REVERT, address(0), "");
        vm.expectRevert("frozen");
        _hub.withdraw(10);
        vm.expectRevert("frozen");
        _hub.deposit(10);
        vm.assertEq(_hub.balanceOf(address(this)), 400, "nothing moved");
        _hub.transfer(address(_accomplice), 30);
        vm.assertEq(_hub.balanceOf(address(_accomplice)), 30, "the ledger goes on");
        _evil.behave(EvilToken.Manner.HONEST, address(0), "");
        _hub.withdraw(370);
        vm.assertEq(_hub.totalSupply(), 30, "the rest is still there");
        _assertSolvent();
    }

    function test_deposit_refusesATokenThatAnswersFalse() public {
        _evil.behave(EvilToken.Manner.FALSE, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(_evil)));
        _hub.deposit(10);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(_evil)));
        _hub.withdraw(10);
        vm.assertEq(_hub.balanceOf(address(this)), 400, "nothing moved");
    }

    function test_deposit_letsNobodyInWhileTheTokenMoves() public {
        _evil.behave(EvilToken.Manner.REENTER, address(_hub), abi.encodeCall(_hub.deposit, (0)));
        _hub.deposit(10);
        vm.assertEq(_evil.reentered(), 0, "guarded");
        _assertSolvent();
    }

    function test_withdraw_letsNobodyInWhileTheTokenMoves() public {
        bytes memory withdraw = abi.encodeCall(_hub.withdraw, (400));
        _evil.behave(EvilToken.Manner.REENTER, address(this), abi.encodeCall(this.act, (withdraw)));
        _hub.withdraw(400);
        vm.assertEq(_evil.balanceOf(address(this)), 500 + 400, "once");
        vm.assertEq(_hub.totalSupply(), 0, "all gone");
        _assertSolvent();
    }

    /// @dev Announced deposits are not guarded themselves: what is credited must not be taken out before it came in.
    function test_receiveApproval_countsWhatCameIn() public {
        bytes memory withdraw = abi.encodeCall(_hub.withdraw, (50));
        bytes memory again = abi.encodeCall(_accomplice.run, (address(_hub), withdraw));
        _evil.behave(EvilToken.Manner.REENTER, address(_accomplice), again);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.TokensMissing.selector, 0, 50));
        vm.prank(address(_accomplice));
        _evil.announce(address(_hub), 50);
        _assertSolvent();
        _evil.behave(EvilToken.Manner.HONEST, address(0), "");
        vm.prank(address(_accomplice));
        _evil.announce(address(_hub), 50);
        vm.assertEq(_hub.balanceOf(address(_accomplice)), 50, "an honest one is taken");
        _assertSolvent();
    }

    function act(bytes calldata data) external {
        (bool done,) = address(_hub).call(data);
        require(done, "refused");
    }
}
