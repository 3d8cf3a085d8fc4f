// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice A root of the side record that was put on the ledger.
/// @param root of the record
/// @param size entries that the record had
/// @param time of the block, in seconds since 1970
struct Anchor {
    bytes32 root;
    uint64 size;
    uint64 time;
}

/// @title Anchors of a grid's side record: from then on nobody can change what was recorded without being found out.
/// @dev The record's format is in docs/reference/side-record.md.
interface IAnchors {
    /// @notice The record had `size` entries and this root. Anchors are numbered from 0; `previousRoot` is that of the
    /// one before, zero at the first.
    event Anchored(uint256 indexed number, uint64 size, bytes32 root, bytes32 previousRoot);
    /// @notice Another account anchors from now on.
    event HandedOver(address indexed keeper, address indexed next);

    /// @notice Only the keeper may do this.
    error NotKeeper(address caller, address keeper);
    /// @notice A record only grows: the last anchor already has `size` entries.
    error RecordDidNotGrow(uint64 size, uint64 given);
    /// @notice There are `count` anchors, numbered from 0.
    error UnknownAnchor(uint256 number, uint256 count);
    /// @notice The keeper cannot be nobody.
    error KeeperIsZero();

    /// @notice Anchors the record; by the keeper.
    function anchor(bytes32 root, uint64 size) external;

    /// @notice Lets another account anchor instead of the caller, who is the keeper.
    function handOver(address next) external;

    /// @notice Who anchors.
    function keeper() external view returns (address);

    /// @notice How many anchors there are.
    function count() external view returns (uint256);

    /// @notice An anchor by its number.
    function anchorAt(uint256 number) external view returns (Anchor memory);

    /// @notice The root that was anchored for a record of `size` entries; zero if there is none.
    function rootOf(uint64 size) external view returns (bytes32);

    /// @notice Whether `entry` was at `position` of the record when it had `size` entries, by its proof.
    /// @param path siblings from the entry's leaf up to its peak
    /// @param peaks all peaks of the record at that size, from the highest to the lowest
    function includes(
        uint64 size,
        uint64 position,
        bytes calldata entry,
        bytes32[] calldata path,
        bytes32[] calldata peaks
    )
        external
        view
        returns (bool);

    /// @notice Whether one anchored record begins with all entries of another one that is not longer.
    /// @param siblings nodes that complete the older record's last trees, from the lowest up
    function continues(
        uint64 olderSize,
        bytes32[] calldata olderPeaks,
        uint64 size,
        bytes32[] calldata peaks,
        bytes32[] calldata siblings
    )
        external
        view
        returns (bool);
}
