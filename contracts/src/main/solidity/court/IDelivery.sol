// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../ledger/Types.sol";

/// @title What became of a partition, for those who must pay by it.
interface IDelivery {
    /// @notice `decided` once the partition is settled or claimed: then the numbers do not change any more.
    /// `deliveredAt` is when its results were accepted or settled, in seconds since 1970; zero when it was claimed.
    /// Of the certified tasks the court overturned `overturnedTasks`.
    struct Delivery {
        bool decided;
        uint256 certifiedTasks;
        uint256 failedTasks;
        uint256 overturnedTasks;
        uint256 deliveredAt;
    }

    /// @notice The facts of a partition. A deal without any settlement is one partition, number 0.
    function viewDelivery(DealId dealid, uint256 partition) external view returns (Delivery memory);
}
