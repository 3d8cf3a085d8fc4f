// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDeals } from "../market/IDeals.sol";
import { OrderHashes } from "../market/OrderHashes.sol";
import { EIP712Domain, OrderOperation, RequestOrder, RequestOrderOperation } from "../market/OrderTypes.sol";
import { IChessGame, Terms } from "./IChessGame.sol";

/// @title One game of chess. It needs money in the hub to pay for the grid's answers; what is left at the end is the
/// winner's.
contract ChessGame is IChessGame {
    uint256 private constant POSITION_BYTES_MAX = 100;
    uint256 private constant MOVE_BYTES = 4;

    IDeals public immutable hub;
    address public immutable white;
    address public immutable black;

    /// @inheritdoc IChessGame
    string public position;
    /// @inheritdoc IChessGame
    Phase public phase;
    /// @inheritdoc IChessGame
    bytes32 public asked;

    Terms private _terms;
    string private _move;
    uint256 private _questions;
    uint256 private _askedAt;

    /// @param position_ to begin with
    constructor(IDeals hub_, Terms memory terms, address white_, address black_, string memory position_) {
        (hub, white, black) = (hub_, white_, black_);
        _terms = terms;
        _requirePosition(bytes(position_));
        position = position_;
    }

    modifier onlyIn(Phase wanted) {
        if (phase != wanted) {
            revert WrongPhase(phase);
        }
        _;
    }

    /// @inheritdoc IChessGame
    function play(string calldata move_) external onlyIn(Phase.MOVING) {
        if (msg.sender != player()) {
            revert NotYourTurn(msg.sender, player());
        }
        _requireMove(bytes(move_));
        _move = move_;
        phase = Phase.ASKING;
        _ask();
    }

    /// @inheritdoc IChessGame
    function askAgain() external onlyIn(Phase.ASKING) {
        uint256 from = _askedAt + _terms.patience;
        if (block.timestamp < from) {
            revert StillWaiting(from);
        }
        hub.manageRequestOrder(RequestOrderOperation(_question(), OrderOperation.CLOSE, ""));
        _ask();
    }

    /// @inheritdoc IChessGame
    function resign() external onlyIn(Phase.MOVING) {
        if (msg.sender != white && msg.sender != black) {
            revert NotAPlayer(msg.sender);
        }
        _end(msg.sender == white ? Phase.BLACK_WON : Phase.WHITE_WON);
    }

    /// @inheritdoc IChessGame
    function payOut() external {
        if (phase == Phase.MOVING || phase == Phase.ASKING) {
            revert WrongPhase(phase);
        }
        uint256 held = _purse().balanceOf(address(this));
        uint256 whites = phase == Phase.DRAWN ? held / 2 : phase == Phase.WHITE_WON ? held : 0;
        _pay(white, whites);
        _pay(black, held - whites);
    }

    /// @inheritdoc IChessGame
    function receiveResult(bytes32 taskid, bytes calldata result) external {
        if (msg.sender != address(hub)) {
            revert NotTheHub(msg.sender);
        }
        if (phase != Phase.ASKING || taskid != asked) {
            revert NotAsked(taskid);
        }
        (Verdict verdict, string memory next) = abi.decode(result, (Verdict, string));
        if (verdict == Verdict.ILLEGAL) {
            phase = Phase.MOVING;
            emit Answered(taskid, verdict, position);
            return;
        }
        _requirePosition(bytes(next));
        bool whiteMoved = player() == white;
        position = next;
        phase = Phase.MOVING;
        emit Answered(taskid, verdict, next);
        if (verdict == Verdict.CHECKMATE) {
            _end(whiteMoved ? Phase.WHITE_WON : Phase.BLACK_WON);
        } else if (verdict == Verdict.STALEMATE) {
            _end(Phase.DRAWN);
        }
    }

    /// @notice The hash of an order as the hub computes it.
    function hashOf(RequestOrder calldata order) external view returns (bytes32) {
        EIP712Domain memory domain = hub.domain();
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(domain.name)),
                keccak256(bytes(domain.version)),
                domain.chainId,
                domain.verifyingContract
            )
        );
        return OrderHashes.hash(order, separator);
    }

    /// @notice The order by which the grid is asked, signed on the ledger: whoever has a pool may match it.
    function question() external view onlyIn(Phase.ASKING) returns (RequestOrder memory) {
        return _question();
    }

    /// @inheritdoc IChessGame
    function player() public view returns (address) {
        bytes memory text = bytes(position);
        uint256 i = 0;
        while (text[i] != "_") {
            i++;
        }
        return text[i + 1] == "w" ? white : black;
    }

    /// @dev Signs a new order. Its first deal has an id that follows from its hash, and so has the task.
    function _ask() private {
        _questions++;
        _askedAt = block.timestamp;
        RequestOrder memory order = _question();
        bytes32 orderHash = this.hashOf(order);
        bytes32 dealid = keccak256(abi.encodePacked(orderHash, uint256(0)));
        asked = keccak256(abi.encodePacked(dealid, uint256(0)));
        emit Asked(_move, orderHash, asked);
        hub.manageRequestOrder(RequestOrderOperation(order, OrderOperation.SIGN, ""));
    }

    function _question() private view returns (RequestOrder memory order) {
        order.app = _terms.app;
        order.appmaxprice = _terms.appmaxprice;
        order.workerpoolmaxprice = _terms.poolmaxprice;
        order.requester = address(this);
        order.volume = 1;
        order.category = _terms.category;
        order.trust = _terms.trust;
        order.beneficiary = address(this);
        order.callback = address(this);
        order.params = string.concat('{"iexec_args":"--form abi --position ', position, " --move ", _move, '"}');
        order.salt = bytes32(_questions);
    }

    function _end(Phase end) private {
        phase = end;
        emit Ended(end);
    }

    function _purse() private view returns (IERC20) {
        return IERC20(address(hub));
    }

    function _pay(address to, uint256 amount) private {
        if (amount > 0) {
            emit PaidOut(to, amount);
            require(_purse().transfer(to, amount));
        }
    }

    /// @dev What goes into the question must be words: nobody slips other arguments in.
    function _requirePosition(bytes memory text) private pure {
        uint256 gaps = 0;
        for (uint256 i = 0; i < text.length; i++) {
            bytes1 char = text[i];
            bool known = (char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || (char >= "-" && char <= "9");
            if (char == "_") {
                gaps++;
            } else if (!known) {
                revert NoPosition(string(text));
            }
        }
        if (gaps != 5 || text.length > POSITION_BYTES_MAX) {
            revert NoPosition(string(text));
        }
    }

    function _requireMove(bytes calldata text) private pure {
        bool fits = text.length == MOVE_BYTES || (text.length == MOVE_BYTES + 1 && _isPiece(text[MOVE_BYTES]));
        for (uint256 i = 0; fits && i < MOVE_BYTES; i++) {
            bytes1 first = i % 2 == 0 ? bytes1("a") : bytes1("1");
            fits = text[i] >= first && uint8(text[i]) < uint8(first) + 8;
        }
        if (!fits) {
            revert NoMove(string(text));
        }
    }

    function _isPiece(bytes1 char) private pure returns (bool) {
        return char == "q" || char == "r" || char == "b" || char == "n";
    }
}
