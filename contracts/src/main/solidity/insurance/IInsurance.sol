// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @title Computation insurance: insurers' capital answers for tasks that fail, come late, or turn out wrong.
/// @notice A requester buys a policy for a deal at a price that the underwriter signed. The cover of all its tasks is
/// reserved at once. What is due follows from the ledger's facts alone, partition by partition, and anybody
/// may have a partition assessed. Amounts are free nRLC of accounts in the hub.
interface IInsurance {
    /// @notice An offer of the underwriter to insure a deal. For each task that is not certified, is delivered after
    /// `deadline`, or is overturned by the court, the insured gets `coverPerTask`, once. Times are in seconds since
    /// 1970. EIP-712 in the domain `Gridbourse Insurance`, version 1, of this contract:
    /// Quote(bytes32 dealid,address insured,uint256 premium,uint256 coverPerTask,uint256 deadline,uint256 expiry).
    struct Quote {
        bytes32 dealid;
        address insured;
        uint256 premium;
        uint256 coverPerTask;
        uint256 deadline;
        uint256 expiry;
    }

    /// @notice A policy. `tasksOpen` are those not assessed yet, and `premiumOpen` is the part of the premium for them.
    struct Policy {
        address insured;
        uint40 deadline;
        uint128 coverPerTask;
        uint128 premiumOpen;
        uint96 tasksOpen;
    }

    /// @notice A deal is insured.
    event PolicyBought(
        bytes32 indexed dealid,
        address indexed insured,
        uint256 premium,
        uint256 coverPerTask,
        uint256 tasks,
        uint256 deadline
    );
    /// @notice A partition was assessed: so many of its tasks failed, came late, were overturned; so much was paid.
    event PartitionAssessed(
        bytes32 indexed dealid,
        uint256 indexed partition,
        uint256 failed,
        uint256 late,
        uint256 overturned,
        uint256 paid
    );
    /// @notice Another key signs quotes.
    event UnderwriterChanged(address underwriter);

    /// @notice The quote is not signed by the underwriter.
    error QuoteNotSigned(address underwriter);
    /// @notice The quote was good until then, in seconds since 1970. Ask for another.
    error QuoteExpired(uint256 expiry);
    /// @notice Only who is named in the quote buys, and only the requester of a deal or who pays for it is named.
    error NotTheInsured(address caller, address insured);
    /// @notice The deal is insured already.
    error AlreadyInsured(bytes32 dealid);
    /// @notice Results of the deal are on the ledger: what is known cannot be insured.
    error TooLateToInsure(bytes32 dealid);
    /// @notice The cover of a task is above zero and at most its price.
    error CoverOutOfRange(uint256 coverPerTask, uint256 max);
    /// @notice A premium is above zero and below the cover.
    error PremiumOutOfRange(uint256 premium, uint256 cover);
    /// @notice The insured deadline lies ahead, and not after the deal's final deadline.
    error DeadlineOutOfRange(uint256 deadline, uint256 finalDeadline);
    /// @notice The free capital does not cover the deal.
    error CapitalTooSmall(uint256 free, uint256 cover);
    /// @notice There is no policy for this deal, or all of it was assessed.
    error PolicyUnknown(bytes32 dealid);
    /// @notice The partition is neither settled nor claimed yet: settle, release or claim it first.
    error NotDecidedYet(bytes32 dealid, uint256 partition);
    /// @notice The partition was assessed before.
    error AssessedBefore(bytes32 dealid, uint256 partition);

    /// @notice Buys the quoted policy with the caller's free nRLC, approved for this contract before.
    function buy(Quote calldata quote, bytes calldata sign) external;

    /// @notice Pays what is due for a partition, and sets the rest of its reserve and its share of the premium free.
    /// Anybody may.
    /// @return paid to the insured
    function assess(bytes32 dealid, uint256 partition) external returns (uint256 paid);

    /// @notice Has another key sign quotes; only the owner may.
    function changeUnderwriter(address underwriter) external;

    /// @notice What may still be claimed, over all policies.
    function reserved() external view returns (uint256);

    /// @notice Premiums of what is not assessed yet: neither capital nor due to anybody but the insurers later.
    function unearned() external view returns (uint256);

    /// @notice Capital that is not reserved: what may be withdrawn, and what can still be insured.
    function freeCapital() external view returns (uint256);
    function underwriter() external view returns (address);
    function viewPolicy(bytes32 dealid) external view returns (Policy memory);
    function wasAssessed(bytes32 dealid, uint256 partition) external view returns (bool);

    /// @notice The hash that the underwriter signs.
    function hashQuote(Quote calldata quote) external view returns (bytes32);
}
