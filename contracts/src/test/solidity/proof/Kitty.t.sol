// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Kitty } from "../../../main/solidity/proof/Kitty.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice The release for many successes at once is what they release one after the other.
contract KittyTest is Fixture {
    function setUp() public override { }

    function test_release_isThatOfThePublishedCases() public pure {
        vm.assertEq(Kitty.release(3e8, 1), 3e8, "all of it");
        vm.assertEq(Kitty.release(2e9, 1), 1e9, "the minimum");
        vm.assertEq(Kitty.release(2e10, 1), 2e9, "a tenth");
        vm.assertEq(Kitty.release(0, 5), 0, "nothing");
        vm.assertEq(Kitty.release(1e9, 0), 0, "no success");
    }

    function test_fuzz_release_equalsTaskByTask(uint64 kitty, uint8 successes) public pure {
        uint256 left = kitty;
        for (uint256 i = 0; i < successes; ++i) {
            uint256 part = left / 10 > 1e9 ? left / 10 : 1e9;
            left -= part < left ? part : left;
        }
        vm.assertEq(Kitty.release(kitty, successes), kitty - left, "released");
    }

    function test_release_isBoundedForAnyNumberOfSuccesses() public pure {
        vm.assertEq(Kitty.release(type(uint96).max, type(uint64).max), type(uint96).max, "all");
    }
}
