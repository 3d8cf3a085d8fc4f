// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Ratios } from "./Ratios.sol";

/// @title What successes release from the kitty, where the stakes of failed pools go.
library Kitty {
    /// @notice The sum that `successes` releases of min(max(kitty / 10, 1 RLC), kitty), one after the other, give.
    /// @dev While a tenth exceeds the minimum the kitty shrinks by a tenth per step, so that this loop is short for
    /// any supply (412 steps from 2^96); what remains goes in equal parts, all at once.
    function release(uint256 kitty, uint256 successes) internal pure returns (uint256) {
        uint256 left = kitty;
        while (successes > 0 && left / Ratios.KITTY_FRACTION > Ratios.KITTY_RELEASE_MIN) {
            left -= left / Ratios.KITTY_FRACTION;
            --successes;
        }
        return kitty - left + Math.min(left, successes * Ratios.KITTY_RELEASE_MIN);
    }
}
