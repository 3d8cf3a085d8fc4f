// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice keccak256(request order hash ‖ volume of it consumed before the match).
type DealId is bytes32;

/// @notice keccak256(deal id ‖ index of the task).
type TaskId is bytes32;

using { sameDeal as == } for DealId global;

function sameDeal(DealId a, DealId b) pure returns (bool) {
    return DealId.unwrap(a) == DealId.unwrap(b);
}

/// @notice The id of the task `idx` of a deal.
function taskIdOf(DealId dealid, uint256 idx) pure returns (TaskId) {
    return TaskId.wrap(keccak256(abi.encodePacked(DealId.unwrap(dealid), idx)));
}
