// SPDX-License-Identifier: Apache-2.0 OR MIT
pragma solidity 0.8.37;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {SlotState} from "../../src/libraries/Types.sol";
import {DealFixture} from "../utils/DealFixture.sol";

/// @dev Nodes without a coin of their own: they sign, anyone relays.
contract GaslessTest is DealFixture {
    bytes32 private constant TYPEHASH = keccak256(
        "ForwardRequest(address from,address to,uint256 value,uint256 gas,uint256 nonce,uint48 deadline,bytes data)"
    );
    address payable private constant REFUND = payable(address(0xBEEF));

    mapping(address => uint256) private keys;
    mapping(address => uint256) private nonces;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 6; ++i) {
            (address who, uint256 key) = makeAddrAndKey(string.concat("node", vm.toString(i)));
            keys[who] = key;
        }
        publish();
    }

    function _request(address from, address to, bytes memory data)
        internal
        returns (ERC2771Forwarder.ForwardRequestData memory request)
    {
        uint48 deadline = uint48(block.timestamp + 60);
        bytes32 body =
            keccak256(abi.encode(TYPEHASH, from, to, 0, 1_000_000, nonces[from]++, deadline, keccak256(data)));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("MicroStorageForwarder"),
                keccak256("1"),
                block.chainid,
                address(forwarder)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[from], keccak256(abi.encodePacked(hex"1901", domain, body)));
        request = ERC2771Forwarder.ForwardRequestData(from, to, 0, 1_000_000, deadline, data, abi.encodePacked(r, s, v));
    }

    function _preCommitCall(uint16 slot) internal view returns (bytes memory) {
        return abi.encodeCall(theDeal.preCommit, (table[slot], pathOf(slot), keccak256("commR")));
    }

    function test_NodeRegistersWithoutGas() public {
        address node = nodeAddress(5);
        bytes memory call = abi.encodeCall(registry.registerNode, (payoutOf(5), 1 << 30, ALL_HOURS, parameters()));
        forwarder.execute(_request(node, address(registry), call));
        assertEq(registry.nodeOf(node).payout, payoutOf(5));
    }

    function test_OneBadRequestDoesNotStopTheBatch() public {
        ERC2771Forwarder.ForwardRequestData[] memory batch = new ERC2771Forwarder.ForwardRequestData[](3);
        batch[0] = _request(nodeAddress(0), address(theDeal), _preCommitCall(0));
        // Signed by the wrong node: the call reverts inside, the batch goes on.
        batch[1] = _request(nodeAddress(1), address(theDeal), _preCommitCall(2));
        batch[2] = _request(nodeAddress(3), address(theDeal), _preCommitCall(3));
        vm.prank(stranger);
        forwarder.executeBatch(batch, REFUND);
        assertEq(uint8(theDeal.slotOf(0).state), uint8(SlotState.PreCommitted));
        assertEq(uint8(theDeal.slotOf(2).state), uint8(SlotState.Offered));
        assertEq(uint8(theDeal.slotOf(3).state), uint8(SlotState.PreCommitted));
    }

    function test_ReplayedOrExpiredOrForgedRequestsAreSkipped() public {
        ERC2771Forwarder.ForwardRequestData[] memory batch = new ERC2771Forwarder.ForwardRequestData[](3);
        ERC2771Forwarder.ForwardRequestData memory good = _request(nodeAddress(0), address(theDeal), _preCommitCall(0));
        batch[0] = good;
        batch[1] = good;
        batch[2] = _request(nodeAddress(1), address(theDeal), _preCommitCall(1));
        batch[2].from = nodeAddress(2);
        forwarder.executeBatch(batch, REFUND);
        assertEq(theDeal.slotOf(0).preCommits, 1);
        assertEq(theDeal.slotOf(1).preCommits, 0);
        assertEq(theDeal.slotOf(2).preCommits, 0);

        ERC2771Forwarder.ForwardRequestData memory late = _request(nodeAddress(3), address(theDeal), _preCommitCall(3));
        vm.warp(block.timestamp + 61);
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderExpiredRequest.selector);
        forwarder.execute(late);
    }

    function test_RevertWhen_ASingleRequestIsNotGood() public {
        ERC2771Forwarder.ForwardRequestData memory good = _request(nodeAddress(0), address(theDeal), _preCommitCall(0));
        vm.expectRevert(
            abi.encodeWithSelector(ERC2771Forwarder.ERC2771ForwarderMismatchedValue.selector, 0, 1 ether)
        );
        forwarder.execute{value: 1 ether}(good);
        forwarder.execute(good);
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector);
        forwarder.execute(good);
        // Another node's slot: the call fails, and with it the request that stands alone.
        ERC2771Forwarder.ForwardRequestData memory foreign = _request(nodeAddress(1), address(theDeal), _preCommitCall(2));
        vm.expectRevert(Errors.FailedCall.selector);
        forwarder.execute(foreign);
    }

    function test_RevertWhen_TheTargetTakesNoForwardedCalls() public {
        ERC2771Forwarder.ForwardRequestData memory astray = _request(nodeAddress(0), address(ledger), "");
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC2771Forwarder.ERC2771UntrustfulTarget.selector, address(ledger), address(forwarder)
            )
        );
        forwarder.execute(astray);
    }

    /// @dev A relayer cannot use up a node's nonce by bringing less gas than the node signed for.
    function test_RevertWhen_TheRelayerBringsTooLittleGas() public {
        ERC2771Forwarder.ForwardRequestData memory good = _request(nodeAddress(0), address(theDeal), _preCommitCall(0));
        (bool ok,) = address(forwarder).call{gas: 150_000}(abi.encodeCall(forwarder.execute, (good)));
        assertFalse(ok);
        assertEq(forwarder.nonces(nodeAddress(0)), 0);
        forwarder.execute(good);
        assertEq(theDeal.slotOf(0).preCommits, 1);
    }

    function test_WithoutARefundReceiverABatchIsAllOrNothing() public {
        ERC2771Forwarder.ForwardRequestData[] memory batch = new ERC2771Forwarder.ForwardRequestData[](2);
        batch[0] = _request(nodeAddress(0), address(theDeal), _preCommitCall(0));
        batch[1] = _request(nodeAddress(1), address(theDeal), _preCommitCall(1));
        batch[1].from = nodeAddress(2);
        vm.expectPartialRevert(ERC2771Forwarder.ERC2771ForwarderInvalidSigner.selector);
        forwarder.executeBatch(batch, payable(address(0)));
        assertEq(theDeal.slotOf(0).preCommits, 0);
    }

    function test_PortalsCallsAreNotForwarded() public {
        // Were role functions to trust the forwarder, this would be the portal's cancel.
        bytes memory call = abi.encodePacked(abi.encodeCall(theDeal.cancelDeal, ()), portal);
        vm.prank(address(forwarder));
        (bool ok,) = address(theDeal).call(call);
        assertFalse(ok);
    }

    function test_SameCallsWorkDirectly() public {
        preCommit(1);
        assertEq(uint8(theDeal.slotOf(1).state), uint8(SlotState.PreCommitted));
    }
}
