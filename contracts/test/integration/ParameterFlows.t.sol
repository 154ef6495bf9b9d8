// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {IStorageDealFactory} from "../../src/interfaces/IStorageDealFactory.sol";
import {NodeParameters} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev What providers and clients are promised about parameters, one test for each sentence of it.
contract ParameterFlowsTest is DealFixture {
    uint8 private constant ACCEPTING = 1;
    uint8 private constant RATE_FIELD = 2;

    function _offer(uint8 mask, NodeParameters memory changed) private {
        vm.prank(nodeAddress(0));
        registry.setParameters(mask, changed);
    }

    function test_AClientCanReadWhatAProviderAsks() public view {
        NodeParameters memory asked = registry.parametersOf(table[0].node);
        assertTrue(asked.accepting);
        assertEq(asked.rate, RATE);
        assertEq(asked.maxSpan, 24);
        assertEq(asked.minFileSize, 0);
        assertEq(asked.maxFileSize, 1 << 40);
    }

    function test_SomeParametersCanBeSetAndTheOthersKept() public {
        NodeParameters memory changed = parameters();
        (changed.rate, changed.maxSpan, changed.minFileSize) = (7, 1, 5);
        _offer(RATE_FIELD, changed);
        skipPeriods(1);
        NodeParameters memory now_ = registry.parametersOf(nodeAddress(0));
        assertEq(now_.rate, 7);
        assertEq(now_.maxSpan, 24);
        assertEq(now_.minFileSize, 0);
    }

    function test_ConsecutiveChangesBuildOnEachOther() public {
        NodeParameters memory changed = parameters();
        (changed.rate, changed.accepting) = (7, false);
        _offer(RATE_FIELD, changed);
        changed.rate = 9;
        _offer(ACCEPTING, changed);
        skipPeriods(1);
        assertEq(registry.parametersOf(nodeAddress(0)).rate, 7);
        assertFalse(registry.parametersOf(nodeAddress(0)).accepting);
    }

    function test_ParametersChangedSinceThePlanRejectTheRequestWithBothValues() public {
        NodeParameters memory changed = parameters();
        changed.rate = 2 * RATE;
        _offer(RATE_FIELD, changed);
        skipPeriods(1);
        terms.sealingDeadline += T;
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.ParametersChanged.selector, nodeAddress(0), RATE, 2 * RATE, 24, 24
            )
        );
        vm.prank(portal);
        factory.publish(terms, table);
        assertEq(registry.nodeOf(nodeAddress(1)).reservedBytes, 0, "nothing happened to anybody");
    }

    function test_ConditionsOfAContractAreThoseThatTheClientExpected() public {
        publishAndSeal();
        NodeParameters memory changed = parameters();
        changed.rate = 2 * RATE;
        _offer(RATE_FIELD, changed);
        skipPeriods(2);
        start(500 ether);
        assertEq(theDeal.slotOf(0).rate, RATE);
        assertEq(theDeal.terms().maxRate, 3 * RATE);
    }

    function test_AProviderThatDoesNotAcceptIsNotGivenAContract() public {
        NodeParameters memory changed = parameters();
        changed.accepting = false;
        _offer(ACCEPTING, changed);
        skipPeriods(1);
        vm.expectRevert(abi.encodeWithSelector(IStorageDealFactory.NotAccepting.selector, nodeAddress(0)));
        vm.prank(portal);
        factory.publish(terms, table);
    }

    function test_FilesOutsideTheLimitsAreNotGivenToAProvider() public {
        NodeParameters memory changed = parameters();
        (changed.minFileSize, changed.maxFileSize) = (1, terms.fileBytes - 1);
        _offer(8 | 16, changed);
        skipPeriods(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStorageDealFactory.FileSizeRefused.selector, nodeAddress(0), 1, terms.fileBytes - 1, terms.fileBytes
            )
        );
        vm.prank(portal);
        factory.publish(terms, table);
    }
}
