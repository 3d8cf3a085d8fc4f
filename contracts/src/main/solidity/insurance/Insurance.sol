// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Ownable2Step } from "@openzeppelin/contracts/access/Ownable2Step.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IDelivery } from "../court/IDelivery.sol";
import { DealId } from "../ledger/Types.sol";
import { IDeals } from "../market/IDeals.sol";
import { ISettlement } from "../proof/ISettlement.sol";
import { Ratios } from "../proof/Ratios.sol";
import { IInsurance } from "./IInsurance.sol";

/// @title A pool of insurers' capital, as shares (ERC-4626) of free nRLC in the hub.
/// @dev What the contract holds in the hub is capital and unearned premiums; the capital always covers what is
/// reserved, for it is reserved when a policy is bought and nothing reserved can be withdrawn.
contract Insurance is IInsurance, ERC4626, EIP712, Ownable2Step, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Decimals of shares beyond those of the asset: makes it too dear to inflate the price of a share.
    uint8 private constant SHARE_DECIMALS = 3;
    bytes32 private constant QUOTE_TYPEHASH = keccak256(
        "Quote(bytes32 dealid,address insured,uint256 premium,uint256 coverPerTask,uint256 deadline,uint256 expiry)"
    );

    /// @inheritdoc IInsurance
    uint256 public reserved;
    /// @inheritdoc IInsurance
    uint256 public unearned;
    /// @inheritdoc IInsurance
    address public underwriter;

    mapping(bytes32 => Policy) private _policies;
    mapping(bytes32 => mapping(uint256 => bool)) private _assessed;

    /// @param hub the ledger, which is the token of its free amounts and the judge of all facts
    constructor(address hub, address underwriter_)
        ERC20("Gridbourse insurance share", "GIS")
        ERC4626(IERC20(hub))
        EIP712("Gridbourse Insurance", "1")
        Ownable(msg.sender)
    {
        underwriter = underwriter_;
        emit UnderwriterChanged(underwriter_);
    }

    /// @inheritdoc IInsurance
    function changeUnderwriter(address underwriter_) external onlyOwner {
        underwriter = underwriter_;
        emit UnderwriterChanged(underwriter_);
    }

    // ---- policies ----

    /// @inheritdoc IInsurance
    function buy(Quote calldata quote, bytes calldata sign) external nonReentrant {
        if (!SignatureChecker.isValidSignatureNow(underwriter, hashQuote(quote), sign)) {
            revert QuoteNotSigned(underwriter);
        }
        if (block.timestamp >= quote.expiry) revert QuoteExpired(quote.expiry);
        uint256 tasks = _requireInsurable(quote);
        uint256 cover = quote.coverPerTask * tasks;
        if (quote.premium == 0 || quote.premium >= cover) revert PremiumOutOfRange(quote.premium, cover);
        uint256 free = freeCapital();
        if (cover > free) revert CapitalTooSmall(free, cover);
        reserved += cover;
        unearned += quote.premium;
        _policies[quote.dealid] = Policy(
            quote.insured,
            quote.deadline.toUint40(),
            quote.coverPerTask.toUint128(),
            quote.premium.toUint128(),
            tasks.toUint96()
        );
        emit PolicyBought(
            quote.dealid, quote.insured, quote.premium, quote.coverPerTask, tasks, quote.deadline
        );
        IERC20(asset()).safeTransferFrom(quote.insured, address(this), quote.premium);
    }

    /// @inheritdoc IInsurance
    function assess(bytes32 dealid, uint256 partition) external nonReentrant returns (uint256 paid) {
        Policy storage policy = _policies[dealid];
        if (policy.tasksOpen == 0) revert PolicyUnknown(dealid);
        if (_assessed[dealid][partition]) revert AssessedBefore(dealid, partition);
        IDelivery.Delivery memory facts =
            IDelivery(asset()).viewDelivery(DealId.wrap(dealid), partition, policy.deadline);
        if (!facts.decided) revert NotDecidedYet(dealid, partition);
        _assessed[dealid][partition] = true;
        uint256 overturned = facts.lateTasks > 0 ? 0 : facts.overturnedTasks;
        paid = policy.coverPerTask * (facts.failedTasks + facts.lateTasks + overturned);
        _setFree(policy, facts.certifiedTasks + facts.failedTasks);
        emit PartitionAssessed(dealid, partition, facts.failedTasks, facts.lateTasks, overturned, paid);
        if (paid > 0) IERC20(asset()).safeTransfer(policy.insured, paid);
    }

    /// @inheritdoc IInsurance
    function hashQuote(Quote calldata quote) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    QUOTE_TYPEHASH,
                    quote.dealid,
                    quote.insured,
                    quote.premium,
                    quote.coverPerTask,
                    quote.deadline,
                    quote.expiry
                )
            )
        );
    }

    function viewPolicy(bytes32 dealid) external view returns (Policy memory) {
        return _policies[dealid];
    }

    function wasAssessed(bytes32 dealid, uint256 partition) external view returns (bool) {
        return _assessed[dealid][partition];
    }

    // ---- capital ----

    /// @inheritdoc ERC4626
    /// @dev Premiums become capital as what they insured is assessed.
    function totalAssets() public view override returns (uint256) {
        return super.totalAssets() - unearned;
    }

    /// @inheritdoc IInsurance
    function freeCapital() public view returns (uint256) {
        return totalAssets() - reserved;
    }

    /// @inheritdoc ERC4626
    function maxWithdraw(address owner) public view override returns (uint256) {
        return Math.min(super.maxWithdraw(owner), freeCapital());
    }

    /// @inheritdoc ERC4626
    function maxRedeem(address owner) public view override returns (uint256) {
        return Math.min(super.maxRedeem(owner), _convertToShares(freeCapital(), Math.Rounding.Floor));
    }

    function _decimalsOffset() internal pure override returns (uint8) {
        return SHARE_DECIMALS;
    }

    function _requireInsurable(Quote calldata quote) private view returns (uint256 tasks) {
        IDeals.Deal memory deal = IDeals(asset()).viewDeal(DealId.wrap(quote.dealid));
        bool hasInterest = quote.insured == deal.requester || quote.insured == deal.sponsor;
        if (msg.sender != quote.insured || !hasInterest) revert NotTheInsured(msg.sender, quote.insured);
        if (_policies[quote.dealid].insured != address(0)) revert AlreadyInsured(quote.dealid);
        _requireNothingKnown(DealId.wrap(quote.dealid));
        uint256 price = deal.app.price + deal.dataset.price + deal.workerpool.price;
        if (quote.coverPerTask == 0 || quote.coverPerTask > price) {
            revert CoverOutOfRange(quote.coverPerTask, price);
        }
        uint256 workClock = IDeals(asset()).viewCategory(deal.category).workClockTimeRef;
        uint256 finalDeadline = deal.startTime + Ratios.FINAL_DEADLINE * workClock;
        if (quote.deadline <= block.timestamp || quote.deadline > finalDeadline) {
            revert DeadlineOutOfRange(quote.deadline, finalDeadline);
        }
        return deal.botSize;
    }

    /// @dev Neither a partition nor a task is decided, and nothing was accepted.
    function _requireNothingKnown(DealId dealid) private view {
        IDelivery.Delivery memory facts = IDelivery(asset()).viewDelivery(dealid, 0, type(uint256).max);
        bool isPartitioned = ISettlement(asset()).viewPartitionSize(dealid) != 0;
        if (isPartitioned || facts.decided || facts.certifiedTasks != 0) {
            revert TooLateToInsure(DealId.unwrap(dealid));
        }
    }

    /// @dev The last tasks of a policy take the roundings of its premium with them.
    function _setFree(Policy storage policy, uint256 tasks) private {
        uint256 earned = policy.premiumOpen * tasks / policy.tasksOpen;
        reserved -= policy.coverPerTask * tasks;
        unearned -= earned;
        policy.premiumOpen -= earned.toUint128();
        policy.tasksOpen -= tasks.toUint96();
    }
}
