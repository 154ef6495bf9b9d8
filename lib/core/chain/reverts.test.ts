import { encodeErrorResult, getAddress, keccak256, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, storageDealAbi, storageDealFactoryAbi } from './abi';
import { revertWords } from './revert-words';
import { decodeRevert, errorAbi, upperSnake } from './reverts';

const NODE = getAddress(`0x${'ab'.repeat(20)}`);

describe('decodeRevert', () => {
  it('tells which values differ', () => {
    const data = encodeErrorResult({
      abi: storageDealFactoryAbi,
      errorName: 'ParametersChanged',
      args: [NODE, 5n, 7n, 24, 30],
    });
    expect(decodeRevert(data)).toEqual({
      code: 'PARAMETERS_CHANGED',
      name: 'ParametersChanged',
      message: `The node ${NODE.toLowerCase()} changed its offer: rate 7 instead of 5, span 30 instead of 24.`,
      args: {
        node: NODE.toLowerCase(),
        expectedRate: '5',
        actualRate: '7',
        expectedMaxSpan: 24,
        actualMaxSpan: 30,
      },
    });
  });

  it('knows errors that surface through another contract', () => {
    const data = encodeErrorResult({
      abi: microNodeRegistryAbi,
      errorName: 'CapacityExceeded',
      args: [1n, 2n],
    });
    expect(decodeRevert(data).code).toBe('CAPACITY_EXCEEDED');
    const state = encodeErrorResult({ abi: storageDealAbi, errorName: 'WrongState', args: [1, 0] });
    expect(decodeRevert(state).message).toBe('The deal is in state 0, not in 1.');
  });

  it('reads require messages and panics', () => {
    const text = `0x08c379a0${'20'.padStart(64, '0')}${'3'.padStart(64, '0')}${'616263'.padEnd(64, '0')}`;
    expect(decodeRevert(text as `0x${string}`)).toMatchObject({ code: 'ERROR', message: 'abc' });
    const panic = `0x4e487b71${'11'.padStart(64, '0')}`;
    expect(decodeRevert(panic as `0x${string}`).message).toMatch(/panic code 17/);
  });

  it('says so when there is no reason, or one of a stranger', () => {
    expect(decodeRevert(undefined).code).toBe('REVERTED');
    expect(decodeRevert('0x').code).toBe('REVERTED');
    const selector = keccak256('0x01').slice(0, 10) as `0x${string}`;
    expect(decodeRevert(selector)).toMatchObject({ code: 'UNKNOWN_REVERT', args: { selector } });
  });

  it('names only arguments that the errors have', () => {
    const holes = errorAbi.flatMap((item) => {
      if (item.type !== 'error') return [];
      const names = item.inputs.map((input) => input.name);
      const used = [...(revertWords[item.name] ?? '').matchAll(/\{(\w+)\}/g)];
      return used.filter(([, name]) => !names.includes(name)).map(([hole]) => item.name + hole);
    });
    expect(holes).toEqual([]);
  });

  it('tells errors that have no words by name and arguments', () => {
    const data = encodeErrorResult({
      abi: parseAbi(['error FailedDeployment()']),
      errorName: 'FailedDeployment',
    });
    expect(decodeRevert(data).message).toBe('The contract refused: failed deployment.');
  });
});

describe('upperSnake', () => {
  it('keeps runs of capitals together', () => {
    expect(upperSnake('NotTheNode')).toBe('NOT_THE_NODE');
    expect(upperSnake('ERC2771ForwarderInvalidSigner')).toBe('ERC2771_FORWARDER_INVALID_SIGNER');
    expect(upperSnake('CommDChanged')).toBe('COMM_D_CHANGED');
  });
});
