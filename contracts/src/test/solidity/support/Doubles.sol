// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { RLC } from "../../../main/solidity/ledger/RLC.sol";
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

/// @notice A contract that answers anything but a plain yes.
contract StrangeGroup {
    uint256 private immutable _kind;

    constructor(uint256 kind) {
        _kind = kind;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        if (_kind == 0) revert("no");
        if (_kind == 1) return abi.encode(uint256(2));
        if (_kind == 2) return abi.encode(true, true);
        return hex"01";
    }
}

/// @notice A group that tries to take its money out while it is asked.
contract ReenteringGroup is IERC734 {
    address private immutable _hub;

    constructor(address hub) {
        _hub = hub;
    }

    function deposit(RLC token, uint256 amount) external {
        token.approveAndCall(_hub, amount, "");
    }

    function keyHasPurpose(bytes32, uint256) external view returns (bool) {
        // The interface says view; the call below says otherwise.
        (bool done,) = _hub.staticcall(abi.encodeCall(IAccounts.withdraw, (1)));
        return done;
    }
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
