// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {DealState, NodeParameters, SlotPlan, WorkLeaf} from "../../src/libraries/Types.sol";
import {FakeSector} from "../utils/FakeSector.sol";
import {Picky, Reentrant} from "../utils/Payees.sol";
import {Setting} from "./actors/World.sol";
import {Checks} from "./Checks.sol";
import {DealHandler} from "./DealHandler.sol";

/// @dev Builds the platform and the deal, hands both to the handler, looks at everything now and then.
abstract contract Stage is Checks {
    uint256 internal constant NODES = 8;

    uint256[] private nodeKeys;
    uint256 private verifierKey;
    Picky internal picky;

    function setUp() public virtual override {
        (verifier, verifierKey) = makeAddrAndKey("verifier with a key");
        super.setUp();
        client = _client();
        _give(client);
        beacon.record();
        terms.client = client;
        terms.sectorBytes = FakeSector.BYTES;
        terms.durationPeriods = 96;
        // Among the payees one that takes nothing and one that tries to re-enter.
        picky = new Picky();
        reentrant = new Reentrant();
        for (uint256 i = 0; i < NODES; ++i) {
            (address node, uint256 key) = makeAddrAndKey(string.concat("node", vm.toString(i)));
            NodeParameters memory offer = parameters();
            offer.rate = uint96(RATE / 2 + RATE * i / 4);
            if (i >= SLOTS) register(i, ALL_HOURS, offer);
            nodes.push(node);
            nodeKeys.push(key);
            payees.push(payoutOf(i));
        }
        payees[1] = address(picky);
        payees[2] = address(reentrant);
        for (uint256 i = 1; i < 3; ++i) {
            vm.prank(nodes[i]);
            registry.setPayout(payees[i]);
        }
    }

    /// @dev Whose deal it is.
    function _client() internal virtual returns (address);

    function preCommit(uint16 slot) internal override {
        bytes32[] memory path = pathOf(slot);
        bytes32 commR = FakeSector.commR(keccak256("sector"));
        vm.prank(table[slot].node);
        theDeal.preCommit(table[slot], path, commR);
    }

    /// @dev Not by `vm.deal`: forge takes that back when a later call of the campaign reverts.
    function _give(address account) private {
        (bool ok,) = account.call{value: 1e28}("");
        assertTrue(ok);
    }

    /// @dev The table as the nodes offer now.
    function _plan() internal {
        for (uint16 i = 0; i < SLOTS; ++i) {
            table[i] = planFor(i, 0, nodes[i]);
        }
    }

    function _letGo(uint256 moneyIn) internal {
        reentrant.aim(theDeal);
        bytes32[][] memory paths = new bytes32[][](SLOTS);
        for (uint16 i = 0; i < SLOTS; ++i) {
            paths[i] = pathOf(i);
        }
        handler = new DealHandler(
            Setting(
                theDeal,
                registry,
                ledger,
                beacon,
                portal,
                verifier,
                verifierKey,
                client,
                picky,
                nodes,
                nodeKeys,
                payees,
                moneyIn
            ),
            table,
            paths
        );
        _give(address(handler));
        clientBefore = client.balance;
        targetContract(address(handler));
    }

    /// @dev One function, because each would be tried with runs of its own. Looking at everything costs more
    /// than most calls: what may be whole again later is looked at after every call, what would stay wrong (sums
    /// that only grow) after every sixteenth that did something, and all of it at the end of a run.
    function invariant_Deal() public view {
        assertEq(handler.broken(), "");
        _checkBalanceCoversLiabilities(theDeal.dealData());
        if (handler.calls() % 16 == 15) _checkAll();
    }

    /// @dev Wherever a run leaves the deal: without portal, verifier and client everybody gets what is theirs.
    function afterInvariant() public {
        _checkAll();
        DealState state = theDeal.dealData().state;
        vm.startPrank(stranger);
        if (state == DealState.Pending) {
            vm.warp(terms.startDeadline + 1);
            theDeal.cancelDeal();
        } else if (state == DealState.Active) {
            // The longest window there can be, and the grace time.
            vm.warp((theDeal.dealData().accrualEnd + 168 + 1 + ROOT_DELAY + DISPUTE_WINDOW + 168 + 1) * T);
            theDeal.endDeal(0, new WorkLeaf[](0), new bytes32[][](0));
        }
        skipPeriods(169);
        picky.open();
        for (uint256 i = 0; i < payees.length; ++i) {
            if (theDeal.creditOf(payees[i]) != 0) theDeal.withdraw(payable(payees[i]));
        }
        if (theDeal.creditOf(client) != 0) theDeal.withdraw(payable(client));
        if (theDeal.purse().feesDue != 0) theDeal.collectFee();
        if (address(theDeal).balance != 0) theDeal.sweep();
        vm.stopPrank();
        assertEq(address(theDeal).balance, 0, "nothing stays behind");
        _checkAll();
    }
}
