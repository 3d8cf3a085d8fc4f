// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Address } from "@openzeppelin/contracts/utils/Address.sol";
import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import { IAcceptance } from "../court/IAcceptance.sol";
import { HubBase } from "../ledger/HubBase.sol";
import { DealRecord, PartitionRecord, PartitionStatus } from "../ledger/LedgerState.sol";
import { DealId, TaskId, taskIdOf } from "../ledger/Types.sol";
import { Bags } from "./Bags.sol";
import { ISettlement } from "./ISettlement.sol";
import { Ratios } from "./Ratios.sol";
import { Settlement } from "./Settlement.sol";
import { Settler } from "./Settler.sol";

/// @title The hub's side that certifies, settles and accepts by partition.
abstract contract Certificates is HubBase, ISettlement, IAcceptance {
    /// @dev The code that settles, accepts and releases partitions.
    address private immutable _settler;

    constructor(Settler settler) {
        _settler = address(settler);
    }

    /// @inheritdoc ISettlement
    function settlePartition(PartitionResult calldata) external nonReentrant {
        Address.functionDelegateCall(_settler, msg.data);
    }

    /// @inheritdoc IAcceptance
    function acceptPartition(PartitionResult calldata, uint256, bytes calldata) external nonReentrant {
        Address.functionDelegateCall(_settler, msg.data);
    }

    /// @inheritdoc IAcceptance
    function releasePartition(PartitionResult calldata) external nonReentrant {
        Address.functionDelegateCall(_settler, msg.data);
    }

    /// @inheritdoc ISettlement
    function viewPartitionSize(DealId dealid) external view returns (uint256) {
        return _state.deals[dealid].partitionSize;
    }

    function viewPartition(DealId dealid, uint256 partition)
        external
        view
        returns (bool settled, bytes32 resultsRoot, uint256 certifiedTasks, uint256 failedTasks)
    {
        PartitionRecord storage stored = _state.partitions[dealid][partition];
        settled = stored.status == PartitionStatus.SETTLED;
        return (settled, stored.resultsRoot, stored.certifiedTasks, stored.failedTasks);
    }

    /// @inheritdoc ISettlement
    function verifyResult(
        DealId dealid,
        uint256 partition,
        uint256 idx,
        bytes32 resultDigest,
        bytes32[] calldata proof
    ) external view returns (bool) {
        DealRecord storage deal = _state.deals[dealid];
        PartitionRecord storage stored = _state.partitions[dealid][partition];
        if (stored.status != PartitionStatus.SETTLED || !Bags.contains(deal, idx)) return false;
        if (Bags.partitionOf(deal, idx) != partition) return false;
        bytes32 corrected = _state.court.corrected[taskIdOf(dealid, idx)];
        if (corrected != 0) return resultDigest == corrected;
        bytes32 leaf = keccak256(abi.encodePacked(TaskId.unwrap(taskIdOf(dealid, idx)), resultDigest));
        return MerkleProof.verifyCalldata(proof, stored.resultsRoot, leaf);
    }

    /// @inheritdoc ISettlement
    function hashCommitment(DealId dealid, uint256 partition, uint256 tasks, bytes32 accumulator)
        external
        view
        returns (bytes32)
    {
        return Settlement.hashCommitment(_domainSeparatorV4(), dealid, partition, tasks, accumulator);
    }

    function contribution_deadline_ratio() external pure returns (uint256) {
        return Ratios.CONTRIBUTION_DEADLINE;
    }

    function reveal_deadline_ratio() external pure returns (uint256) {
        return Ratios.REVEAL_DEADLINE;
    }

    function final_deadline_ratio() external pure returns (uint256) {
        return Ratios.FINAL_DEADLINE;
    }
}
