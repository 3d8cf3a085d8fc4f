// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ICourt } from "../../../main/solidity/court/ICourt.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { ISettlement } from "../../../main/solidity/proof/ISettlement.sol";
import { CourtFixture } from "../support/CourtFixture.sol";
import { InvariantSuite } from "../support/InvariantSuite.sol";

/// @notice Accepts, challenges, votes, lies and stays silent, in any order.
contract Litigants is CourtFixture {
    uint256 private constant BAGS_MAX = 6;
    uint256 private constant CHALLENGERS = 3;

    DealId[] private _dealids;
    address[] private _accounts;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < CHALLENGERS; ++i) {
            _deposit(_challenger(i), 500 * RLC_UNIT);
        }
        for (uint256 i = 0; i < WORKERS; ++i) {
            _accounts.push(workers[i]);
        }
        for (uint256 i = 0; i < CHALLENGERS; ++i) {
            _accounts.push(_challenger(i));
        }
        (address a, address b, address c, address d) = (requester, poolOwner, appOwner, datasetOwner);
        _accounts.push(a);
        _accounts.push(b);
        _accounts.push(c);
        _accounts.push(d);
        _accounts.push(kitty);
    }

    // ---- actions ----

    function accept(uint8 trust, uint8 stakePercent) external {
        if (_dealids.length == BAGS_MAX) return;
        vm.prank(poolOwner);
        pool.changePolicy(uint256(stakePercent) * 4, 1);
        (DealId dealid,) = _accepted(1 + trust % 8, _dealids.length);
        _dealids.push(dealid);
    }

    function challengeTask(uint8 bag, uint8 idx, uint8 who) external {
        DealId dealid = _dealids[bag % _dealids.length];
        _challenge(_challenger(who), dealid, idx % TASKS);
    }

    function openTheSeal(uint8 number) external {
        uint256 trial = number % court.countTrials();
        ICourt.TrialView memory seen = court.viewTrial(trial);
        court.openSeal(trial, _answered(seen.dealid), 0, _opening(seen.dealid, seen.idx));
    }

    function drawTheJury(uint8 number) external {
        uint256 trial = number % court.countTrials();
        _draw(trial, _answered(court.viewTrial(trial).dealid));
    }

    /// @dev Some of the jury says the accepted answer, some another, some nothing.
    function vote(uint8 number, uint256 words) external {
        uint256 trial = number % court.countTrials();
        address[] memory jury = court.viewTrial(trial).jury;
        for (uint256 i = 0; i < jury.length; ++i) {
            (ICourt.VoteStatus status,,) = court.viewVote(trial, jury[i]);
            uint256 word = words >> (2 * i) & 3;
            if (status == ICourt.VoteStatus.DRAWN && word < 3) _commit(trial, jury[i], _word(trial, word));
        }
        uint256 commitEnd = court.viewTrial(trial).commitEnd;
        if (block.timestamp < commitEnd) vm.warp(commitEnd);
        for (uint256 i = 0; i < jury.length; ++i) {
            (ICourt.VoteStatus status,,) = court.viewVote(trial, jury[i]);
            uint256 word = words >> (2 * i) & 3;
            if (status == ICourt.VoteStatus.COMMITTED && words >> (100 + i) & 3 > 0) {
                _reveal(trial, jury[i], _word(trial, word));
            }
        }
    }

    function ruleTrial(uint8 number, bool late) external {
        uint256 trial = number % court.countTrials();
        uint256 end = court.viewTrial(trial).revealEnd;
        if (late && block.timestamp < end) vm.warp(end);
        court.rule(trial);
    }

    function releaseBag(uint8 bag) external {
        _release(_answered(_dealids[bag % _dealids.length]));
    }

    function leave(uint8 worker) external {
        address account = workers[worker % WORKERS];
        vm.prank(account);
        hub.requestUnpledge(30 * RLC_UNIT);
    }

    function unpledge(uint8 worker) external {
        vm.prank(workers[worker % WORKERS]);
        hub.unpledge();
    }

    // ---- what must hold ----

    function total() external view returns (uint256 sum) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            sum += _free(_accounts[i]) + _locked(_accounts[i]);
        }
    }

    function supply() external view returns (uint256 inHub, uint256 tokens) {
        return (hub.totalSupply(), token.balanceOf(address(hub)));
    }

    /// @dev Whatever happened, everything comes to its end, and nothing stays locked but pledges and the kitty.
    function finish() external {
        for (uint256 trial = 0; trial < court.countTrials(); ++trial) {
            ISettlement.PartitionResult memory result = _answered(court.viewTrial(trial).dealid);
            for (uint256 step = 0; step < 8; ++step) {
                ICourt.TrialView memory seen = court.viewTrial(trial);
                if (seen.status == ICourt.TrialStatus.DRAWING) _draw(trial, result);
                if (seen.status == ICourt.TrialStatus.VOTING) {
                    if (block.timestamp < seen.revealEnd) vm.warp(seen.revealEnd);
                    court.rule(trial);
                }
            }
        }
        for (uint256 i = 0; i < _dealids.length; ++i) {
            (bool accepted,,,,) = court.viewAcceptance(_dealids[i], 0);
            if (accepted) _release(_answered(_dealids[i]));
        }
        vm.assertEq(_locked(requester), 0, "the requester's");
        vm.assertEq(_locked(poolOwner), 0, "the pool's");
        for (uint256 i = 0; i < CHALLENGERS; ++i) {
            vm.assertEq(_locked(_challenger(i)), 0, "the challengers'");
        }
        for (uint256 i = 0; i < WORKERS; ++i) {
            (uint256 pledged, uint256 leaving, uint256 availableAt) = hub.viewPledge(workers[i]);
            vm.assertEq(_locked(workers[i]), pledged + leaving, "a worker's");
            if (leaving == 0) continue;
            if (block.timestamp < availableAt) vm.warp(availableAt);
            vm.prank(workers[i]);
            hub.unpledge();
        }
    }

    function _challenger(uint256 number) private pure returns (address) {
        return address(uint160(0xC0FFEE + number % CHALLENGERS));
    }

    function _word(uint256 trial, uint256 word) private view returns (bytes32) {
        if (word == 0) return RIGHT;
        return word == 1 ? court.viewTrial(trial).digest : keccak256("third");
    }
}

/// @notice Whatever litigants do: no trial makes or loses money.
contract CourtInvariantsTest is InvariantSuite {
    Litigants private _litigants;
    uint256 private _start;

    function setUp() public {
        _litigants = new Litigants();
        _litigants.setUp();
        _start = _litigants.total();
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = Litigants.accept.selector;
        selectors[1] = Litigants.challengeTask.selector;
        selectors[2] = Litigants.openTheSeal.selector;
        selectors[3] = Litigants.drawTheJury.selector;
        selectors[4] = Litigants.vote.selector;
        selectors[5] = Litigants.ruleTrial.selector;
        selectors[6] = Litigants.releaseBag.selector;
        selectors[7] = Litigants.leave.selector;
        selectors[8] = Litigants.unpledge.selector;
        _aim(address(_litigants), selectors);
    }

    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 60
    function invariant_sumsAreConserved() external view {
        (uint256 inHub, uint256 tokens) = _litigants.supply();
        uint256 sum = _litigants.total();
        require(sum == inHub && inHub == tokens, "accounts and tokens differ");
        require(sum == _start, "money was made or lost");
    }

    function afterInvariant() external {
        _litigants.finish();
        (uint256 inHub,) = _litigants.supply();
        require(_litigants.total() == inHub, "accounts and tokens differ at the end");
    }
}
