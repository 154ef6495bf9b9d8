import { createPublicClient, custom, encodeErrorResult, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { forwarderAbi } from '@/lib/core/chain';
import type { ChainContext } from '../context';
import { simulateForwarded } from './simulate';

const forwarder = `0x${'11'.repeat(20)}` as const;
const other = `0x${'22'.repeat(20)}` as const;
const request = {
  from: other,
  to: other,
  value: 0n,
  gas: 1000n,
  deadline: 2_000_000_000,
  data: '0x12345678' as Hex,
  signature: `0x${'33'.repeat(65)}` as Hex,
};

/** A node that lets no contract send, as Filecoin's did; `execute` answers with `answer`. */
function oldNode(answer: () => Hex): ChainContext {
  const rpc = async ({ params }: { params?: unknown }) => {
    const [call] = params as [{ from?: Hex }];
    if (call.from !== forwarder) return answer();
    throw Object.assign(new Error('message execution failed (exit=[SysErrSenderInvalid(1)])'), {
      code: 3,
    });
  };
  const client = createPublicClient({ transport: custom({ request: rpc }, { retryCount: 0 }) });
  return { client, deployment: { contracts: { forwarder } } } as unknown as ChainContext;
}

describe('simulateForwarded on a node that lets no contract send', () => {
  it('asks whether the whole forwarder call goes through', async () => {
    expect(
      await simulateForwarded(
        oldNode(() => '0x'),
        request,
      ),
    ).toBeUndefined();
  });

  it('tells that it does not', async () => {
    const data = encodeErrorResult({ abi: forwarderAbi, errorName: 'FailedCall' });
    const node = oldNode(() => {
      throw Object.assign(new Error('execution reverted'), { code: 3, data });
    });
    expect(await simulateForwarded(node, request)).toMatchObject({ code: 'FAILED_CALL' });
  });
});
