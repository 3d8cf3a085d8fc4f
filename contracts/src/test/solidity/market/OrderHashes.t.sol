// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import {
    AppOrder,
    AppOrderOperation,
    DatasetOrder,
    EIP712Domain,
    OrderOperation,
    RequestOrder,
    WorkerpoolOrder
} from "../../../main/solidity/market/OrderTypes.sol";
import { Fixture } from "../support/Fixture.sol";

/// @notice Hashes, made here from the type strings alone, whose own hashes begin and end as published.
contract OrderHashesTest is Fixture {
    string private constant APP =
        "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant DATASET =
        "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,address apprestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)";
    string private constant WORKERPOOL =
        "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address apprestrict,address datasetrestrict,address requesterrestrict,bytes32 salt)";
    string private constant REQUEST =
        "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address beneficiary,address callback,string params,bytes32 salt)";

    function test_types_areThePublishedOnes() public pure {
        _begins(keccak256(bytes(APP)), 0x60815a0e, 0xd008);
        _begins(keccak256(bytes(DATASET)), 0x6cfc932a, 0xd47c);
        _begins(keccak256(bytes(WORKERPOOL)), 0xaa3429fb, 0x22bb);
        _begins(keccak256(bytes(REQUEST)), 0xf24e8530, 0xfae0);
    }

    function test_domain_isTheHubs() public view {
        EIP712Domain memory domain = hub.domain();
        vm.assertEq(domain.name, "iExecODB", "name");
        vm.assertEq(domain.version, "5.0.0", "version");
        vm.assertEq(domain.chainId, block.chainid, "chain");
        vm.assertEq(domain.verifyingContract, address(hub), "hub");
    }

    function test_fuzz_appOrder_hashesEveryField(AppOrder memory order) public view {
        bytes memory words = abi.encode(
            order.app,
            order.appprice,
            order.volume,
            order.tag,
            order.datasetrestrict,
            order.workerpoolrestrict,
            order.requesterrestrict,
            order.salt
        );
        vm.assertEq(digests.appOrder(order), _digest(APP, words), "hash");
        AppOrderOperation memory operation = AppOrderOperation(order, OrderOperation.CLOSE, "");
        bytes32 struct_ = keccak256(bytes.concat(keccak256(bytes(APP)), words));
        string memory operationType =
            string.concat("AppOrderOperation(AppOrder order,uint256 operation)", APP);
        vm.assertEq(
            digests.appOrderOperation(operation), _digest(operationType, abi.encode(struct_, 1)), "operation"
        );
    }

    function test_fuzz_datasetOrder_hashesEveryField(DatasetOrder memory order) public view {
        bytes memory words = abi.encode(
            order.dataset,
            order.datasetprice,
            order.volume,
            order.tag,
            order.apprestrict,
            order.workerpoolrestrict,
            order.requesterrestrict,
            order.salt
        );
        vm.assertEq(digests.datasetOrder(order), _digest(DATASET, words), "hash");
    }

    function test_fuzz_workerpoolOrder_hashesEveryField(WorkerpoolOrder memory order) public view {
        bytes memory words = bytes.concat(
            abi.encode(order.workerpool, order.workerpoolprice, order.volume, order.tag, order.category),
            abi.encode(
                order.trust, order.apprestrict, order.datasetrestrict, order.requesterrestrict, order.salt
            )
        );
        vm.assertEq(digests.workerpoolOrder(order), _digest(WORKERPOOL, words), "hash");
    }

    function test_fuzz_requestOrder_hashesEveryField(RequestOrder memory order) public view {
        bytes memory words = bytes.concat(
            abi.encode(order.app, order.appmaxprice, order.dataset, order.datasetmaxprice, order.workerpool),
            abi.encode(order.workerpoolmaxprice, order.requester, order.volume, order.tag, order.category),
            abi.encode(order.trust, order.beneficiary, order.callback, keccak256(bytes(order.params)), order.salt)
        );
        vm.assertEq(digests.requestOrder(order), _digest(REQUEST, words), "hash");
    }

    function _digest(string memory type_, bytes memory words) private view returns (bytes32) {
        bytes32 struct_ = keccak256(bytes.concat(keccak256(bytes(type_)), words));
        return keccak256(abi.encodePacked(hex"1901", digests.separator(), struct_));
    }

    function _begins(bytes32 hash, uint256 first, uint256 last) private pure {
        vm.assertEq(uint256(hash) >> 224, first, "first four bytes");
        vm.assertEq(uint256(hash) & 0xffff, last, "last two bytes");
    }
}
