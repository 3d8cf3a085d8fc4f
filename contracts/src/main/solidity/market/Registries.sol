// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { ERC721Enumerable } from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";
import { App, Dataset, Workerpool } from "./Entries.sol";

/// @notice What the hub asks of a registry.
interface IRegistry {
    function isRegistered(address entry) external view returns (bool);
}

/// @title A register of entries. Each is an ERC-721 token whose id is the entry's address.
/// @dev Entries are minimal proxies made by CREATE2, salted with what they say and their first owner: their
/// address is known in advance, and the same entry cannot be made twice.
abstract contract Registry is ERC721Enumerable, IRegistry {
    /// @notice An earlier registry whose entries count here too; zero if there is none.
    IRegistry public immutable previous;
    /// @dev The contract that the entries are proxies of.
    address private immutable _template;

    constructor(string memory name, string memory symbol, address template, IRegistry before) ERC721(name, symbol) {
        _template = template;
        previous = before;
    }

    /// @inheritdoc IRegistry
    function isRegistered(address entry) external view returns (bool) {
        if (_ownerOf(uint256(uint160(entry))) != address(0)) return true;
        return address(previous) != address(0) && previous.isRegistered(entry);
    }

    function _predict(address owner, bytes memory description) internal view returns (address) {
        return Clones.predictDeterministicAddress(_template, _salt(owner, description));
    }

    function _create(address owner, bytes memory description) internal returns (address entry) {
        entry = Clones.cloneDeterministic(_template, _salt(owner, description));
        _mint(owner, uint256(uint160(entry)));
    }

    function _salt(address owner, bytes memory description) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(description, owner));
    }
}

/// @title The register of applications.
contract AppRegistry is Registry {
    constructor(IRegistry before) Registry("Gridbourse Apps", "APPS", address(new App()), before) { }

    function createApp(
        address owner,
        string calldata name,
        string calldata appType,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external returns (App app) {
        app = App(_create(owner, abi.encodeCall(App.initialize, (name, appType, multiaddr, checksum, mrenclave))));
        app.initialize(name, appType, multiaddr, checksum, mrenclave);
    }

    function predictApp(
        address owner,
        string calldata name,
        string calldata appType,
        bytes calldata multiaddr,
        bytes32 checksum,
        bytes calldata mrenclave
    ) external view returns (App) {
        return App(_predict(owner, abi.encodeCall(App.initialize, (name, appType, multiaddr, checksum, mrenclave))));
    }
}

/// @title The register of datasets.
contract DatasetRegistry is Registry {
    constructor(IRegistry before) Registry("Gridbourse Datasets", "DATASETS", address(new Dataset()), before) { }

    function createDataset(address owner, string calldata name, bytes calldata multiaddr, bytes32 checksum)
        external
        returns (Dataset dataset)
    {
        dataset = Dataset(_create(owner, abi.encodeCall(Dataset.initialize, (name, multiaddr, checksum))));
        dataset.initialize(name, multiaddr, checksum);
    }

    function predictDataset(address owner, string calldata name, bytes calldata multiaddr, bytes32 checksum)
        external
        view
        returns (Dataset)
    {
        return Dataset(_predict(owner, abi.encodeCall(Dataset.initialize, (name, multiaddr, checksum))));
    }
}

/// @title The register of pools.
contract WorkerpoolRegistry is Registry {
    constructor(IRegistry before) Registry("Gridbourse Pools", "POOLS", address(new Workerpool()), before) { }

    function createWorkerpool(address owner, string calldata description) external returns (Workerpool workerpool) {
        workerpool = Workerpool(_create(owner, abi.encodeCall(Workerpool.initialize, (description))));
        workerpool.initialize(description);
    }

    function predictWorkerpool(address owner, string calldata description) external view returns (Workerpool) {
        return Workerpool(_predict(owner, abi.encodeCall(Workerpool.initialize, (description))));
    }
}
