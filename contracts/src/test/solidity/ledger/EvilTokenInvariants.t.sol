// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Hub } from "../../../main/solidity/ledger/Hub.sol";
import { Settler } from "../../../main/solidity/proof/Settler.sol";
import { Accomplice, EvilToken } from "../support/Doubles.sol";
import { Fixture } from "../support/Fixture.sol";
import { InvariantSuite } from "../support/InvariantSuite.sol";

/// @notice Holders of a token that changes its manners, who act on the hub themselves and out of the token's transfers.
contract Schemers is Fixture {
    uint256 private constant SUPPLY = 1_000_000;
    uint256 private constant SCHEMERS = 3;

    EvilToken private _evil;
    Hub private _hub;
    Accomplice[SCHEMERS] private _schemers;

    function setUp() public override {
        super.setUp();
        _evil = new EvilToken(SUPPLY);
        _hub = new Hub(_evil, apps, datasets, pools, new Settler(), address(0));
        for (uint256 i = 0; i < SCHEMERS; ++i) {
            _schemers[i] = new Accomplice();
            _evil.transfer(address(_schemers[i]), SUPPLY / SCHEMERS);
            _approve(_schemers[i]);
            _schemers[i].run(address(_hub), abi.encodeCall(_hub.deposit, (SUPPLY / 10)));
        }
    }

    /// @dev What the token does from now on; once in a transfer it may let a schemer act.
    function behave(uint8 manner, uint8 who, uint8 deed, uint256 amount) external {
        bytes memory deedData = _deed(deed, who, amount % SUPPLY);
        bytes memory data = abi.encodeCall(Accomplice.run, (address(_hub), deedData));
        _evil.behave(EvilToken.Manner(manner % 5), address(_schemers[who % SCHEMERS]), data);
    }

    function act(uint8 deed, uint8 who, uint256 amount) external {
        _schemers[who % SCHEMERS].run(address(_hub), _deed(deed, who, amount % (SUPPLY / 10)));
    }

    function announce(uint8 who, uint256 amount) external {
        Accomplice schemer = _schemers[who % SCHEMERS];
        schemer.run(address(_evil), abi.encodeCall(_evil.announce, (address(_hub), amount % (SUPPLY / 10))));
        _approve(schemer);
    }

    function _approve(Accomplice schemer) private {
        schemer.run(address(_evil), abi.encodeCall(_evil.approve, (address(_hub), type(uint256).max)));
    }

    function _deed(uint8 deed, uint8 who, uint256 amount) private view returns (bytes memory) {
        if (deed % 3 == 0) return abi.encodeCall(_hub.deposit, (amount));
        if (deed % 3 == 1) return abi.encodeCall(_hub.withdraw, (amount));
        return abi.encodeCall(_hub.transfer, (address(_schemers[(who + 1) % SCHEMERS]), amount));
    }

    function check() external view {
        uint256 sum = 0;
        for (uint256 i = 0; i < SCHEMERS; ++i) {
            sum += _hub.balanceOf(address(_schemers[i]));
        }
        vm.assertEq(sum, _hub.totalSupply(), "accounts add up to the supply");
        vm.assertGe(_evil.balanceOf(address(_hub)), sum, "the hub holds what it owes");
    }
}

/// @notice Whatever a token and its holders do: the hub is solvent.
contract EvilTokenInvariantsTest is InvariantSuite {
    Schemers private _schemers;

    function setUp() public {
        _schemers = new Schemers();
        _schemers.setUp();
        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = Schemers.behave.selector;
        selectors[1] = Schemers.act.selector;
        selectors[2] = Schemers.announce.selector;
        selectors[3] = Schemers.act.selector;
        _aim(address(_schemers), selectors);
    }

    function invariant_solvent() external view {
        _schemers.check();
    }
}
