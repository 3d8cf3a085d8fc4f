// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { IDeals } from "../../../main/solidity/market/IDeals.sol";
import {
    AppOrderOperation,
    DatasetOrderOperation,
    OrderOperation,
    RequestOrderOperation,
    WorkerpoolOrderOperation
} from "../../../main/solidity/market/OrderTypes.sol";
import { Group, NoGroup, ReenteringGroup, StrangeGroup, Wallet } from "../support/Doubles.sol";
import { Fixture, Offers } from "../support/Fixture.sol";
import { OrderDigests } from "../support/OrderDigests.sol";

/// @notice What makes a deal, and every reason not to.
contract MatchingTest is Fixture {
    bytes32 private constant TEE = bytes32(uint256(1));
    bytes32 private constant GPU = bytes32(uint256(1 << 8));

    function test_matchOrders_makesTheDeal() public {
        Offers memory offers = _offers(7, 5);
        offers.request.tag = GPU;
        offers.pool.tag = GPU;
        offers.request.params = '{"iexec_args":"--pattern 1LoV"}';
        _sign(offers);
        bytes32 requestHash = digests.requestOrder(offers.request);
        DealId expected = DealId.wrap(keccak256(abi.encodePacked(requestHash, uint256(0))));
        vm.expectEmit(address(hub));
        emit IDeals.SchedulerNotice(address(pool), DealId.unwrap(expected));
        vm.expectEmit(address(hub));
        emit IDeals.OrdersMatched(
            DealId.unwrap(expected),
            digests.appOrder(offers.app),
            digests.datasetOrder(offers.dataset),
            digests.workerpoolOrder(offers.pool),
            requestHash,
            7
        );
        _checkDeal(hub.viewDeal(_match(offers)), offers.request.params);
    }

    function _checkDeal(IDeals.Deal memory deal, string memory params) private view {
        vm.assertEq(deal.app.pointer, address(app), "app");
        vm.assertEq(deal.app.owner, appOwner, "app owner");
        vm.assertEq(deal.app.price, APP_PRICE, "app price");
        vm.assertEq(deal.dataset.pointer, address(dataset), "dataset");
        vm.assertEq(deal.dataset.owner, datasetOwner, "dataset owner");
        vm.assertEq(deal.dataset.price, DATASET_PRICE, "dataset price");
        vm.assertEq(deal.workerpool.pointer, address(pool), "pool");
        vm.assertEq(deal.workerpool.owner, poolOwner, "pool owner");
        vm.assertEq(deal.workerpool.price, POOL_PRICE, "pool price");
        vm.assertEq(deal.trust, 5, "trust");
        vm.assertEq(deal.category, 0, "category");
        vm.assertEq(deal.tag, GPU, "tag");
        vm.assertEq(deal.requester, requester, "requester");
        vm.assertEq(deal.beneficiary, requester, "beneficiary");
        vm.assertEq(deal.callback, address(0), "callback");
        vm.assertEq(deal.params, params, "params");
        vm.assertEq(deal.startTime, START, "start");
        vm.assertEq(deal.botFirst, 0, "first");
        vm.assertEq(deal.botSize, 7, "size");
        vm.assertEq(deal.workerStake, STAKE, "stake");
        vm.assertEq(deal.schedulerRewardRatio, 1, "ratio");
        vm.assertEq(deal.sponsor, requester, "sponsor");
        vm.assertEq(_locked(requester), 7 * TASK_PRICE, "price locked");
        vm.assertEq(_locked(poolOwner), 7 * STAKE, "stake locked");
    }

    function test_matchOrders_takesTheLeastVolumeAndContinues() public {
        Offers memory offers = _offers(10, 1);
        offers.pool.volume = 4;
        _sign(offers);
        DealId first = _match(offers);
        vm.assertEq(hub.viewDeal(first).botSize, 4, "the pool's");
        offers.pool.volume = 100;
        _sign(offers);
        DealId second = _match(offers);
        vm.assertEq(hub.viewDeal(second).botFirst, 4, "continues");
        vm.assertEq(hub.viewDeal(second).botSize, 6, "the rest");
        bytes32 hash = digests.requestOrder(offers.request);
        vm.assertEq(hub.viewConsumed(hash), 10, "consumed");
        vm.assertTrue(second == DealId.wrap(keccak256(abi.encodePacked(hash, uint256(4)))), "id");
        _refused(offers, 0x60);
    }

    function test_matchOrders_needsNoDataset() public {
        Offers memory offers = _offers(2, 1);
        _withoutDataset(offers);
        _sign(offers);
        vm.assertEq(hub.viewDeal(_match(offers)).dataset.owner, address(0), "none");
        vm.assertEq(_locked(requester), 2 * (APP_PRICE + POOL_PRICE), "price");
    }

    function test_matchOrders_storesTrustZeroAsOne() public {
        vm.assertEq(hub.viewDeal(_deal(1, 0, 1)).trust, 1, "trust");
    }

    function test_matchOrders_needsTheMoney() public {
        Offers memory offers = _offers(1_000_000, 1);
        _sign(offers);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccounts.InsufficientFunds.selector, requester, 100_000 * RLC_UNIT, 1_000_000 * TASK_PRICE
            )
        );
        _match(offers);
    }

    function test_matchOrders_needsThePoolsStake() public {
        vm.prank(poolOwner);
        hub.withdraw(100_000 * RLC_UNIT - STAKE + 1);
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        vm.expectRevert(
            abi.encodeWithSelector(IAccounts.InsufficientFunds.selector, poolOwner, STAKE - 1, STAKE)
        );
        _match(offers);
    }

    // ---- terms ----

    function test_matchOrders_refusesAnotherCategory() public {
        Offers memory offers = _offers(1, 1);
        offers.pool.category = 1;
        _refused(offers, 0x00);
    }

    function test_matchOrders_refusesAnUnknownCategory() public {
        Offers memory offers = _offers(1, 1);
        (offers.pool.category, offers.request.category) = (5, 5);
        _refused(offers, 0x01);
    }

    function test_matchOrders_refusesLessTrust() public {
        Offers memory offers = _offers(1, 5);
        offers.pool.trust = 4;
        _refused(offers, 0x02);
    }

    function test_matchOrders_refusesPricesAboveTheLimits() public {
        Offers memory offers = _offers(1, 1);
        offers.request.appmaxprice = APP_PRICE - 1;
        _refused(offers, 0x03);
        offers = _offers(1, 1);
        offers.request.datasetmaxprice = DATASET_PRICE - 1;
        _refused(offers, 0x04);
        offers = _offers(1, 1);
        offers.request.workerpoolmaxprice = POOL_PRICE - 1;
        _refused(offers, 0x05);
    }

    function test_matchOrders_refusesAPoolWithoutTheTags() public {
        Offers memory offers = _offers(1, 1);
        offers.request.tag = GPU;
        _refused(offers, 0x06);
        offers = _offers(1, 1);
        offers.app.tag = GPU;
        _refused(offers, 0x06);
        offers = _offers(1, 1);
        offers.dataset.tag = TEE;
        _refused(offers, 0x06);
    }

    function test_matchOrders_ignoresHowADatasetWasMade() public {
        Offers memory offers = _offers(1, 1);
        offers.dataset.tag = bytes32(uint256(0xe));
        _sign(offers);
        vm.assertEq(hub.viewDeal(_match(offers)).tag, bytes32(0), "bits 1 to 3 of a dataset");
    }

    function test_matchOrders_refusesAnEnclaveWithoutTheApps() public {
        Offers memory offers = _offers(1, 1);
        (offers.request.tag, offers.pool.tag) = (TEE, TEE);
        _refused(offers, 0x07);
        offers.app.tag = TEE;
        _sign(offers);
        vm.assertEq(hub.viewDeal(_match(offers)).tag, TEE, "tag");
    }

    // ---- parties ----

    function test_matchOrders_refusesAnotherAppOrDataset() public {
        Offers memory offers = _offers(1, 1);
        offers.request.app = address(1);
        _refused(offers, 0x10);
        offers = _offers(1, 1);
        offers.request.dataset = address(0);
        _refused(offers, 0x11);
    }

    function test_matchOrders_honoursEveryRestriction() public {
        address other = address(0x0ddba11);
        Offers memory offers = _offers(1, 1);
        offers.request.workerpool = other;
        _refused(offers, 0x12);
        offers = _offers(1, 1);
        offers.app.datasetrestrict = other;
        _refused(offers, 0x13);
        offers = _offers(1, 1);
        offers.app.workerpoolrestrict = other;
        _refused(offers, 0x14);
        offers = _offers(1, 1);
        offers.app.requesterrestrict = other;
        _refused(offers, 0x15);
        offers = _offers(1, 1);
        offers.dataset.apprestrict = other;
        _refused(offers, 0x16);
        offers = _offers(1, 1);
        offers.dataset.workerpoolrestrict = other;
        _refused(offers, 0x17);
        offers = _offers(1, 1);
        offers.dataset.requesterrestrict = other;
        _refused(offers, 0x18);
        offers = _offers(1, 1);
        offers.pool.apprestrict = other;
        _refused(offers, 0x19);
        offers = _offers(1, 1);
        offers.pool.datasetrestrict = other;
        _refused(offers, 0x1a);
        offers = _offers(1, 1);
        offers.pool.requesterrestrict = other;
        _refused(offers, 0x1b);
    }

    function test_matchOrders_admitsThoseNamed() public {
        Offers memory offers = _offers(1, 1);
        offers.request.workerpool = address(pool);
        offers.app.datasetrestrict = address(dataset);
        offers.dataset.apprestrict = address(app);
        offers.pool.requesterrestrict = requester;
        _sign(offers);
        _match(offers);
    }

    function test_matchOrders_admitsMembersOfAGroup() public {
        Group group = new Group();
        Offers memory offers = _offers(1, 1);
        offers.app.requesterrestrict = address(group);
        _refused(offers, 0x15);
        group.add(requester);
        _match(offers);
        offers = _offers(1, 1);
        offers.app.requesterrestrict = address(new NoGroup());
        _refused(offers, 0x15);
    }

    function test_matchOrders_asksGroupsInEveryRestriction() public {
        Group group = new Group();
        Offers memory offers = _offers(2, 1);
        offers.request.workerpool = address(group);
        offers.app.datasetrestrict = offers.app.workerpoolrestrict = address(group);
        offers.dataset.apprestrict = offers.dataset.workerpoolrestrict = address(group);
        offers.dataset.requesterrestrict = offers.pool.requesterrestrict = address(group);
        offers.pool.apprestrict = offers.pool.datasetrestrict = address(group);
        _refused(offers, 0x12);
        group.add(address(pool));
        _refusedAsSigned(offers, 0x13);
        group.add(address(dataset));
        _refusedAsSigned(offers, 0x16);
        group.add(address(app));
        _refusedAsSigned(offers, 0x18);
        group.add(requester);
        _match(offers);
    }

    function test_matchOrders_takesAnythingButYesForNo() public {
        Offers memory offers = _offers(1, 1);
        for (uint256 i = 0; i < 4; ++i) {
            offers.pool.requesterrestrict = address(new StrangeGroup(i));
            _refused(offers, 0x1b);
        }
    }

    /// @dev One that never ends, and one that answers with 100 kB.
    function test_matchOrders_boundsWhatAGroupMayBurn() public {
        Offers memory offers = _offers(1, 1);
        for (uint256 kind = 4; kind < 6; ++kind) {
            offers.pool.requesterrestrict = address(new StrangeGroup(kind));
            _sign(offers);
            uint256 before = gasleft();
            vm.expectRevert(abi.encodeWithSelector(IDeals.MatchRefused.selector, bytes1(0x1b)));
            hub.matchOrders{ gas: 10_000_000 }(offers.app, offers.dataset, offers.pool, offers.request);
            vm.assertLe(before - gasleft(), 500_000, "bounded");
        }
    }

    /// @dev A group is asked without the power to change anything.
    function test_matchOrders_letsNoGroupReenter() public {
        Offers memory offers = _offers(1, 1);
        ReenteringGroup group = new ReenteringGroup(address(hub));
        token.transfer(address(group), 10);
        group.deposit(token, 10);
        offers.pool.requesterrestrict = address(group);
        _refused(offers, 0x1b);
        vm.assertEq(_free(address(group)), 10, "nothing moved");
    }

    // ---- registration and signatures ----

    function test_matchOrders_refusesWhatIsNotRegistered() public {
        Offers memory offers = _offers(1, 1);
        (offers.app.app, offers.request.app) = (address(pool), address(pool));
        _refused(offers, 0x20);
        offers = _offers(1, 1);
        (offers.dataset.dataset, offers.request.dataset) = (address(app), address(app));
        _refused(offers, 0x30);
        offers = _offers(1, 1);
        offers.pool.workerpool = address(app);
        _refused(offers, 0x40);
    }

    function test_matchOrders_refusesOrdersSignedByOthers() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        bytes memory good = offers.app.sign;
        offers.app.sign = offers.pool.sign;
        _refusedAsSigned(offers, 0x21);
        offers.app.sign = good;
        good = offers.dataset.sign;
        offers.dataset.sign = offers.pool.sign;
        _refusedAsSigned(offers, 0x31);
        offers.dataset.sign = good;
        good = offers.pool.sign;
        offers.pool.sign = offers.app.sign;
        _refusedAsSigned(offers, 0x41);
        offers.pool.sign = good;
        offers.request.sign = offers.app.sign;
        _refusedAsSigned(offers, 0x50);
    }

    function test_matchOrders_followsTheOwnerOfAnEntry() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        vm.prank(appOwner);
        apps.safeTransferFrom(appOwner, requester, uint256(uint160(address(app))));
        _refusedAsSigned(offers, 0x21);
        offers.app.sign = _signature(REQUESTER_KEY, digests.appOrder(offers.app));
        vm.assertEq(hub.viewDeal(_match(offers)).app.owner, requester, "new owner");
    }

    function test_matchOrders_takesCompactSignatures() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        (bytes32 r, bytes32 vs) = vm.signCompact(REQUESTER_KEY, digests.requestOrder(offers.request));
        offers.request.sign = abi.encodePacked(r, vs);
        _match(offers);
    }

    function test_matchOrders_refusesSignaturesOfOtherLengths() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        offers.request.sign = bytes.concat(offers.request.sign, hex"00");
        vm.expectRevert(abi.encodeWithSelector(IDeals.SignatureMalformed.selector, 66));
        _match(offers);
    }

    function test_matchOrders_refusesAHighS() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(REQUESTER_KEY, digests.requestOrder(offers.request));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        offers.request.sign = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _refusedAsSigned(offers, 0x50);
    }

    /// @dev The standard says 27 or 28; 0 and 1 are another spelling of the same signature.
    function test_matchOrders_refusesOtherSpellingsOfV() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(REQUESTER_KEY, digests.requestOrder(offers.request));
        for (uint8 wrong = 0; wrong < 5; ++wrong) {
            offers.request.sign = abi.encodePacked(r, s, wrong == 4 ? 255 : wrong < 2 ? wrong : wrong + 24 + v - 27);
            if (uint8(offers.request.sign[64]) == v) continue;
            _refusedAsSigned(offers, 0x50);
        }
    }

    /// @dev The recovery of nonsense gives the zero address, which must not count as its signature.
    function test_matchOrders_refusesAnOrderOfTheZeroAddress() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        offers.request.requester = address(0);
        offers.request.sign = abi.encodePacked(bytes32(0), bytes32(0), uint8(27));
        _refusedAsSigned(offers, 0x50);
        offers.request.sign = abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)));
        _refusedAsSigned(offers, 0x50);
        vm.assertFalse(hub.verifyPresignature(address(0), digests.requestOrder(offers.request)), "nor in advance");
        vm.assertFalse(hub.verifySignature(address(0), keccak256("x"), new bytes(65)), "never");
    }

    /// @dev Another spelling of a signature makes no other order of it.
    function test_matchOrders_countsAnOrderOnceHoweverItIsSigned() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        _match(offers);
        (bytes32 r, bytes32 vs) = vm.signCompact(REQUESTER_KEY, digests.requestOrder(offers.request));
        offers.request.sign = abi.encodePacked(r, vs);
        _refusedAsSigned(offers, 0x60);
    }

    function test_matchOrders_takesCompactSignaturesWithALowSOnly() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(REQUESTER_KEY, digests.requestOrder(offers.request));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        uint256 flipped = v == 27 ? 1 : 0;
        offers.request.sign = abi.encodePacked(r, bytes32((order - uint256(s)) | (flipped << 255)));
        _refusedAsSigned(offers, 0x50);
    }

    /// @dev After a fork of the chain its orders are those of the new id only.
    function test_matchOrders_refusesOrdersOfTheChainBeforeAFork() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        vm.chainId(1234);
        _refusedAsSigned(offers, 0x21);
        vm.assertEq(hub.domain().chainId, 1234, "domain");
        digests = new OrderDigests(1234, address(hub));
        _sign(offers);
        _match(offers);
    }

    function test_matchOrders_refusesNumbersOutOfRange() public {
        uint256 most = type(uint256).max;
        Offers memory offers = _offers(1, 1);
        (offers.app.appprice, offers.request.appmaxprice) = (most, most);
        _outOfRange(offers, 96, most);
        offers = _offers(1, 1);
        (offers.dataset.datasetprice, offers.request.datasetmaxprice) = (most, most);
        _outOfRange(offers, 96, most);
        offers = _offers(1, 1);
        (offers.pool.workerpoolprice, offers.request.workerpoolmaxprice) = (most, most);
        _outOfRange(offers, 96, most);
        offers = _offers(most, 1);
        _outOfRange(offers, 96, most);
        offers = _offers(1, most);
        _outOfRange(offers, 64, most);
        offers = _offers(1, 1);
        (offers.request.category, offers.pool.category) = (most, most);
        _refused(offers, 0x01);
    }

    function _outOfRange(Offers memory offers, uint8 bits, uint256 value) private {
        _sign(offers);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, bits, value));
        _match(offers);
    }

    function test_matchOrders_takesTheSignatureOfAContract() public {
        Wallet wallet = new Wallet(requester);
        token.transfer(address(wallet), 10 * RLC_UNIT);
        wallet.run(
            address(token), abi.encodeCall(token.approveAndCall, (address(hub), 10 * RLC_UNIT, ""))
        );
        Offers memory offers = _offers(1, 1);
        offers.request.requester = address(wallet);
        _sign(offers);
        vm.assertEq(hub.viewDeal(_match(offers)).requester, address(wallet), "requester");
        offers.request.salt = bytes32(uint256(1));
        _refusedAsSigned(offers, 0x50);
    }

    function test_matchOrders_refusesOrdersSignedForAnotherHub() public {
        digests = new OrderDigests(block.chainid, address(app));
        _refused(_offers(1, 1), 0x21);
        digests = new OrderDigests(block.chainid + 1, address(hub));
        _refused(_offers(1, 1), 0x21);
    }

    // ---- orders on the ledger ----

    function test_manageRequestOrder_signsInAdvance() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        offers.request.sign = "";
        bytes32 hash = digests.requestOrder(offers.request);
        vm.expectEmit(address(hub));
        emit IDeals.SignedRequestOrder(hash);
        vm.prank(requester);
        hub.manageRequestOrder(RequestOrderOperation(offers.request, OrderOperation.SIGN, ""));
        vm.assertTrue(hub.verifyPresignature(requester, hash), "presigned");
        _match(offers);
    }

    /// @dev What a former owner signed in advance is worth nothing once the entry is another's.
    function test_matchOrders_refusesWhatAnotherSignedInAdvance() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        vm.prank(appOwner);
        hub.manageAppOrder(AppOrderOperation(offers.app, OrderOperation.SIGN, ""));
        bytes32 hash = digests.appOrder(offers.app);
        vm.assertEq(hub.viewPresigned(hash), appOwner, "presigned");
        vm.assertFalse(hub.verifyPresignature(requester, hash), "by its owner only");
        vm.prank(appOwner);
        apps.safeTransferFrom(appOwner, requester, uint256(uint160(address(app))));
        _refusedAsSigned(offers, 0x21);
    }

    function test_manageAppOrder_closesWhatIsLeft() public {
        Offers memory offers = _offers(5, 1);
        _sign(offers);
        vm.expectEmit(address(hub));
        emit IDeals.ClosedAppOrder(digests.appOrder(offers.app));
        vm.prank(appOwner);
        hub.manageAppOrder(AppOrderOperation(offers.app, OrderOperation.CLOSE, ""));
        _refusedAsSigned(offers, 0x60);
    }

    function test_manageAppOrder_takesASignedOperation() public {
        Offers memory offers = _offers(5, 1);
        _sign(offers);
        AppOrderOperation memory operation = AppOrderOperation(offers.app, OrderOperation.CLOSE, "");
        operation.sign = _signature(APP_KEY, digests.appOrderOperation(operation));
        hub.manageAppOrder(operation);
        _refusedAsSigned(offers, 0x60);
    }

    function test_manageAppOrder_refusesStrangers() public {
        Offers memory offers = _offers(5, 1);
        AppOrderOperation memory operation = AppOrderOperation(offers.app, OrderOperation.CLOSE, "");
        vm.expectPartialRevert(IDeals.NotTheOrdersOwner.selector);
        hub.manageAppOrder(operation);
        operation.sign = _signature(POOL_KEY, digests.appOrderOperation(operation));
        vm.expectPartialRevert(IDeals.NotTheOrdersOwner.selector);
        hub.manageAppOrder(operation);
    }

    function test_manageOrders_ofAllKindsByOwnersAndBySignature() public {
        Offers memory offers = _offers(5, 1);
        _sign(offers);
        DatasetOrderOperation memory data = DatasetOrderOperation(offers.dataset, OrderOperation.SIGN, "");
        data.sign = _signature(DATASET_KEY, digests.datasetOrderOperation(data));
        vm.expectEmit(address(hub));
        emit IDeals.SignedDatasetOrder(digests.datasetOrder(offers.dataset));
        hub.manageDatasetOrder(data);
        WorkerpoolOrderOperation memory work = WorkerpoolOrderOperation(offers.pool, OrderOperation.SIGN, "");
        work.sign = _signature(POOL_KEY, digests.workerpoolOrderOperation(work));
        vm.expectEmit(address(hub));
        emit IDeals.SignedWorkerpoolOrder(digests.workerpoolOrder(offers.pool));
        hub.manageWorkerpoolOrder(work);
        vm.expectEmit(address(hub));
        emit IDeals.SignedAppOrder(digests.appOrder(offers.app));
        vm.prank(appOwner);
        hub.manageAppOrder(AppOrderOperation(offers.app, OrderOperation.SIGN, ""));
        (offers.app.sign, offers.dataset.sign, offers.pool.sign) = ("", "", "");
        uint256 snapshot = vm.snapshotState();
        _match(offers);
        vm.revertToState(snapshot);
        _closeAll(offers, snapshot);
    }

    function _closeAll(Offers memory offers, uint256 snapshot) private {
        vm.expectEmit(address(hub));
        emit IDeals.ClosedDatasetOrder(digests.datasetOrder(offers.dataset));
        vm.prank(datasetOwner);
        hub.manageDatasetOrder(DatasetOrderOperation(offers.dataset, OrderOperation.CLOSE, ""));
        _refusedAsSigned(offers, 0x60);
        vm.revertToState(snapshot);
        vm.expectEmit(address(hub));
        emit IDeals.ClosedWorkerpoolOrder(digests.workerpoolOrder(offers.pool));
        vm.prank(poolOwner);
        hub.manageWorkerpoolOrder(WorkerpoolOrderOperation(offers.pool, OrderOperation.CLOSE, ""));
        _refusedAsSigned(offers, 0x60);
        vm.revertToState(snapshot);
        RequestOrderOperation memory close = RequestOrderOperation(offers.request, OrderOperation.CLOSE, "");
        close.sign = _signature(REQUESTER_KEY, digests.requestOrderOperation(close));
        vm.expectEmit(address(hub));
        emit IDeals.ClosedRequestOrder(digests.requestOrder(offers.request));
        hub.manageRequestOrder(close);
        _refusedAsSigned(offers, 0x60);
    }

    /// @dev A signature to sign in advance is none to close, and the signature of the order itself is neither.
    function test_manageAppOrder_takesEachSignatureForItsOwn() public {
        Offers memory offers = _offers(5, 1);
        _sign(offers);
        AppOrderOperation memory operation = AppOrderOperation(offers.app, OrderOperation.SIGN, "");
        operation.sign = _signature(APP_KEY, digests.appOrderOperation(operation));
        operation.operation = OrderOperation.CLOSE;
        vm.expectPartialRevert(IDeals.NotTheOrdersOwner.selector);
        hub.manageAppOrder(operation);
        operation.sign = offers.app.sign;
        vm.expectPartialRevert(IDeals.NotTheOrdersOwner.selector);
        hub.manageAppOrder(operation);
    }

    function test_broadcastOrders_tellEverybody() public {
        Offers memory offers = _offers(5, 1);
        vm.expectEmit(address(hub));
        emit IDeals.BroadcastAppOrder(offers.app);
        hub.broadcastAppOrder(offers.app);
        vm.expectEmit(address(hub));
        emit IDeals.BroadcastDatasetOrder(offers.dataset);
        hub.broadcastDatasetOrder(offers.dataset);
        vm.expectEmit(address(hub));
        emit IDeals.BroadcastWorkerpoolOrder(offers.pool);
        hub.broadcastWorkerpoolOrder(offers.pool);
        vm.expectEmit(address(hub));
        emit IDeals.BroadcastRequestOrder(offers.request);
        hub.broadcastRequestOrder(offers.request);
    }

    function test_verifyPresignatureOrSignature_takesEither() public {
        Offers memory offers = _offers(1, 1);
        bytes32 hash = digests.appOrder(offers.app);
        bytes memory signature = _signature(APP_KEY, hash);
        vm.assertTrue(hub.verifySignature(appOwner, hash, signature), "signature");
        vm.assertFalse(hub.verifySignature(requester, hash, signature), "another's");
        vm.assertTrue(hub.verifyPresignatureOrSignature(appOwner, hash, signature), "signature counts");
        vm.prank(appOwner);
        hub.manageAppOrder(AppOrderOperation(offers.app, OrderOperation.SIGN, ""));
        vm.assertTrue(hub.verifyPresignatureOrSignature(appOwner, hash, ""), "in advance counts");
        vm.expectRevert(abi.encodeWithSelector(IDeals.SignatureMalformed.selector, 0));
        hub.verifyPresignatureOrSignature(requester, hash, "");
    }

    // ---- categories ----

    function test_createCategory_isTheOwners() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, requester));
        vm.prank(requester);
        hub.createCategory("mine", "", 1);
        vm.expectEmit(address(hub));
        emit IDeals.CreateCategory(5, "XXL", "a day", 1 days);
        vm.assertEq(hub.createCategory("XXL", "a day", 1 days), 5, "the next");
        vm.assertEq(hub.countCategory(), 6, "count");
        vm.assertEq(hub.viewCategory(5).workClockTimeRef, 1 days, "time");
        vm.assertEq(hub.unpledgeDelay(), 10 days + 1 hours, "pledges outlast its deals");
        vm.expectRevert(abi.encodeWithSelector(IDeals.CategoryUnknown.selector, 6));
        hub.viewCategory(6);
    }

    function test_createCategory_boundsTheTime() public {
        vm.expectRevert(abi.encodeWithSelector(IDeals.CategoryTimeOutOfRange.selector, 0, 365 days));
        hub.createCategory("", "", 0);
        vm.expectRevert(
            abi.encodeWithSelector(IDeals.CategoryTimeOutOfRange.selector, 365 days + 1, 365 days)
        );
        hub.createCategory("", "", 365 days + 1);
        hub.createCategory("", "", 365 days);
    }

    // ---- payers ----

    function test_sponsorMatchOrders_chargesTheCaller() public {
        Offers memory offers = _offers(2, 1);
        _sign(offers);
        vm.prank(workers[0]);
        DealId dealid = hub.sponsorMatchOrders(offers.app, offers.dataset, offers.pool, offers.request);
        vm.assertEq(hub.viewDeal(dealid).sponsor, workers[0], "sponsor");
        vm.assertEq(_locked(requester), 0, "requester");
        vm.assertEq(_locked(workers[0]), 100 * RLC_UNIT + 2 * TASK_PRICE, "sponsor pays");
        vm.warp(START + XS_FINAL);
        taskHub.claimPartition(dealid, 0);
        vm.assertEq(_free(workers[0]), 900 * RLC_UNIT, "sponsor is refunded");
    }

    function test_receiveApproval_depositsAndMatches() public {
        vm.prank(requester);
        hub.withdraw(100_000 * RLC_UNIT);
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        bytes memory data =
            abi.encodeCall(hub.matchOrders, (offers.app, offers.dataset, offers.pool, offers.request));
        vm.prank(requester);
        token.approveAndCall(address(hub), TASK_PRICE, data);
        vm.assertEq(_locked(requester), TASK_PRICE, "locked");
        vm.assertEq(_free(requester), 0, "nothing left over");
    }

    function test_receiveApproval_matchesForTheRequesterOnly() public {
        Offers memory offers = _offers(1, 1);
        _sign(offers);
        bytes memory data =
            abi.encodeCall(hub.matchOrders, (offers.app, offers.dataset, offers.pool, offers.request));
        vm.expectRevert(
            abi.encodeWithSelector(IAccounts.NotTheRequester.selector, address(this), requester)
        );
        token.approveAndCall(address(hub), 1, data);
    }

    function test_fuzz_matchOrders_neverOverfills(uint8 a, uint8 d, uint8 p, uint8 r) public {
        Offers memory offers = _offers(1, 1);
        (offers.app.volume, offers.dataset.volume) = (a, d);
        (offers.pool.volume, offers.request.volume) = (p, r);
        _sign(offers);
        uint256 least = a < d ? a : d;
        least = least < p ? least : p;
        least = least < r ? least : r;
        if (least > 0) vm.assertEq(hub.viewDeal(_match(offers)).botSize, least, "least volume");
        _refusedAsSigned(offers, 0x60);
    }

    function _refused(Offers memory offers, bytes1 code) private {
        _sign(offers);
        _refusedAsSigned(offers, code);
    }

    function _refusedAsSigned(Offers memory offers, bytes1 code) private {
        vm.expectRevert(abi.encodeWithSelector(IDeals.MatchRefused.selector, code));
        _match(offers);
    }
}
