// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// @notice What a game asks for when it asks the grid.
/// @param app the app that knows the rules; it must answer as examples/chess does
/// @param appmaxprice what the app may cost, in nRLC
/// @param poolmaxprice what the pool may cost, in nRLC
/// @param category of the task
/// @param trust that the answer must reach
/// @param patience seconds after which a question may be asked again
struct Terms {
    address app;
    uint256 appmaxprice;
    uint256 poolmaxprice;
    uint256 category;
    uint256 trust;
    uint256 patience;
}

/// @title A game of chess between two accounts that knows no rule of chess. It asks the grid of every move whether it
/// is legal and what follows, by a request order of its own, and goes on when the answer comes back.
interface IChessGame {
    enum Phase {
        MOVING,
        ASKING,
        WHITE_WON,
        BLACK_WON,
        DRAWN
    }

    /// @notice As the app counts them.
    enum Verdict {
        ILLEGAL,
        PLAYING,
        CHECK,
        CHECKMATE,
        STALEMATE
    }

    /// @notice A player moved and the grid is asked, by the order of that hash, in the task of that id.
    event Asked(string move, bytes32 orderHash, bytes32 taskid);
    /// @notice The grid answered; the position is the one after a legal move.
    event Answered(bytes32 indexed taskid, Verdict verdict, string position);
    /// @notice The game is over.
    event Ended(Phase phase);
    /// @notice The game paid what it held.
    event PaidOut(address indexed player, uint256 amount);

    /// @notice It is the other player's turn, or the caller does not play.
    error NotYourTurn(address caller, address player);
    /// @notice The game is in another phase.
    error WrongPhase(Phase phase);
    /// @notice A move is from a square to a square, and what a pawn becomes: e2e4, e7e8q.
    error NoMove(string move);
    /// @notice A position is one word in Forsyth-Edwards notation, with underscores, of at most 100 bytes.
    error NoPosition(string position);
    /// @notice Only the hub brings answers.
    error NotTheHub(address caller);
    /// @notice This is not the task that was asked.
    error NotAsked(bytes32 taskid);
    /// @notice The question may be asked again at `from`, in seconds since 1970.
    error StillWaiting(uint256 from);
    /// @notice Only players may do this.
    error NotAPlayer(address caller);

    /// @notice Makes a move, as e2e4 or e7e8q, and asks the grid about it.
    function play(string calldata move_) external;

    /// @notice Asks once more, when the grid has not answered within the patience of the terms. The former order is
    /// closed, and an answer to it no longer counts.
    function askAgain() external;

    /// @notice Gives the game to the other player; not while the grid is asked.
    function resign() external;

    /// @notice Pays what the game holds in the hub, when it is over: to the winner, or half to each.
    function payOut() external;

    /// @notice By the hub: the grid's answer, (uint8 verdict, string position).
    function receiveResult(bytes32 taskid, bytes calldata result) external;

    /// @notice The position, in Forsyth-Edwards notation with underscores instead of spaces.
    function position() external view returns (string memory);

    function phase() external view returns (Phase);

    /// @notice The task whose answer the game waits for.
    function asked() external view returns (bytes32 taskid);

    /// @notice Who has to move.
    function player() external view returns (address);
}
