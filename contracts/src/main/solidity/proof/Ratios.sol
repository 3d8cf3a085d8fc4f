// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @title The constants of the protocol.
library Ratios {
    uint256 internal constant PERCENT = 100;
    /// @dev What a pool's owner locks per task, in percent of its price.
    uint256 internal constant POOL_STAKE_PERCENT = 30;
    /// @dev Deadlines of a task, in multiples of its category's time, counted from the start of the deal.
    uint256 internal constant CONTRIBUTION_DEADLINE = 7;
    uint256 internal constant REVEAL_DEADLINE = 2;
    uint256 internal constant FINAL_DEADLINE = 10;
    /// @dev A success releases a tenth of the kitty, at least this much, at most all of it.
    uint256 internal constant KITTY_FRACTION = 10;
    uint256 internal constant KITTY_RELEASE_MIN = 1e9;

    function poolStake(uint256 price) internal pure returns (uint256) {
        return price * POOL_STAKE_PERCENT / PERCENT;
    }
}
