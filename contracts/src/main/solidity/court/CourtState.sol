// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { DealId, TaskId } from "../ledger/Types.sol";
import { ICourt } from "./ICourt.sol";

/// @notice A partition that was accepted before its results were checked. `purse` is what the pool still answers
/// with for wrong results: its bond, then its stake for the certified tasks.
struct AcceptanceRecord {
    bytes32 resultHash;
    uint40 windowEnd;
    uint32 trialsOpen;
    uint32 overturned;
    uint128 purse;
}

/// @notice A juror's word in a trial.
struct Vote {
    ICourt.VoteStatus status;
    bytes32 seal;
    bytes32 digest;
}

/// @notice A challenge and what became of it. Of the jury, those from `seated` on were drawn in this round.
struct Trial {
    DealId dealid;
    bytes32 digest;
    bytes32 verdict;
    address challenger;
    ICourt.TrialStatus status;
    uint8 round;
    uint40 commitEnd;
    uint40 revealEnd;
    uint96 idx;
    address liar;
    uint64 liarTasks;
    uint64 drawBlock;
    uint32 seated;
    uint32 committed;
    uint32 revealed;
    address[] jury;
    mapping(address => Vote) votes;
}

/// @notice What the court remembers. `rollIndex` is the place on the roll, counted from 1.
struct CourtState {
    mapping(DealId => mapping(uint256 => AcceptanceRecord)) acceptances;
    mapping(TaskId => bytes32) corrected;
    mapping(TaskId => uint256) lastTrial;
    mapping(bytes32 => uint256) liarPaid;
    mapping(address => address) owners;
    mapping(address => uint256) rollIndex;
    address[] roll;
    Trial[] trials;
}
