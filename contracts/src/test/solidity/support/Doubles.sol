// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { IAccounts } from "../../../main/solidity/ledger/IAccounts.sol";
import { IApprovalReceiver, RLC } from "../../../main/solidity/ledger/RLC.sol";
import { IERC734 } from "../../../main/solidity/market/Restrictions.sol";

/// @notice A group of accounts.
contract Group is IERC734 {
    mapping(address => bool) private _members;

    function add(address member) external {
        _members[member] = true;
    }

    function keyHasPurpose(bytes32 key, uint256 purpose) external view returns (bool) {
        return purpose == 4 && _members[address(uint160(uint256(key)))];
    }
}

/// @notice A contract that is no group: it answers everything with nothing.
contract NoGroup {
    fallback() external { }
}

/// @notice A contract that answers anything but a plain yes.
contract StrangeGroup {
    uint256 private immutable _kind;
    uint256 private _sink;

    constructor(uint256 kind) {
        _kind = kind;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        if (_kind == 0) revert("no");
        if (_kind == 1) return abi.encode(uint256(2));
        if (_kind == 2) return abi.encode(true, true);
        if (_kind == 4) while (true) ++_sink;
        if (_kind == 5) return new bytes(100_000);
        return hex"01";
    }
}

/// @notice A group that tries to take its money out while it is asked.
contract ReenteringGroup is IERC734 {
    address private immutable _hub;

    constructor(address hub) {
        _hub = hub;
    }

    function deposit(RLC token, uint256 amount) external {
        token.approveAndCall(_hub, amount, "");
    }

    function keyHasPurpose(bytes32, uint256) external view returns (bool) {
        // The interface says view; the call below says otherwise.
        (bool done,) = _hub.staticcall(abi.encodeCall(IAccounts.withdraw, (1)));
        return done;
    }
}

/// @notice A wallet whose owner signs for it.
contract Wallet is IERC1271 {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(hash, signature) == _owner ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function run(address target, bytes calldata data) external {
        (bool done,) = target.call(data);
        require(done, "run");
    }
}

/// @notice A token that means ill: it keeps a fee, answers false, refuses, or lets somebody act while it moves.
contract EvilToken is ERC20 {
    enum Manner {
        HONEST,
        FEE,
        FALSE,
        REVERT,
        REENTER
    }

    Manner private _manner;
    address private _target;
    bytes private _data;
    uint256 public reentered;

    constructor(uint256 supply) ERC20("Evil", "EVIL") {
        _mint(msg.sender, supply);
    }

    function behave(Manner manner, address target, bytes calldata data) external {
        (_manner, _target, _data) = (manner, target, data);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (_manner == Manner.FALSE) return false;
        _act();
        super.transferFrom(from, to, amount);
        if (_manner == Manner.FEE) _transfer(to, address(1), 1);
        return true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_manner == Manner.FALSE) return false;
        _act();
        super.transfer(to, amount);
        if (_manner == Manner.FEE) _transfer(to, address(1), 1);
        return true;
    }

    /// @dev As the token itself, for the hub takes announcements from it alone.
    function announce(address hub, uint256 amount) external {
        _approve(msg.sender, hub, amount);
        IApprovalReceiver(hub).receiveApproval(msg.sender, amount, address(this), "");
    }

    function _act() private {
        require(_manner != Manner.REVERT, "frozen");
        if (_manner != Manner.REENTER) return;
        _manner = Manner.HONEST;
        (bool done,) = _target.call(_data);
        if (done) ++reentered;
    }
}

/// @notice Does one thing when its token is moved.
contract Accomplice {
    function run(address target, bytes calldata data) external {
        (bool done, bytes memory reason) = target.call(data);
        require(done, string(reason));
    }
}
