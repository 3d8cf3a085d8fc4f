// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import { App, Entry, Workerpool } from "../../../main/solidity/market/Entries.sol";
import { AppRegistry } from "../../../main/solidity/market/Registries.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice Entries: where they are, whose they are, what they say.
contract RegistriesTest is Fixture {
    function test_createApp_createsWhatWasPredicted() public {
        App predicted = apps.predictApp(requester, "a", "DOCKER", "m", keccak256("c"), "");
        vm.assertFalse(apps.isRegistered(address(predicted)), "not yet");
        App made = apps.createApp(requester, "a", "DOCKER", "m", keccak256("c"), "");
        vm.assertEq(address(made), address(predicted), "address");
        vm.assertTrue(apps.isRegistered(address(made)), "registered");
        vm.assertEq(made.owner(), requester, "owner");
        vm.assertEq(address(made.registry()), address(apps), "registry");
        vm.assertEq(made.m_appName(), "a", "name");
        vm.assertEq(made.m_appType(), "DOCKER", "type");
        vm.assertEq(string(made.m_appMultiaddr()), "m", "multiaddr");
        vm.assertEq(made.m_appChecksum(), keccak256("c"), "checksum");
        vm.assertEq(made.m_appMREnclave().length, 0, "enclave");
        vm.assertEq(apps.balanceOf(requester), 1, "balance");
        vm.assertEq(apps.tokenOfOwnerByIndex(requester, 0), uint256(uint160(address(made))), "token");
    }

    function test_createApp_refusesTheSameEntryAgain() public {
        vm.expectRevert();
        apps.createApp(appOwner, "app", "DOCKER", "bundle", bytes32(0), "");
        App another = apps.createApp(requester, "app", "DOCKER", "bundle", bytes32(0), "");
        vm.assertTrue(address(another) != address(app), "another owner, another entry");
    }

    function test_createDataset_andWorkerpoolDoTheSame() public view {
        vm.assertEq(
            address(datasets.predictDataset(datasetOwner, "dataset", "datum", bytes32(0))),
            address(dataset),
            "dataset"
        );
        vm.assertEq(address(pools.predictWorkerpool(poolOwner, "pool")), address(pool), "pool");
        vm.assertEq(pool.m_workerpoolDescription(), "pool", "description");
        vm.assertEq(pool.m_workerStakeRatioPolicy(), 30, "stake");
        vm.assertEq(pool.m_schedulerRewardRatioPolicy(), 1, "reward");
        vm.assertEq(dataset.m_datasetName(), "dataset", "name");
        vm.assertEq(string(dataset.m_datasetMultiaddr()), "datum", "multiaddr");
        vm.assertEq(dataset.m_datasetChecksum(), bytes32(0), "checksum");
    }

    function test_safeTransferFrom_makesAnotherOwner() public {
        uint256 id = uint256(uint160(address(pool)));
        vm.expectRevert();
        pools.safeTransferFrom(poolOwner, requester, id);
        vm.expectEmit(address(pools));
        emit IERC721.Transfer(poolOwner, requester, id);
        vm.prank(poolOwner);
        pools.safeTransferFrom(poolOwner, requester, id);
        vm.assertEq(pool.owner(), requester, "owner");
        vm.assertEq(pools.ownerOf(id), requester, "of the token");
        vm.assertEq(pools.balanceOf(poolOwner), 0, "no more");
        vm.assertEq(pools.tokenOfOwnerByIndex(requester, 0), id, "by index");
        vm.expectRevert(abi.encodeWithSelector(Workerpool.NotTheOwner.selector, poolOwner));
        vm.prank(poolOwner);
        pool.changePolicy(1, 1);
        vm.prank(requester);
        pool.changePolicy(1, 1);
    }

    function test_create_tellsTheEntryByItsToken() public {
        vm.expectEmit(address(datasets));
        emit IERC721.Transfer(
            address(0),
            requester,
            uint256(uint160(address(datasets.predictDataset(requester, "d", "m", bytes32(0)))))
        );
        datasets.createDataset(requester, "d", "m", bytes32(0));
        vm.expectEmit(address(pools));
        emit IERC721.Transfer(
            address(0), requester, uint256(uint160(address(pools.predictWorkerpool(requester, "p"))))
        );
        pools.createWorkerpool(requester, "p");
        vm.assertEq(address(dataset.registry()), address(datasets), "registry");
        vm.assertEq(address(pool.registry()), address(pools), "registry");
        vm.assertEq(dataset.owner(), datasetOwner, "owner");
    }

    function test_initialize_isTheRegistrys() public {
        vm.expectRevert(abi.encodeWithSelector(Entry.NotTheRegistry.selector, address(this)));
        app.initialize("mine", "", "", bytes32(0), "");
    }

    function test_changePolicy_isTheOwnersAndBounded() public {
        vm.expectRevert(abi.encodeWithSelector(Workerpool.NotTheOwner.selector, address(this)));
        pool.changePolicy(1, 1);
        vm.prank(poolOwner);
        vm.expectRevert(abi.encodeWithSelector(Workerpool.RatioOutOfRange.selector, 101, 100));
        pool.changePolicy(1, 101);
        vm.expectEmit(address(pool));
        emit Workerpool.PolicyUpdate(30, 1, 50, 100);
        vm.prank(poolOwner);
        pool.changePolicy(50, 100);
    }

    function test_isRegistered_asksTheRegistryBefore() public {
        AppRegistry next = new AppRegistry(apps);
        vm.assertTrue(next.isRegistered(address(app)), "registered before");
        vm.assertFalse(next.isRegistered(address(pool)), "never registered");
    }
}
