// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Anchor, IAnchors } from "./IAnchors.sol";
import { SideRecord } from "./SideRecord.sol";

/// @title Anchors of one grid's side record.
contract Anchors is IAnchors {
    /// @inheritdoc IAnchors
    address public keeper;

    Anchor[] private _anchors;
    mapping(uint64 size => bytes32 root) private _roots;

    /// @param keeper_ who anchors: the grid's server
    constructor(address keeper_) {
        _handOver(keeper_);
    }

    modifier onlyKeeper() {
        if (msg.sender != keeper) {
            revert NotKeeper(msg.sender, keeper);
        }
        _;
    }

    /// @inheritdoc IAnchors
    function anchor(bytes32 root, uint64 size) external onlyKeeper {
        uint256 number = _anchors.length;
        Anchor memory last;
        if (number > 0) {
            last = _anchors[number - 1];
        }
        if (size <= last.size) {
            revert RecordDidNotGrow(last.size, size);
        }
        _anchors.push(Anchor(root, size, uint64(block.timestamp)));
        _roots[size] = root;
        emit Anchored(number, size, root, last.root);
    }

    /// @inheritdoc IAnchors
    function handOver(address next) external onlyKeeper {
        _handOver(next);
    }

    /// @inheritdoc IAnchors
    function count() external view returns (uint256) {
        return _anchors.length;
    }

    /// @inheritdoc IAnchors
    function anchorAt(uint256 number) external view returns (Anchor memory) {
        if (number >= _anchors.length) {
            revert UnknownAnchor(number, _anchors.length);
        }
        return _anchors[number];
    }

    /// @inheritdoc IAnchors
    function rootOf(uint64 size) external view returns (bytes32) {
        return _roots[size];
    }

    /// @inheritdoc IAnchors
    function includes(
        uint64 size,
        uint64 position,
        bytes calldata entry,
        bytes32[] calldata path,
        bytes32[] calldata peaks
    )
        external
        view
        returns (bool)
    {
        return position < size && _isAnchored(size, peaks) && SideRecord.includes(size, position, entry, path, peaks);
    }

    /// @inheritdoc IAnchors
    function continues(
        uint64 olderSize,
        bytes32[] calldata olderPeaks,
        uint64 size,
        bytes32[] calldata peaks,
        bytes32[] calldata siblings
    )
        external
        view
        returns (bool)
    {
        if (!_isAnchored(olderSize, olderPeaks) || !_isAnchored(size, peaks)) {
            return false;
        }
        if (olderSize == size) {
            return siblings.length == 0;
        }
        return olderSize < size && SideRecord.continues(olderSize, olderPeaks, size, peaks, siblings);
    }

    function _isAnchored(uint64 size, bytes32[] calldata peaks) private view returns (bool) {
        bytes32 root = _roots[size];
        return root != bytes32(0) && SideRecord.isRoot(root, size, peaks);
    }

    function _handOver(address next) private {
        if (next == address(0)) {
            revert KeeperIsZero();
        }
        emit HandedOver(keeper, next);
        keeper = next;
    }
}
