// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IMicroNodeRegistry} from "../../../src/interfaces/IMicroNodeRegistry.sol";
import {IStorageDeal} from "../../../src/interfaces/IStorageDeal.sol";
import {ProofLedger} from "../../../src/ProofLedger.sol";
import {LocalBeacon} from "../../../src/beacon/LocalBeacon.sol";
import {DealData, DealState, SlotPlan, SlotRecord, SlotState} from "../../../src/libraries/Types.sol";
import {Test} from "forge-std/Test.sol";
import {Picky} from "../../utils/Payees.sol";

/// @dev One deal and everybody who has to do with it.
struct Setting {
    IStorageDeal target;
    IMicroNodeRegistry registry;
    ProofLedger ledger;
    LocalBeacon beacon;
    address portal;
    address verifier;
    uint256 verifierKey;
    address client;
    Picky picky;
    address[] nodes;
    uint256[] nodeKeys;
    address[] payees;
    uint256 moneyIn;
}

/// @dev What all actors share. An action that comes to nothing reverts, so that forge's table of calls and
/// reverts says how many did something; an action that did what must not be sets `broken`.
abstract contract World is Test {
    /// @dev There is nothing that this action could do now.
    error Idle();

    uint64 internal constant T = 3600;
    uint16 public constant SLOTS = 4;
    /// @dev Of all sectors, which differ in what their challenges are.
    bytes32 public constant SALT = keccak256("sector");

    IStorageDeal public immutable target;
    IMicroNodeRegistry internal immutable registry;
    ProofLedger internal immutable ledger;
    LocalBeacon internal immutable beacon;
    address internal immutable portal;
    address internal immutable verifier;
    address internal immutable client;
    address internal constant NOBODY = address(0xABCD);
    Setting internal setting;
    /// @dev The slot table and the path of each of its rows.
    SlotPlan[] internal table;
    bytes32[][] internal paths;

    /// @dev attoFIL that the deal was given.
    uint256 public moneyIn;
    uint256 public calls;
    /// @dev The first thing that happened and must not.
    string public broken;
    SlotState[SLOTS] private states;
    uint16[SLOTS] private generations;

    constructor(Setting memory s, SlotPlan[] memory table_, bytes32[][] memory paths_) {
        (target, registry, ledger, beacon) = (s.target, s.registry, s.ledger, s.beacon);
        (portal, verifier, client) = (s.portal, s.verifier, s.client);
        setting = s;
        moneyIn = s.moneyIn;
        for (uint16 i = 0; i < SLOTS; ++i) {
            states[i] = s.target.slotOf(i).state;
            table.push(table_[i]);
            paths.push(paths_[i]);
        }
    }

    /// @dev Around every action: what may change, and in which direction.
    modifier watched() {
        DealData memory before = target.dealData();
        uint64 period = ledger.currentPeriod();
        _;
        ++calls;
        DealData memory now_ = _dataAfter();
        if (!_dealMay(before.state, now_.state)) _break("transition of the deal");
        if (now_.paid < before.paid) _break("a payment was taken back");
        bool over = before.state == DealState.Active && period > before.accrualEnd;
        if (over && now_.accrualEnd != before.accrualEnd) _break("accrual went on after its end");
        _followSlots();
    }

    /// @dev After an action: a deal that cannot say what it owes must not make the action revert and so be hidden.
    function _dataAfter() internal returns (DealData memory data) {
        try target.dealData() returns (DealData memory answer) {
            data = answer;
        } catch {
            _break("the deal owes more than it has");
        }
    }

    function _followSlots() internal {
        for (uint16 i = 0; i < SLOTS; ++i) {
            SlotRecord memory slot = target.slotOf(i);
            if (!_slotMay(generations[i], states[i], slot.generation, slot.state)) _break("transition of a slot");
            (generations[i], states[i]) = (slot.generation, slot.state);
        }
    }

    function _break(string memory what) internal {
        if (bytes(broken).length == 0) broken = what;
    }

    function _dealMay(DealState from, DealState to) private pure returns (bool) {
        if (from == to) return true;
        if (from == DealState.Pending) return to == DealState.Active || to == DealState.Cancelled;
        return from == DealState.Active && to == DealState.Completed;
    }

    function _slotMay(uint16 g0, SlotState s0, uint16 g1, SlotState s1) private pure returns (bool) {
        // Also from Ended: its node left it.
        if (g1 == g0 + 1) return s1 == SlotState.Offered;
        if (g1 != g0) return false;
        if (s0 == s1 || s1 == SlotState.Ended) return true;
        if (s0 == SlotState.Offered) return s1 == SlotState.PreCommitted || s1 == SlotState.Vacant;
        if (s0 == SlotState.PreCommitted) {
            return s1 == SlotState.Live || s1 == SlotState.Proved || s1 == SlotState.Offered;
        }
        return s0 == SlotState.Proved && s1 == SlotState.Live;
    }

    /// @dev The first slot from `from` on that is in a state; nothing to do if there is none. Every eighth time
    /// one in whatever state: the deal must refuse what does not fit it.
    function _pick(uint16 from, SlotState wanted) internal view returns (uint16 index, SlotRecord memory slot) {
        if (from / SLOTS % 8 == 7) return (from % SLOTS, target.slotOf(from % SLOTS));
        for (uint16 i = 0; i < SLOTS; ++i) {
            index = (from % SLOTS + i) % SLOTS;
            slot = target.slotOf(index);
            if (slot.state == wanted) return (index, slot);
        }
        revert Idle();
    }

    function _isPending() internal view returns (bool) {
        return target.dealData().state == DealState.Pending;
    }

    /// @dev Lets an action happen once in `calls_` calls.
    function _seldom(uint8 chance, uint8 calls_) internal view {
        // Fuzzers like 0 and 255 too much.
        if (uint256(keccak256(abi.encode(chance, calls))) % calls_ != 0) revert Idle();
    }

    /// @dev For what it transfers itself.
    receive() external payable {}
}
