import { type NodeParameters, readRelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { RegisterNode } from '@/lib/core/protocol/nodes';
import { deployment } from '@/lib/server/chain';

type RegisterArguments = readonly [string, bigint, bigint, NodeParameters];

function mismatch(field: string, expected: unknown, actual: unknown): AppError {
  return new AppError('NODE_FORWARD_MISMATCH', `The signed call has another ${field}.`, {
    details: { field, expected: String(expected), actual: String(actual) },
  });
}

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

/**
 * The signed call must register exactly what the body says: otherwise the portal would keep a
 * schedule that the chain does not know.
 * @throws AppError `NODE_FORWARD_MISMATCH`
 */
export function assertForwardSays(body: RegisterNode, hoursMap: bigint): void {
  const { request } = body.forward;
  const { registry } = deployment().contracts;
  const call = readRelayCall('registry', request.data);
  if (call?.functionName !== 'registerNode') {
    throw mismatch('function', 'registerNode', call?.functionName ?? 'unknown');
  }
  const [payout, capacityBytes, signedHours, parameters] = call.args as RegisterArguments;
  const pairs: [string, unknown, unknown][] = [
    ['sender', body.operator, request.from],
    ['target', registry, request.to],
    ['payout', body.payout, payout],
    ['capacityBytes', body.capacityBytes, capacityBytes],
    ['hoursMap', hoursMap, signedHours],
    ['accepting', body.parameters.accepting, parameters.accepting],
    ['rate', body.parameters.rate, parameters.rate],
    ['maxSpan', body.parameters.maxSpan, parameters.maxSpan],
    ['minFileSize', body.parameters.minFileSize, parameters.minFileSize],
    ['maxFileSize', body.parameters.maxFileSize, parameters.maxFileSize],
  ];
  for (const [field, expected, actual] of pairs) {
    if (lower(expected) !== lower(actual)) throw mismatch(field, expected, actual);
  }
}
