// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IStorageDeal} from "../../src/interfaces/IStorageDeal.sol";

/// @dev Takes nothing until it is opened.
contract Picky {
    bool private _open;

    function open() external {
        _open = true;
    }

    receive() external payable {
        require(_open, "closed");
    }
}

/// @dev Burns all gas that it is given.
contract Guzzler {
    receive() external payable {
        uint256 i;
        while (true) {
            ++i;
        }
    }
}

/// @dev Needs some gas to take money: it writes two new words.
contract Bookkeeper {
    mapping(uint256 => uint256) private _entries;
    uint256 private _count;

    receive() external payable {
        _entries[++_count] = msg.value;
    }
}

/// @dev Takes the money and returns as many bytes as its gas pays for.
contract ReturnBomb {
    receive() external payable {
        assembly {
            return(0, 1000000)
        }
    }
}

/// @dev Tries to be paid again from within a payment.
contract Reentrant {
    IStorageDeal private _target;
    bool public succeeded;

    function aim(IStorageDeal target) external {
        _target = target;
    }

    receive() external payable {
        if (address(_target) == address(0)) return;
        try _target.withdraw(payable(address(this))) {
            succeeded = true;
        } catch {}
        try _target.topUp() {
            succeeded = true;
        } catch {}
        try _target.sweep() {
            succeeded = true;
        } catch {}
    }
}
