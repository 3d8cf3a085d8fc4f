// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice A group of accounts: the one function of ERC-734 that the market needs.
interface IERC734 {
    function keyHasPurpose(bytes32 key, uint256 purpose) external view returns (bool);
}

/// @title Whom an order admits: anybody (zero), one address, or the members of an ERC-734 group.
library Restrictions {
    /// @dev The purpose that a member's key has in a group contract.
    uint256 private constant GROUP_MEMBER = 4;
    uint256 private constant WORD = 32;
    /// @dev What a group may use to answer. Whoever matches pays for it, and must not pay for a group that never ends.
    uint256 private constant GROUP_GAS = 100_000;

    function admits(address restriction, address account) internal view returns (bool) {
        if (restriction == address(0) || restriction == account) return true;
        if (restriction.code.length == 0) return false;
        // A low-level call: a contract that is no group must mean "no", never a revert of its own making.
        (bool answered, bytes memory answer) = restriction.staticcall{ gas: GROUP_GAS }(
            abi.encodeCall(IERC734.keyHasPurpose, (bytes32(uint256(uint160(account))), GROUP_MEMBER))
        );
        return answered && answer.length == WORD && abi.decode(answer, (uint256)) == 1;
    }
}
