/**
 * A sentence per Solidity error; `{name}` stands for an argument. Errors that are missing here are
 * told by their name and arguments.
 */
export const revertWords: Readonly<Record<string, string>> = {
  // Solidity itself
  Error: '{message}',
  Panic: 'The contract stopped with panic code {reason}.',

  // registry
  AlreadyRegistered: 'The node {node} is registered already.',
  NotRegistered: 'The node {node} is not registered.',
  Retired: 'The node {node} has retired.',
  NotADeal: '{caller} is not a storage deal of this platform.',
  MaskedAddress: '{account} is a masked Filecoin id address, which cannot take part.',
  ZeroAddress: 'The zero address cannot be used here.',
  ZeroCapacity: 'The capacity must be above zero.',
  EmptyHours: 'At least one hour of the week must be promised.',
  HoursOutOfRange: 'The hours map has bits beyond the 168 hours of a week.',
  FileSizeRange: 'The smallest file size {min} is above the largest {max}.',
  SpanOutOfRange: 'The span {actual} is not between {expectedMin} and {expectedMax} periods.',
  CapacityExceeded: 'The node has {free} bytes free, {requested} were asked for.',
  MoreFulfilmentsThanCommitments:
    'There are more fulfilments ({fulfilments}) than commitments ({commitments}).',

  // factory
  PlanUsed: 'The plan {planId} was published before.',
  NoSlots: 'The plan has no slots.',
  SlotCount: 'The plan must have {expected} slots, not {actual}.',
  SlotOrder: 'Slot {expected} was expected here, not {actual}.',
  SectorSize: 'The sector size {sectorBytes} is not allowed.',
  NotAccepting: 'The node {node} takes no new slots.',
  ParametersChanged:
    'The node {node} changed its offer: rate {actualRate} instead of {expectedRate}, span {actualMaxSpan} instead of {expectedMaxSpan}.',
  FileSizeRefused: 'The node {node} takes files of {min} to {max} bytes, not {actual}.',
  PayoutChanged: 'The node {node} is paid at {actual} now, not at {expected}.',
  HoursNotOffered: 'The node {node} does not offer all the planned hours.',
  RateAboveMaximum: 'The rate {actual} is above the agreed maximum {maximum}.',
  Deadline: 'The deadline {actual} is before {earliest}.',

  SlotGeneration: 'Slot {slot} must be published as generation 0, not {generation}.',
  EmptyCommD: 'Slot {slot} has no CommD.',
  ShardCount: '{dataShards} of {totalShards} shards do not fit {slots} slots.',
  Duration: 'The duration {actual} is not between 1 and {maximum} periods.',
  FeeNotSupported: 'A platform fee of {bps} basis points is not supported.',
  ImplementationSet: 'The deals’ implementation is fixed at {implementation}.',
  NoCode: 'There is no contract at {account}.',

  // deal
  AccrualOver: 'Accrual ended with period {accrualEnd}; it is {current}.',
  LengthMismatch: 'There are {leaves} leaves and {paths} paths.',
  CommDChanged: 'The replacement has CommD {actual}, the slot {expected}.',
  WrongReason: 'Reason {reason} does not fit the state of slot {slot}.',
  RunwayTooShort: 'The money must last until period {neededUntil}, it lasts until {actualUntil}.',
  PaymentFailed: 'The payment of {amount} attoFIL to {account} failed.',
  NotEnoughGas: 'The call needs {needed} gas and has {actual}.',
  WrongState: 'The deal is in state {actual}, not in {expected}.',
  WrongSlotState: 'Slot {slot} is in state {actual}, not in {expected}.',
  WrongGeneration: 'Slot {slot} is in generation {expected}, not in {actual}.',
  NotTheNode: 'Only the node {expected} may do this, not {actual}.',
  NotTheClient: 'Only the client {expected} may do this, not {actual}.',
  NotInSlotTable: 'These conditions are not in the slot table of the deal (slot {slot}).',
  TooManyPreCommits: 'Slot {slot} was preCommitted too often.',
  SeedNotReady: 'The seed of epoch {epoch} does not exist yet; the chain is at {current}.',
  DigestMismatch: 'The proof digest is {actual}, not {expected}.',
  TermsMismatch: 'The terms of the deal changed: {actual} instead of {expected}.',
  SlotsNotProved: '{actual} of {expected} slots are proved.',
  DeadlinePassed: 'The deadline {deadline} has passed; it is {actual}.',
  DeadlineNotReached: 'The deadline {deadline} is not reached; it is {actual}.',
  BelowMinimumRunway: 'At least {needed} attoFIL are needed, {actual} are there.',
  NotProvenByLedger: 'The ledger has no such work of slot {slot}, generation {generation}.',
  WrongDeal: 'The work is of deal {actual}, not of {expected}.',
  NothingToWithdraw: 'There is nothing to withdraw for {account}.',
  SettlementWindowOpen: 'The settlement window is open until period {until}; it is {current}.',
  Unauthorised: '{account} may not do this.',
  OutsideBounds: 'The work of slot {slot} exceeds its bounds: {actual} instead of {expectedMax}.',

  // ledger
  PeriodNotOver: 'Period {period} is not over; it is {current}.',
  PeriodNotRising: 'Period {period} is not after the last posted period {last}.',
  TooLate: 'It is too late for period {period}; it is {current}.',
  ZeroPeriod: 'Period 0 cannot be posted.',
  EmptyRoot: 'The root is empty.',
  UnknownRoot: 'No root was posted for period {period}.',

  // beacon
  RandomnessUnavailable: 'There is no randomness for epoch {epoch}; the chain is at {current}.',
  PeriodSeedMissing: 'Period {period} has no seed.',
  RecordedTooLate:
    'Period {period} is {secondsIn} s old; a seed may be recorded in its first {limit} s.',
  AlreadyRecorded: 'The seed of period {period} is recorded already.',

  // forwarder and OpenZeppelin's base contracts
  ERC2771ForwarderInvalidSigner: 'The request was signed by {signer}, not by {from}.',
  ERC2771ForwarderExpiredRequest: 'The request expired at {deadline}.',
  ERC2771ForwarderMismatchedValue:
    'The request asks for a value of {requestedValue}, not {msgValue}.',
  ERC2771UntrustfulTarget: 'The contract {target} does not take forwarded calls.',
  FailedCall: 'The inner call failed.',
  InvalidAccountNonce: 'The nonce of {account} is {currentNonce} now.',
  AccessControlUnauthorizedAccount: '{account} lacks the role {neededRole}.',
  EnforcedPause: 'This is paused.',
  InsufficientBalance: 'The balance is {balance}, {needed} are needed.',
};
