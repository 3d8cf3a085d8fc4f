// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Anchors } from "../../../main/solidity/record/Anchors.sol";
import { Vm } from "../support/Vm.sol";

/// @notice What an anchor and a proof cost, base cost and call data included; kept in snapshots/record.json.
/// forge-config: default.isolate = true
contract AnchorsGasTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant GROUP = "record";

    function test_gas_anchors() public {
        Anchors anchors = new Anchors(address(this));
        bytes32[] memory peaks = new bytes32[](10);
        anchors.anchor(keccak256(abi.encodePacked(uint8(2), uint64(1023), peaks)), 1023);
        anchors.anchor(keccak256("root"), 100_000);
        vm.snapshotGasLastCall(GROUP, "anchor");
        anchors.includes(1023, 7, new bytes(250), new bytes32[](9), peaks);
        vm.snapshotGasLastCall(GROUP, "includes, entry of 250 bytes in 1023");
    }
}
