// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { ChessGame } from "../../../main/solidity/chess/ChessGame.sol";
import { IChessGame, Terms } from "../../../main/solidity/chess/IChessGame.sol";
import { DealId, TaskId } from "../../../main/solidity/ledger/Types.sol";
import { IDeals } from "../../../main/solidity/market/IDeals.sol";
import { ITasks } from "../../../main/solidity/proof/ITasks.sol";
import { Offers } from "../support/Fixture.sol";
import { TaskFixture } from "../support/TaskFixture.sol";

/// @notice Games on a whole ledger: orders matched, answers certified, results called back.
contract ChessGameTest is TaskFixture {
    string private constant START_POSITION = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR_w_KQkq_-_0_1";
    string private constant AFTER_E4 = "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR_b_KQkq_e3_0_1";
    uint256 private constant PATIENCE = 1 hours;
    address private constant WHITE = address(0x1111);
    address private constant BLACK = address(0x2222);

    ChessGame private _game;

    function setUp() public override {
        super.setUp();
        Terms memory terms = Terms(address(app), APP_PRICE, POOL_PRICE, 0, 1, PATIENCE);
        _game = new ChessGame(IDeals(address(hub)), terms, WHITE, BLACK, START_POSITION);
        vm.prank(requester);
        hub.transfer(address(_game), 10 * (APP_PRICE + POOL_PRICE));
    }

    function test_play_asksByAnOrderSignedOnTheLedger() public {
        _play(WHITE, "e2e4");
        _is(IChessGame.Phase.ASKING, "asking");
        bytes32 orderHash = digests.requestOrder(_game.question());
        vm.assertEq(hub.viewPresigned(orderHash), address(_game), "presigned");
        vm.assertEq(
            _game.question().params,
            string.concat('{"iexec_args":"--form abi --position ', START_POSITION, ' --move e2e4"}'),
            "params"
        );
        vm.assertEq(_game.question().callback, address(_game), "callback");
        DealId dealid = _matched();
        vm.assertEq(DealId.unwrap(dealid), keccak256(abi.encodePacked(orderHash, uint256(0))), "deal");
        vm.assertEq(_game.asked(), TaskId.unwrap(taskHub.initialize(dealid, 0)), "task");
    }

    function test_receiveResult_continuesTheGame() public {
        _play(WHITE, "e2e4");
        _answered(IChessGame.Verdict.PLAYING, AFTER_E4);
        _is(IChessGame.Phase.MOVING, "moving");
        vm.assertEq(_game.position(), AFTER_E4, "position");
        vm.assertEq(_game.player(), BLACK, "black's turn");
        _play(BLACK, "e7e5");
        _answered(IChessGame.Verdict.CHECK, START_POSITION);
        vm.assertEq(_game.player(), WHITE, "white's turn");
    }

    function test_receiveResult_takesAnIllegalMoveBack() public {
        _play(WHITE, "e2e5");
        _answered(IChessGame.Verdict.ILLEGAL, "");
        _is(IChessGame.Phase.MOVING, "moving");
        vm.assertEq(_game.position(), START_POSITION, "position");
        vm.assertEq(_game.player(), WHITE, "white again");
        _play(WHITE, "e2e4");
    }

    function test_payOut_givesAllToWhoMated() public {
        _play(WHITE, "e2e4");
        _answered(IChessGame.Verdict.CHECKMATE, AFTER_E4);
        _is(IChessGame.Phase.WHITE_WON, "white won");
        uint256 held = _free(address(_game));
        vm.assertTrue(held > 0, "something is left");
        _game.payOut();
        vm.assertEq(_free(WHITE), held, "white's");
        vm.assertEq(_free(address(_game)), 0, "nothing is left");
        _game.payOut();
        vm.expectRevert(abi.encodeWithSelector(IChessGame.WrongPhase.selector, IChessGame.Phase.WHITE_WON));
        _play(BLACK, "e7e5");
    }

    function test_payOut_sharesAfterStalemate() public {
        vm.expectRevert(abi.encodeWithSelector(IChessGame.WrongPhase.selector, IChessGame.Phase.MOVING));
        _game.payOut();
        _play(WHITE, "e2e4");
        _answered(IChessGame.Verdict.STALEMATE, AFTER_E4);
        _is(IChessGame.Phase.DRAWN, "drawn");
        uint256 held = _free(address(_game));
        _game.payOut();
        vm.assertEq(_free(WHITE), held / 2, "white's");
        vm.assertEq(_free(BLACK), held - held / 2, "black's");
    }

    function test_resign_givesTheGameAway() public {
        vm.expectRevert(abi.encodeWithSelector(IChessGame.NotAPlayer.selector, address(this)));
        _game.resign();
        vm.prank(WHITE);
        _game.resign();
        _is(IChessGame.Phase.BLACK_WON, "black won");
    }

    function test_play_isForThePlayerWhoseTurnItIs() public {
        vm.expectRevert(abi.encodeWithSelector(IChessGame.NotYourTurn.selector, BLACK, WHITE));
        _play(BLACK, "e7e5");
        _play(WHITE, "e2e4");
        vm.expectRevert(abi.encodeWithSelector(IChessGame.WrongPhase.selector, IChessGame.Phase.ASKING));
        _play(WHITE, "d2d4");
    }

    function test_play_refusesWhatIsNoMove() public {
        string[8] memory words = ["", "e2", "e2e9", "i2e4", "e2e4x", "e2e4qq", "e2 4", '"}{"'];
        for (uint256 i = 0; i < words.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IChessGame.NoMove.selector, words[i]));
            _play(WHITE, words[i]);
        }
        _play(WHITE, "e7e8q");
    }

    function test_fuzz_play_takesNothingButSquares(bytes5 word) public {
        bytes memory move = abi.encodePacked(word);
        bool fits = move[4] == "q" || move[4] == "r" || move[4] == "b" || move[4] == "n";
        for (uint256 i = 0; i < 4; i++) {
            bytes1 least = i % 2 == 0 ? bytes1("a") : bytes1("1");
            bytes1 most = i % 2 == 0 ? bytes1("h") : bytes1("8");
            fits = fits && move[i] >= least && move[i] <= most;
        }
        if (!fits) {
            vm.expectRevert(abi.encodeWithSelector(IChessGame.NoMove.selector, string(move)));
        }
        _play(WHITE, string(move));
    }

    function test_constructor_refusesWhatIsNoPosition() public {
        Terms memory terms = Terms(address(app), APP_PRICE, POOL_PRICE, 0, 1, PATIENCE);
        string[3] memory words = ["8/8 w - - 0 1", '8_w_-_-_0_1"', "8_w_-_-_0"];
        for (uint256 i = 0; i < words.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IChessGame.NoPosition.selector, words[i]));
            new ChessGame(IDeals(address(hub)), terms, WHITE, BLACK, words[i]);
        }
    }

    function test_receiveResult_isTheHubsAlone() public {
        _play(WHITE, "e2e4");
        bytes32 task = _game.asked();
        bytes memory mate = abi.encode(IChessGame.Verdict.CHECKMATE, AFTER_E4);
        vm.expectRevert(abi.encodeWithSelector(IChessGame.NotTheHub.selector, address(this)));
        _game.receiveResult(task, mate);
        vm.expectRevert(abi.encodeWithSelector(IChessGame.NotAsked.selector, bytes32(uint256(1))));
        vm.prank(address(hub));
        _game.receiveResult(bytes32(uint256(1)), mate);
    }

    function test_receiveResult_answersThatMakeNoSenseChangeNothingAndAreAskedAgain() public {
        _play(WHITE, "e2e4");
        _completed(_matched(), abi.encode(uint256(77), "x"));
        _is(IChessGame.Phase.ASKING, "still asking");
        vm.assertEq(_game.position(), START_POSITION, "position");
        _askAgain();
        _answered(IChessGame.Verdict.PLAYING, AFTER_E4);
        vm.assertEq(_game.position(), AFTER_E4, "position after the second answer");
    }

    function test_askAgain_closesTheFormerOrderAndItsAnswerNoLongerCounts() public {
        _play(WHITE, "e2e4");
        vm.expectRevert(abi.encodeWithSelector(IChessGame.StillWaiting.selector, START + PATIENCE));
        _game.askAgain();
        DealId late = _matched();
        bytes32 former = digests.requestOrder(_game.question());
        bytes32 formerTask = _game.asked();
        _askAgain();
        vm.assertTrue(_game.asked() != formerTask, "another task");
        vm.assertEq(hub.viewConsumed(former), 1, "closed");
        DealId second = _matched();
        _completed(second, abi.encode(IChessGame.Verdict.PLAYING, AFTER_E4));
        vm.assertEq(_game.position(), AFTER_E4, "position");
        vm.assertTrue(DealId.unwrap(late) != DealId.unwrap(second), "another deal");
    }

    function test_receiveResult_fitsInTheGasOfACallback() public {
        string memory long =
            "r1b1k1n1/p1p1p1p1/1p1p1p1p/q1n1b1r1/Q1N1B1R1/1P1P1P1P/P1P1P1P1/R1B1K1N1_w_Qq_-_99_9999";
        _play(WHITE, "e2e4");
        _answered(IChessGame.Verdict.PLAYING, long);
        vm.assertEq(_game.position(), long, "position");
    }

    function _askAgain() private {
        vm.warp(START + PATIENCE);
        _game.askAgain();
    }

    function _play(address who, string memory move) private {
        vm.prank(who);
        _game.play(move);
    }

    function _is(IChessGame.Phase phase, string memory what) private view {
        vm.assertEq(uint256(_game.phase()), uint256(phase), what);
    }

    /// @notice Anybody matches the game's order with offers of an app and a pool.
    function _matched() private returns (DealId) {
        Offers memory offers = _offers(1, 1);
        _withoutDataset(offers);
        _salt(offers, uint256(_game.asked()));
        offers.dataset.salt = 0;
        offers.request = _game.question();
        offers.app.sign = _signature(APP_KEY, digests.appOrder(offers.app));
        offers.pool.sign = _signature(POOL_KEY, digests.workerpoolOrder(offers.pool));
        return _match(offers);
    }

    function _answered(IChessGame.Verdict verdict, string memory position) private {
        _completed(_matched(), abi.encode(verdict, position));
    }

    function _completed(DealId dealid, bytes memory result) private {
        TaskId taskid = taskHub.initialize(dealid, 0);
        bytes memory leave = _authorisation(workers[0], taskid, address(0));
        vm.prank(workers[0]);
        taskHub.contributeAndFinalize(taskid, keccak256(result), "", result, address(0), "", leave);
        vm.assertEq(
            uint256(taskHub.viewTask(taskid).status), uint256(ITasks.TaskStatus.COMPLETED), "the task is settled"
        );
    }
}
