// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IInsurance } from "../../../main/solidity/insurance/IInsurance.sol";
import { Insurance } from "../../../main/solidity/insurance/Insurance.sol";
import { DealId } from "../../../main/solidity/ledger/Types.sol";
import { CourtFixture } from "./CourtFixture.sol";

/// @notice An insurance with one insurer's capital, and quotes signed by its underwriter.
abstract contract InsuranceFixture is CourtFixture {
    uint256 internal constant UNDERWRITER_KEY = 0xA55;
    address internal constant INSURER = address(0x1115);
    uint256 internal constant CAPITAL = 100 * RLC_UNIT;
    uint256 internal constant COVER = 500_000_000;
    uint256 internal constant PREMIUM = 100_000_003;
    uint256 internal constant DEADLINE = START + 1000;

    Insurance internal insurance;

    function setUp() public virtual override {
        super.setUp();
        insurance = new Insurance(address(hub), vm.addr(UNDERWRITER_KEY));
        _deposit(INSURER, 1000 * RLC_UNIT);
        _invest(INSURER, CAPITAL);
    }

    function _invest(address insurer, uint256 amount) internal {
        vm.prank(insurer);
        hub.approve(address(insurance), type(uint256).max);
        vm.prank(insurer);
        insurance.deposit(amount, insurer);
    }

    function _quote(DealId dealid) internal view returns (IInsurance.Quote memory) {
        return IInsurance.Quote(
            DealId.unwrap(dealid), requester, PREMIUM, COVER, DEADLINE, block.timestamp + 600
        );
    }

    function _buy(IInsurance.Quote memory quote) internal {
        bytes memory sign = _signature(UNDERWRITER_KEY, insurance.hashQuote(quote));
        vm.prank(requester);
        hub.approve(address(insurance), type(uint256).max);
        vm.prank(requester);
        insurance.buy(quote, sign);
    }

    /// @dev A deal of `tasks` tasks that the requester insures.
    function _insured(uint256 tasks, uint256 trust, uint256 salt) internal returns (DealId dealid) {
        dealid = _deal(tasks, trust, salt);
        _buy(_quote(dealid));
    }

    function _assess(DealId dealid, uint256 partition) internal returns (uint256) {
        return insurance.assess(DealId.unwrap(dealid), partition);
    }
}
