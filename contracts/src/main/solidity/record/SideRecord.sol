// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @title Merkle mountain ranges, as the side record is one: a row of perfect binary trees, one for each bit of the
/// number of entries, the largest first.
library SideRecord {
    bytes1 private constant LEAF = 0x00;
    bytes1 private constant NODE = 0x01;
    bytes1 private constant ROOT = 0x02;

    /// @notice The root of a record: the hash of its size and its peaks.
    function rootOf(uint64 size, bytes32[] calldata peaks) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(ROOT, size, peaks));
    }

    /// @notice Whether these are as many peaks as a record of that size has, and make its root.
    function isRoot(bytes32 root, uint64 size, bytes32[] calldata peaks) internal pure returns (bool) {
        uint256 bits = 0;
        for (uint256 rest = size; rest != 0; rest &= rest - 1) {
            bits++;
        }
        return peaks.length == bits && rootOf(size, peaks) == root;
    }

    /// @notice Whether `entry` is at `position`; size and peaks were checked, and position is below size.
    function includes(
        uint64 size,
        uint64 position,
        bytes calldata entry,
        bytes32[] calldata path,
        bytes32[] calldata peaks
    )
        internal
        pure
        returns (bool)
    {
        (uint256 peak, uint256 height) = _treeOf(size, position);
        if (path.length != height) {
            return false;
        }
        bytes32 node = keccak256(abi.encodePacked(LEAF, position, entry));
        for (uint256 i = 0; i < height; i++) {
            // Trees begin at multiples of their size, so the bits of the position say left or right.
            node = (position >> i) & 1 == 0 ? _pair(node, path[i]) : _pair(path[i], node);
        }
        return node == peaks[peak];
    }

    /// @notice Whether the record goes on from the older one, which is shorter; both sizes and peaks were checked.
    function continues(
        uint64 olderSize,
        bytes32[] calldata olderPeaks,
        uint64 size,
        bytes32[] calldata peaks,
        bytes32[] calldata siblings
    )
        internal
        pure
        returns (bool)
    {
        uint256 same = 0;
        uint256 top = 63;
        for (; (olderSize >> top) & 1 == (size >> top) & 1; top--) {
            if ((size >> top) & 1 == 1) {
                if (olderPeaks[same] != peaks[same]) {
                    return false;
                }
                same++;
            }
        }
        if (olderPeaks.length == same) {
            return siblings.length == 0;
        }
        return _merged(olderSize, top, olderPeaks, siblings, peaks[same]);
    }

    /// @notice Whether the older record's last trees and the siblings make a peak of height `top`.
    function _merged(
        uint64 olderSize,
        uint256 top,
        bytes32[] calldata olderPeaks,
        bytes32[] calldata siblings,
        bytes32 peak
    )
        private
        pure
        returns (bool)
    {
        uint256 height = 0;
        while ((olderSize >> height) & 1 == 0) {
            height++;
        }
        uint256 last = olderPeaks.length - 1;
        bytes32 node = olderPeaks[last];
        uint256 used = 0;
        for (bool isLowest = true; height < top; height++) {
            if (!isLowest && (olderSize >> height) & 1 == 1) {
                last--;
                node = _pair(olderPeaks[last], node);
            } else if (used < siblings.length) {
                node = _pair(node, siblings[used]);
                used++;
            } else {
                return false;
            }
            isLowest = false;
        }
        return used == siblings.length && node == peak;
    }

    /// @notice The tree that holds a position: how many are before it, and its height.
    function _treeOf(uint64 size, uint64 position) private pure returns (uint256 peak, uint256 height) {
        uint256 before = 0;
        for (height = 63;; height--) {
            if ((size >> height) & 1 == 1) {
                if (position < before + (uint256(1) << height)) {
                    return (peak, height);
                }
                before += uint256(1) << height;
                peak++;
            }
        }
    }

    function _pair(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(NODE, left, right));
    }
}
