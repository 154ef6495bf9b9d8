export * from './abi';
export { type ContractName, type Deployment, deploymentSchema } from './deployment';
export {
  type ContractKind,
  type DecodedEvent,
  decodeEvent,
  eventTopics,
  type RawEvent,
} from './events';
export {
  executeBatchCall,
  type ForwardRequestData,
  forwardedCallData,
  forwardRequestData,
  forwardRequestHash,
  forwardRequestTypedData,
} from './forward-request';
export { type JsonValue, jsonSafe } from './json-safe';
export {
  type DisputeStep,
  disputeSelectors,
  type RelayCall,
  type RelayTarget,
  readRelayCall,
  relayFunctions,
} from './relay-calls';
export { decodeRevert, type Revert } from './reverts';
export * from './types';
