// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ISettlement } from "../proof/ISettlement.sol";

/// @title Optimistic certificates: a partition is accepted on one vote per task, and paid after a time in which
/// anybody may challenge it.
/// @notice Accepting checks all that settling checks, at trust 1, and moves no money: the payer's price, the pool's
/// stake and the contributors' pledges stay held. After the window anybody releases the partition with the
/// same data, and it settles.
interface IAcceptance {
    /// @notice A partition was accepted; it can be challenged until `windowEnd`, in seconds since 1970.
    event PartitionAccepted(
        bytes32 indexed dealid,
        uint256 indexed partition,
        bytes32 resultsRoot,
        uint256 certifiedTasks,
        uint256 failedTasks,
        uint256 windowEnd,
        string results
    );

    /// @notice A window has at least one second and at most the limit.
    error WindowOutOfRange(uint256 window, uint256 max);
    /// @notice The requester did not sign that this deal may be accepted with this window.
    error TermsNotSigned(address requester);
    /// @notice With one vote per task, a ballot has one accepted vote and no other.
    error NeedsOneVote(uint256 ballot);
    /// @notice Nothing was certified, so that nothing can be challenged: settle the partition.
    error NothingToAccept(uint256 failedTasks);
    /// @notice No jury could reach this trust. Settle the partition with the votes that the trust needs.
    error TrustBeyondJury(uint256 trust, uint256 max);
    /// @notice Too few workers on the roll are no contributors. Settle the partition with the votes that the trust needs.
    error RollTooShort(uint256 jurors, uint256 needed);
    /// @notice The partition is not accepted, or no longer.
    error NotAccepted(bytes32 dealid, uint256 partition);
    /// @notice The data are not those that were accepted.
    error ResultDiffers(bytes32 resultHash, bytes32 acceptedHash);
    /// @notice The partition may still be challenged until then, in seconds since 1970.
    error WindowStillOpen(uint256 windowEnd);
    /// @notice Challenges of the partition are not decided yet.
    error TrialsStillOpen(uint256 trials);

    /// @notice Accepts a partition on one vote per task. Only the pool's owner may, before the final deadline.
    /// @param window how long it may be challenged, in seconds
    /// @param terms the requester's signature of OptimisticTerms(bytes32 dealid,uint256 window), EIP-712 in the
    /// hub's domain
    function acceptPartition(ISettlement.PartitionResult calldata result, uint256 window, bytes calldata terms)
        external;

    /// @notice Settles an accepted partition whose window is over; anybody may.
    function releasePartition(ISettlement.PartitionResult calldata result) external;
}
