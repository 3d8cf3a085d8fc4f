// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice What forge asks a suite of invariants: whom to call, and which functions of it.
abstract contract InvariantSuite {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address private _target;
    bytes4[] private _selectors;

    /// @dev A function that is aimed at twice is called twice as often.
    function _aim(address target, bytes4[] memory selectors) internal {
        _target = target;
        _selectors = selectors;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = _target;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(_target, _selectors);
    }
}
