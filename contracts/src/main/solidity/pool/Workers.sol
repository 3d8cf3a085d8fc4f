// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { HubBase } from "../ledger/HubBase.sol";
import { Pledge } from "../ledger/LedgerState.sol";
import { IWorkers } from "./IWorkers.sol";
import { Pledges } from "./Pledges.sol";
import { Reputation } from "./Reputation.sol";

/// @title The workers' side of the hub.
abstract contract Workers is HubBase, IWorkers {
    /// @inheritdoc IWorkers
    function pledge(uint256 amount) external nonReentrant {
        Pledges.add(_state, msg.sender, amount);
    }

    /// @inheritdoc IWorkers
    function requestUnpledge(uint256 amount) external nonReentrant {
        Pledges.requestRelease(_state, msg.sender, amount);
    }

    /// @inheritdoc IWorkers
    function unpledge() external nonReentrant {
        Pledges.release(_state, msg.sender);
    }

    /// @inheritdoc IWorkers
    function viewPledge(address worker)
        external
        view
        returns (uint256 pledged, uint256 leaving, uint256 availableAt)
    {
        Pledge storage entry = _state.pledges[worker];
        return (entry.pledged, entry.leaving, entry.availableAt);
    }

    /// @inheritdoc IWorkers
    function unpledgeDelay() external view returns (uint256) {
        return Pledges.delay(_state);
    }

    /// @inheritdoc IWorkers
    function viewScore(address worker) external view returns (uint256) {
        return Reputation.current(_state, worker);
    }

    /// @inheritdoc IWorkers
    function viewScoreAt(address worker, uint256 timestamp) external view returns (uint256) {
        return Reputation.at(_state, worker, timestamp);
    }
}
