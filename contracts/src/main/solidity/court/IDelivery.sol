// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId } from "../ledger/Types.sol";

/// @title What became of a partition, for those who must pay by it.
interface IDelivery {
    /// @notice `decided` once the partition is settled or claimed: then the numbers do not change any more. Of the
    /// certified tasks, `lateTasks` were accepted or settled after the deadline that was asked about, and
    /// `overturnedTasks` were overturned by the court.
    struct Delivery {
        bool decided;
        uint256 certifiedTasks;
        uint256 failedTasks;
        uint256 lateTasks;
        uint256 overturnedTasks;
    }

    /// @notice The facts of a partition. A deal without any settlement, or settled task by task, is one partition,
    /// number 0; it is decided when all its tasks are. Of deals settled task by task only those of at most 4,096
    /// tasks are looked at for late ones.
    /// @param deadline in seconds since 1970
    function viewDelivery(DealId dealid, uint256 partition, uint256 deadline)
        external
        view
        returns (Delivery memory);
}
