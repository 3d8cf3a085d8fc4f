// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Anchors } from "../../../main/solidity/record/Anchors.sol";
import { Anchor, IAnchors } from "../../../main/solidity/record/IAnchors.sol";
import { Vm } from "../support/Vm.sol";

/// @notice Anchors, and proofs against them. The record is built here from all its nodes, in another way than in the
/// library.
contract AnchorsTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant KEEPER = address(0xbeef);

    Anchors private _anchors = new Anchors(KEEPER);

    function test_anchor_isNumberedAndKept() public {
        bytes32 first = keccak256("first");
        vm.warp(1000);
        vm.expectEmit(address(_anchors));
        emit IAnchors.Anchored(0, 7, first, bytes32(0));
        _anchor(first, 7);
        vm.warp(2000);
        vm.expectEmit(address(_anchors));
        emit IAnchors.Anchored(1, 8, keccak256("second"), first);
        _anchor(keccak256("second"), 8);
        vm.assertEq(_anchors.count(), 2, "anchors");
        Anchor memory kept = _anchors.anchorAt(0);
        vm.assertEq(kept.root, first, "root");
        vm.assertEq(kept.size, 7, "size");
        vm.assertEq(kept.time, 1000, "time");
        vm.assertEq(_anchors.rootOf(7), first, "root by size");
        vm.assertEq(_anchors.rootOf(6), bytes32(0), "no root of a size between");
    }

    function test_anchor_isTheKeepersAlone() public {
        vm.expectRevert(abi.encodeWithSelector(IAnchors.NotKeeper.selector, address(this), KEEPER));
        _anchors.anchor(keccak256("root"), 1);
        vm.expectRevert(abi.encodeWithSelector(IAnchors.NotKeeper.selector, address(this), KEEPER));
        _anchors.handOver(address(this));
        vm.expectEmit(address(_anchors));
        emit IAnchors.HandedOver(KEEPER, address(this));
        vm.prank(KEEPER);
        _anchors.handOver(address(this));
        _anchors.anchor(keccak256("root"), 1);
        vm.expectRevert(IAnchors.KeeperIsZero.selector);
        _anchors.handOver(address(0));
        vm.assertEq(_anchors.keeper(), address(this), "keeper");
    }

    function test_fuzz_anchor_onlyGrows(uint64 size, uint64 other) public {
        vm.assume(size > 0);
        vm.expectRevert(abi.encodeWithSelector(IAnchors.RecordDidNotGrow.selector, 0, 0));
        _anchor(keccak256("root"), 0);
        _anchor(keccak256("root"), size);
        if (other <= size) {
            vm.expectRevert(abi.encodeWithSelector(IAnchors.RecordDidNotGrow.selector, size, other));
        }
        _anchor(keccak256("other"), other);
    }

    function test_anchorAt_failsBeyondTheLast() public {
        vm.expectRevert(abi.encodeWithSelector(IAnchors.UnknownAnchor.selector, 0, 0));
        _anchors.anchorAt(0);
    }

    function test_fuzz_includes_holdsAndFailsOnAnyChange(uint8 size, uint8 position, uint8 bit) public {
        uint64 entries = uint64(size % 80) + 1;
        uint64 at = position % entries;
        bytes32[] memory peaks = _peaks(entries);
        bytes32[] memory path = _path(at, entries);
        _anchor(_root(entries, peaks), entries);
        vm.assertTrue(_anchors.includes(entries, at, _entry(at), path, peaks), "holds");
        bytes memory entry = _entry(at);
        entry[bit % entry.length] ^= 0x10;
        vm.assertFalse(_anchors.includes(entries, at, entry, path, peaks), "entry");
        vm.assertFalse(_anchors.includes(entries, at ^ (uint64(1) << (bit % 64)), _entry(at), path, peaks), "position");
        vm.assertFalse(_anchors.includes(entries ^ (uint64(1) << (bit % 64)), at, _entry(at), path, peaks), "size");
        bytes32 flip = bytes32(uint256(1) << bit);
        for (uint256 i = 0; i < path.length; i++) {
            path[i] ^= flip;
            vm.assertFalse(_anchors.includes(entries, at, _entry(at), path, peaks), "path");
            path[i] ^= flip;
        }
        for (uint256 i = 0; i < peaks.length; i++) {
            peaks[i] ^= flip;
            vm.assertFalse(_anchors.includes(entries, at, _entry(at), path, peaks), "peaks");
            peaks[i] ^= flip;
        }
        vm.assertFalse(_anchors.includes(entries, at, _entry(at), new bytes32[](path.length + 1), peaks), "length");
        vm.assertTrue(_anchors.includes(entries, at, _entry(at), path, peaks), "holds again");
    }

    function test_includes_needsAsManyPeaksAsTheSizeHas() public {
        bytes32[] memory peaks = new bytes32[](2);
        _anchor(_root(1, peaks), 1);
        vm.assertFalse(_anchors.includes(1, 0, _entry(0), new bytes32[](0), peaks), "two peaks for one entry");
    }

    function test_fuzz_continues_holdsAndFailsOnAnyChange(uint8 a, uint8 b, uint8 bit) public {
        uint64 older = uint64(a % 70) + 1;
        uint64 newer = older + uint64(b % 30) + 1;
        bytes32[] memory olderPeaks = _peaks(older);
        bytes32[] memory peaks = _peaks(newer);
        bytes32[] memory siblings = _continuation(older, newer);
        _anchor(_root(older, olderPeaks), older);
        _anchor(_root(newer, peaks), newer);
        vm.assertTrue(_anchors.continues(older, olderPeaks, newer, peaks, siblings), "holds");
        vm.assertTrue(_anchors.continues(older, olderPeaks, older, olderPeaks, new bytes32[](0)), "itself");
        vm.assertFalse(_anchors.continues(newer, peaks, older, olderPeaks, siblings), "backwards");
        vm.assertFalse(_anchors.continues(older, peaks, newer, olderPeaks, siblings), "swapped");
        for (uint256 i = 0; i < siblings.length; i++) {
            siblings[i] ^= bytes32(uint256(1) << bit);
            vm.assertFalse(_anchors.continues(older, olderPeaks, newer, peaks, siblings), "sibling");
            siblings[i] ^= bytes32(uint256(1) << bit);
        }
        bytes32[] memory more = new bytes32[](siblings.length + 1);
        for (uint256 i = 0; i < siblings.length; i++) {
            more[i] = siblings[i];
        }
        vm.assertFalse(_anchors.continues(older, olderPeaks, newer, peaks, more), "one too many");
        vm.assertFalse(_anchors.continues(older, olderPeaks, older, olderPeaks, more), "itself with siblings");
        if (siblings.length > 0) {
            vm.assertFalse(_anchors.continues(older, olderPeaks, newer, peaks, new bytes32[](0)), "none");
        }
    }

    function test_fuzz_continues_failsForARewrittenRecord(uint8 a, uint8 b, uint8 at) public {
        uint64 older = uint64(a % 70) + 1;
        uint64 newer = older + uint64(b % 30) + 1;
        bytes32[] memory forged = _forgedPeaks(older, at % older);
        _anchor(_root(older, forged), older);
        bytes32[] memory peaks = _peaks(newer);
        _anchor(_root(newer, peaks), newer);
        vm.assertFalse(
            _anchors.continues(older, forged, newer, peaks, _continuation(older, newer)), "another entry before"
        );
    }

    function _anchor(bytes32 root, uint64 size) private {
        vm.prank(KEEPER);
        _anchors.anchor(root, size);
    }

    function _entry(uint64 position) private pure returns (bytes memory) {
        return abi.encode("entry", position);
    }

    function _root(uint64 size, bytes32[] memory peaks) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), size, peaks));
    }

    function _node(uint256 height, uint256 index) private pure returns (bytes32) {
        return _node(height, index, type(uint64).max);
    }

    /// @notice The node over the leaves from index × 2^height on; the entry at `forged` is another one.
    function _node(uint256 height, uint256 index, uint64 forged) private pure returns (bytes32) {
        if (height == 0) {
            bytes memory entry = index == forged ? bytes("forged") : _entry(uint64(index));
            return keccak256(abi.encodePacked(uint8(0), uint64(index), entry));
        }
        return keccak256(
            abi.encodePacked(
                uint8(1), _node(height - 1, 2 * index, forged), _node(height - 1, 2 * index + 1, forged)
            )
        );
    }

    function _peaks(uint64 size) private pure returns (bytes32[] memory) {
        return _forgedPeaks(size, type(uint64).max);
    }

    function _forgedPeaks(uint64 size, uint64 forged) private pure returns (bytes32[] memory peaks) {
        bytes32[] memory found = new bytes32[](8);
        uint256 peaksFound = 0;
        uint256 before = 0;
        for (uint256 below = 0; below < 8; below++) {
            uint256 height = 7 - below;
            if ((size >> height) & 1 == 1) {
                found[peaksFound] = _node(height, before >> height, forged);
                peaksFound++;
                before += uint256(1) << height;
            }
        }
        return _first(found, peaksFound);
    }

    function _path(uint256 position, uint256 size) private pure returns (bytes32[] memory) {
        bytes32[] memory found = new bytes32[](8);
        uint256 height = 0;
        // The sibling is there as long as the tree of twice the size is complete.
        while (((position >> (height + 1)) + 1) << (height + 1) <= size) {
            found[height] = _node(height, (position >> height) ^ 1);
            height++;
        }
        return _first(found, height);
    }

    function _continuation(uint64 older, uint64 newer) private pure returns (bytes32[] memory) {
        bytes32[] memory found = new bytes32[](8);
        uint256 used = 0;
        uint256 last = older - 1;
        // Upwards from the older record's last entry: what is to the right of it is new.
        for (uint256 height = 0; ((last >> (height + 1)) + 1) << (height + 1) <= newer; height++) {
            if ((last >> height) & 1 == 0) {
                found[used] = _node(height, (last >> height) + 1);
                used++;
            }
        }
        return _first(found, used);
    }

    function _first(bytes32[] memory all, uint256 length) private pure returns (bytes32[] memory some) {
        some = new bytes32[](length);
        for (uint256 i = 0; i < length; i++) {
            some[i] = all[i];
        }
    }
}
