// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @title Workers on the ledger: what they put up, and how far they are trusted.
interface IWorkers {
    /// @notice A worker put up more.
    event Pledged(address indexed worker, uint256 amount);
    /// @notice A worker wants part of its pledge back, and gets it at `availableAt`.
    event UnpledgeRequested(address indexed worker, uint256 amount, uint256 availableAt);
    /// @notice What a worker asked back became free.
    event Unpledged(address indexed worker, uint256 amount);

    /// @notice The worker has not pledged that much.
    error PledgeTooSmall(address worker, uint256 pledged, uint256 needed);
    /// @notice The delay, which outlasts every deal under way, ends at `availableAt`.
    error PledgeStillBound(address worker, uint256 availableAt);
    /// @notice The pledge answers for this many accepted partitions and trials that are not over.
    error PledgeHeld(address worker, uint256 holds);
    /// @notice An amount must be above zero.
    error AmountIsZero();

    /// @notice Moves `amount` of the caller's free part into its pledge, from which wrong answers are paid.
    function pledge(uint256 amount) external;

    /// @notice Announces that `amount` of the pledge shall become free. It stays seizable until then; a further
    /// request restarts the delay for all that is leaving.
    function requestUnpledge(uint256 amount) external;

    /// @notice Frees what was announced, once its delay is over and nothing holds the pledge.
    function unpledge() external;

    /// @return pledged what is put up and not leaving
    /// @return leaving what was asked back and can still be seized
    /// @return availableAt when the leaving part may be freed, in seconds since 1970
    function viewPledge(address worker) external view returns (uint256 pledged, uint256 leaving, uint256 availableAt);

    /// @notice How long a pledge stays bound after the request, in seconds.
    function unpledgeDelay() external view returns (uint256);

    /// @notice The worker's score: +1 for an accepted answer that others also gave, × 2/3 for a wrong or absent one.
    function viewScore(address worker) external view returns (uint256);

    /// @notice The score as the second `timestamp` began, which no later transaction can change. Weights in a deal
    /// are those at its start.
    function viewScoreAt(address worker, uint256 timestamp) external view returns (uint256);
}
