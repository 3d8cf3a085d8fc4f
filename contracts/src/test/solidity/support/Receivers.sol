// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IResultReceiver } from "../../../main/solidity/proof/Completion.sol";

/// @notice Keeps what it is given, and how much gas it was given.
contract KeepingReceiver is IResultReceiver {
    bytes32 public id;
    bytes public result;
    uint256 public gasGiven;

    function receiveResult(bytes32 id_, bytes calldata result_) external {
        gasGiven = gasleft();
        (id, result) = (id_, result_);
    }
}

/// @notice Wants nothing.
contract RevertingReceiver is IResultReceiver {
    function receiveResult(bytes32, bytes calldata) external pure {
        revert("not today");
    }
}

/// @notice Burns all the gas that it gets.
contract BurningReceiver is IResultReceiver {
    uint256 private _sink;

    function receiveResult(bytes32, bytes calldata) external {
        while (true) ++_sink;
    }
}

/// @notice Answers with as much as its gas allows, by returning or by reverting.
contract BombReceiver {
    uint256 private constant BYTES = 280_000;
    bool private immutable _reverts;

    constructor(bool reverts) {
        _reverts = reverts;
    }

    /// @dev In assembly, for nothing but the size of the answer shall cost gas here.
    fallback() external {
        bool reverts = _reverts;
        assembly {
            if reverts { revert(0, BYTES) }
            return(0, BYTES)
        }
    }
}

/// @notice Calls the hub while it is being called by it, and notes what came of it.
contract ReenteringReceiver is IResultReceiver {
    address private immutable _hub;
    bytes[] private _calls;
    uint256 public calledBack;
    uint256 public succeeded;

    constructor(address hub) {
        _hub = hub;
    }

    function plan(bytes calldata data) external {
        _calls.push(data);
    }

    function receiveResult(bytes32, bytes calldata) external {
        ++calledBack;
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool done,) = _hub.call(_calls[i]);
            if (done) ++succeeded;
        }
    }
}
