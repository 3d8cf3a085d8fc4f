// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @title What providers register. An entry is a contract owned by whoever holds its token in the registry.
abstract contract Entry {
    /// @notice Only the registry sets an entry up, in the transaction that creates it.
    error NotTheRegistry(address caller);

    /// @notice The registry that made this entry.
    IERC721 public immutable registry;

    /// @dev Runs in the template only: the entries are minimal proxies of it and share its immutables.
    constructor() {
        registry = IERC721(msg.sender);
    }

    modifier onlyRegistry() {
        if (msg.sender != address(registry)) revert NotTheRegistry(msg.sender);
        _;
    }

    /// @notice Who holds the token of this entry.
    function owner() public view returns (address) {
        return registry.ownerOf(uint256(uint160(address(this))));
    }
}

/// @title A registered application.
contract App is Entry {
    string public m_appName;
    string public m_appType;
    bytes public m_appMultiaddr;
    bytes32 public m_appChecksum;
    bytes public m_appMREnclave;

    function initialize(
        string calldata name,
        string calldata appType,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external onlyRegistry {
        m_appName = name;
        m_appType = appType;
        m_appMultiaddr = multiaddr;
        m_appChecksum = checksum;
        m_appMREnclave = mrenclave;
    }
}

/// @title A registered dataset.
contract Dataset is Entry {
    string public m_datasetName;
    bytes public m_datasetMultiaddr;
    bytes32 public m_datasetChecksum;

    function initialize(string calldata name, bytes calldata multiaddr, bytes32 checksum) external onlyRegistry {
        m_datasetName = name;
        m_datasetMultiaddr = multiaddr;
        m_datasetChecksum = checksum;
    }
}

/// @title A registered pool of workers, and its policy.
contract Workerpool is Entry {
    uint256 private constant STAKE_RATIO_DEFAULT = 30;
    uint256 private constant SCHEDULER_RATIO_DEFAULT = 1;
    uint256 private constant RATIO_MAX = 100;

    string public m_workerpoolDescription;
    /// @notice What a worker risks per task, in percent of the pool's price.
    uint256 public m_workerStakeRatioPolicy;
    /// @notice What the pool's owner keeps of the workers' pay, in percent.
    uint256 public m_schedulerRewardRatioPolicy;

    event PolicyUpdate(
        uint256 oldWorkerStakeRatioPolicy,
        uint256 oldSchedulerRewardRatioPolicy,
        uint256 newWorkerStakeRatioPolicy,
        uint256 newSchedulerRewardRatioPolicy
    );

    /// @notice Only the pool's owner changes its policy.
    error NotTheOwner(address caller);
    /// @notice A ratio is a percentage.
    error RatioOutOfRange(uint256 ratio, uint256 max);

    function initialize(string calldata description) external onlyRegistry {
        m_workerpoolDescription = description;
        m_workerStakeRatioPolicy = STAKE_RATIO_DEFAULT;
        m_schedulerRewardRatioPolicy = SCHEDULER_RATIO_DEFAULT;
    }

    /// @notice Changes the policy for deals to come.
    function changePolicy(uint256 workerStakeRatio, uint256 schedulerRewardRatio) external {
        if (msg.sender != owner()) revert NotTheOwner(msg.sender);
        if (schedulerRewardRatio > RATIO_MAX) revert RatioOutOfRange(schedulerRewardRatio, RATIO_MAX);
        emit PolicyUpdate(
            m_workerStakeRatioPolicy, m_schedulerRewardRatioPolicy, workerStakeRatio, schedulerRewardRatio
        );
        m_workerStakeRatioPolicy = workerStakeRatio;
        m_schedulerRewardRatioPolicy = schedulerRewardRatio;
    }
}
