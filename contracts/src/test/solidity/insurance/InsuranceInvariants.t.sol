// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IInsurance } from "../../../main/solidity/insurance/IInsurance.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { InsuranceFixture } from "../support/InsuranceFixture.sol";
import { InvariantSuite } from "../support/InvariantSuite.sol";

/// @notice Invests, withdraws, insures, delivers well and badly, assesses, in any order.
contract Underwriting is InsuranceFixture {
    DealId[] private _dealids;
    address[3] private _insurers = [INSURER, address(0x2225), address(0x3335)];

    function setUp() public override {
        super.setUp();
        for (uint256 i = 1; i < 3; ++i) {
            _deposit(_insurers[i], 1000 * RLC_UNIT);
            vm.prank(_insurers[i]);
            hub.approve(address(insurance), type(uint256).max);
        }
        vm.prank(requester);
        hub.approve(address(insurance), type(uint256).max);
    }

    function invest(uint8 who, uint256 amount) external {
        address insurer = _insurers[who % 3];
        vm.prank(insurer);
        insurance.deposit(amount % (50 * RLC_UNIT) + 1, insurer);
    }

    function withdraw(uint8 who, uint256 amount) external {
        address insurer = _insurers[who % 3];
        amount = amount % (insurance.maxWithdraw(insurer) + 1);
        vm.prank(insurer);
        insurance.withdraw(amount, insurer, insurer);
    }

    function redeem(uint8 who, uint256 shares) external {
        address insurer = _insurers[who % 3];
        shares = shares % (insurance.maxRedeem(insurer) + 1);
        vm.prank(insurer);
        insurance.redeem(shares, insurer, insurer);
    }

    /// @dev Also covers that are too large.
    function insure(uint8 tasks, uint256 cover, uint256 premium) external {
        DealId dealid = _deal(1 + tasks % 60, 4, _dealids.length);
        _dealids.push(dealid);
        IInsurance.Quote memory quote = _quote(dealid);
        quote.deadline = block.timestamp + 1000;
        quote.coverPerTask = 1 + cover % TASK_PRICE;
        quote.premium = 1 + premium % (quote.coverPerTask * (1 + tasks % 60));
        bytes memory sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        vm.prank(requester);
        insurance.buy(quote, sign);
    }

    function settle(uint8 number, uint8 size, uint8 partition, uint256 failed) external {
        DealId dealid = _dealids[number % _dealids.length];
        uint256 botSize = hub.viewDeal(dealid).botSize;
        uint256 fixedSize = hub.viewPartitionSize(dealid);
        uint256 each = fixedSize == 0 ? 1 + size % botSize : fixedSize;
        uint256 at = partition % ((botSize + each - 1) / each);
        uint256 tasks = botSize - at * each < each ? botSize - at * each : each;
        failed = failed % (tasks + 1);
        ISettlement.PartitionResult memory result = _result(dealid, at, each, 2, tasks);
        if (failed < tasks) result.ballots = _one(_ballot(tasks - failed, 2, 0, 0));
        result.failedTasks = uint32(failed);
        _settle(result);
    }

    function claim(uint8 number, uint8 partition) external {
        taskHub.claimPartition(_dealids[number % _dealids.length], partition % 4);
    }

    function assess(uint8 number, uint8 partition) external {
        _assess(_dealids[number % _dealids.length], partition % 8);
    }

    function wait(uint16 time) external {
        vm.warp(block.timestamp + time % 1200);
    }

    // ---- what must hold ----

    function check() external view {
        uint256 held = hub.balanceOf(address(insurance));
        vm.assertGe(held, insurance.unearned() + insurance.reserved(), "reserves are there");
        uint256 covers = 0;
        uint256 premiums = 0;
        for (uint256 i = 0; i < _dealids.length; ++i) {
            IInsurance.Policy memory policy = insurance.viewPolicy(DealId.unwrap(_dealids[i]));
            covers += uint256(policy.coverPerTask) * policy.tasksOpen;
            premiums += policy.premiumOpen;
        }
        vm.assertEq(insurance.reserved(), covers, "reserved is what open tasks may cost");
        vm.assertEq(insurance.unearned(), premiums, "unearned is what open tasks paid");
        vm.assertEq(_locked(address(insurance)), 0, "nothing of the insurance is locked");
    }

    /// @dev Everything can be assessed in the end, and every policy is then closed.
    function finish() external {
        vm.warp(block.timestamp + XS_FINAL + 1);
        for (uint256 i = 0; i < _dealids.length; ++i) {
            DealId dealid = _dealids[i];
            if (insurance.viewPolicy(DealId.unwrap(dealid)).tasksOpen == 0) continue;
            uint256 botSize = hub.viewDeal(dealid).botSize;
            uint256 size = hub.viewPartitionSize(dealid);
            if (size == 0) size = botSize;
            for (uint256 at = 0; at * size < botSize; ++at) {
                if (insurance.wasAssessed(DealId.unwrap(dealid), at)) continue;
                try taskHub.claimPartition(dealid, at) { } catch { }
                _assess(dealid, at);
            }
            vm.assertEq(insurance.viewPolicy(DealId.unwrap(dealid)).tasksOpen, 0, "closed");
        }
        vm.assertEq(insurance.reserved() + insurance.unearned(), 0, "nothing is bound for ever");
    }
}

/// @notice Whatever insurers and the insured do: what was promised can be paid.
contract InsuranceInvariantsTest is InvariantSuite {
    Underwriting private _underwriting;

    function setUp() public {
        _underwriting = new Underwriting();
        _underwriting.setUp();
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = Underwriting.invest.selector;
        selectors[1] = Underwriting.withdraw.selector;
        selectors[2] = Underwriting.redeem.selector;
        selectors[3] = Underwriting.insure.selector;
        selectors[4] = Underwriting.settle.selector;
        selectors[5] = Underwriting.claim.selector;
        selectors[6] = Underwriting.assess.selector;
        selectors[7] = Underwriting.wait.selector;
        selectors[8] = Underwriting.settle.selector;
        selectors[9] = Underwriting.assess.selector;
        _aim(address(_underwriting), selectors);
    }

    function invariant_reservesAreNeverOverdrawn() external view {
        _underwriting.check();
    }

    function afterInvariant() external {
        _underwriting.finish();
        _underwriting.check();
    }
}
