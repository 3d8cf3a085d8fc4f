// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { IERC734 } from "../../../main/solidity/market/Restrictions.sol";

/// @notice A group of accounts.
contract Group is IERC734 {
    mapping(address => bool) private _members;

    function add(address member) external {
        _members[member] = true;
    }

    function keyHasPurpose(bytes32 key, uint256 purpose) external view returns (bool) {
        return purpose == 4 && _members[address(uint160(uint256(key)))];
    }
}

/// @notice A contract that is no group: it answers everything with nothing.
contract NoGroup {
    fallback() external { }
}

/// @notice A wallet whose owner signs for it.
contract Wallet is IERC1271 {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(hash, signature) == _owner ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function run(address target, bytes calldata data) external {
        (bool done,) = target.call(data);
        require(done, "run");
    }
}
