import { bytesToHex, type Hex, keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { publishVerdicts, type VerdictEntry } from '@/lib/core/deals';
import { sectorIdOf, slotPostSeed } from '@/lib/core/proofs';
import type { Network } from '@/lib/core/protocol';
import type { ChainSlot, DealLog, PostedRoot } from '@/scripts/verify-ledger/chain';
import { CannotVerify } from '@/scripts/verify-ledger/errors';
import { type Sources, verifyLedger } from '@/scripts/verify-ledger/verify';
import { sparse } from '@/tests/contracts/post-vectors';

const DEAL: Hex = `0x${'d1'.repeat(20)}`;
const P = 1000n;
const seed = keccak256('0x5eed');
const network = { chainId: 31337, profile: 'test' } as Network;

const postOf = (slot: number) =>
  sparse({
    sectorBytes: 2048,
    challenges: 2,
    sectorId: sectorIdOf(DEAL, slot, 0),
    seed: slotPostSeed(seed, DEAL, slot, 0, network.chainId),
  });

/** Slot 0 proved, slot 1 did not. */
function goodWorld() {
  const post = postOf(0);
  const leaf = (slot: number, proven: bigint, fulfilments: number, last: bigint) => ({
    ...{ deal: DEAL, slot, generation: 0, provenPeriods: proven },
    ...{ fulfilments, commitments: 9, lastAccepted: last },
  });
  const before: VerdictEntry[] = [
    {
      due: true,
      digest: keccak256('0x01'),
      verdict: 'accepted',
      leaf: { ...leaf(0, 9n, 9, 999n) },
    },
    { due: true, digest: null, verdict: 'missing', leaf: { ...leaf(1, 8n, 8, 998n) } },
  ];
  const now: VerdictEntry[] = [
    {
      ...{ due: true, digest: keccak256(post.proof), verdict: 'accepted' },
      leaf: { ...leaf(0, 10n, 10, P), commitments: 10 },
    },
    {
      ...{ due: true, digest: null, verdict: 'missing' },
      leaf: { ...leaf(1, 8n, 8, 998n), commitments: 10 },
    },
  ];
  const slot: ChainSlot = {
    node: `0x${'a1'.repeat(20)}`,
    hoursMap: (1n << 168n) - 1n,
    maxSpan: 24,
    start: 990n,
    accrualEnd: 2000n,
    commR: bytesToHex(post.commR),
    sectorBytes: 2048n,
  };
  const log: DealLog = {
    live: [0, 1].map((index) => ({ deal: DEAL, slot: index, generation: 0, start: 990n })),
    ended: new Set(),
    submitted: new Map(),
    credited: new Map(),
  };
  return {
    before,
    now,
    slot,
    log,
    proof: post.proof as Uint8Array | null,
    seed: seed as Hex | null,
  };
}

type World = ReturnType<typeof goodWorld>;

/** The world as portal and chain show it; `shown` replaces the portal's file of the period. */
function sourcesOf(world: World, shown?: (bytes: Uint8Array) => Uint8Array | null): Sources {
  const fileOf = (period: bigint, entries: VerdictEntry[]) =>
    publishVerdicts({ chainId: network.chainId, period, seed, entries });
  const files = new Map([
    [P - 1n, fileOf(P - 1n, world.before)],
    [P, fileOf(P, world.now)],
  ]);
  const posted = [...files].map(
    ([period, { tree, manifestHash }]): PostedRoot => ({
      ...{ period, root: tree.root, manifestHash, block: period },
    }),
  );
  return {
    portal: {
      verdicts: async (period) => {
        const bytes = files.get(period)!.bytes;
        return shown && period === P ? shown(bytes) : bytes;
      },
      proof: async () => world.proof,
    },
    chain: {
      network,
      check: async () => undefined,
      currentPeriod: async () => P + 3n,
      roots: async (until) => posted.filter(({ period }) => period <= until),
      rootOf: async (period) => posted.find((root) => root.period === period)!.root,
      seedOf: async () => world.seed,
      dealLog: async () => world.log,
      slot: async () => world.slot,
    },
  };
}

/** What is wrong when the world is changed in one way. */
async function faults(change: (world: World) => void): Promise<string[]> {
  const world = goodWorld();
  change(world);
  const { findings } = await verifyLedger(sourcesOf(world), P);
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ text }) => text);
}

describe('a stranger who rebuilds the root', () => {
  it('finds an honest one in order, and says what stays open', async () => {
    const report = await verifyLedger(sourcesOf(goodWorld()), P);
    expect(report.findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.isGood).toBe(true);
    expect(report.text()).toContain('1 proofs verified again');
    expect(report.text()).toContain("1 proofs are called missing: that is the verifier's word");
    expect(report.text()).toContain('When a proof arrived');
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array | null, RegExp]>([
    ['another file', (bytes) => Uint8Array.from([...bytes, 32]), /keccak256 of the file/],
    ['no file', () => null, /does not publish/],
  ])('sees when the portal shows %s', async (_, shown, words) => {
    const report = await verifyLedger(sourcesOf(goodWorld(), shown), P);
    expect(report.isGood).toBe(false);
    expect(report.text()).toMatch(words);
  });

  it.each<[string, (world: World) => void, RegExp]>([
    ['a seed of its own', (w) => Object.assign(w, { seed: keccak256('0x02') }), /seed is/],
    [
      'a seed that the beacon lacks',
      (w) => Object.assign(w, { seed: null }),
      /beacon's is missing/,
    ],
    ['a slot left out', (w) => w.now.pop(), /slot 1 generation 0 has no entry/],
    ['a slot that never lived', (w) => w.log.live.pop(), /slot 1 generation 0 never went live/],
    [
      'a broken promise not counted',
      (w) => patch(w, 1, { due: false, verdict: 'not-due' }),
      /promised, but not counted/,
    ],
    [
      'a promise that nobody made',
      (w) => Object.assign(w.slot, { hoursMap: 0n }),
      /does not promise it/,
    ],
    ['more paid than elapsed', (w) => leaf(w, 0, { provenPeriods: 11n }), /11 periods paid of 10/],
    ['more promises than hours', (w) => leaf(w, 1, { commitments: 11 }), /11 promises counted/],
    ['a proof from the future', (w) => leaf(w, 0, { lastAccepted: 1001n }), /after the period/],
    [
      'an accepted proof without effect',
      (w) => leaf(w, 0, { lastAccepted: 999n }),
      /not in its leaf/,
    ],
    ['kept without a promise', (w) => leaf(w, 1, { fulfilments: 11 }), /more promises kept/],
    ['a figure that falls', (w) => leaf(w, 1, { provenPeriods: 7n }), /fell from 8 to 7/],
    ['pay without proof', (w) => leaf(w, 1, { provenPeriods: 9n }), /paid without a newer proof/],
    ['accepted without a digest', (w) => patch(w, 0, { digest: null }), /without the digest/],
    ['another proof', (w) => Object.assign(w, { proof: postOf(1).proof }), /another one/],
    [
      'a good proof called bad',
      (w) => patch(w, 0, { verdict: 'rejected' }),
      /rejected, but its proof is valid/,
    ],
    [
      'a bad proof called good',
      (w) => Object.assign(w.slot, { commR: keccak256('0x03') }),
      /is not valid \(commr-mismatch\)/,
    ],
  ])('sees %s', async (_, change, words) => {
    expect((await faults(change)).join('\n')).toMatch(words);
  });

  describe('where disputes credited proofs', () => {
    /** Slot 0 is paid so many periods at once, one of them for its time. */
    const jumpOf = (world: World, periods: bigint) => {
      Object.assign(world.slot, { start: 900n, maxSpan: 5 });
      const proven = 70n;
      Object.assign(world.before[0]!.leaf, { provenPeriods: proven });
      leaf(world, 0, { provenPeriods: proven + periods });
    };
    const credit = (world: World, ...periods: bigint[]) =>
      world.log.credited.set(`${DEAL}/0/0`, periods);
    const tooMuch = /paid for more than the time since the last proof/;

    it('lets a proof bring a span for each of them, and no more', async () => {
      expect((await faults((world) => jumpOf(world, 2n))).join('\n')).toMatch(tooMuch);
      const [one, both] = [[P - 2n], [P - 2n, P - 1n]];
      const jump = (periods: bigint, credits: bigint[]) =>
        faults((world) => {
          jumpOf(world, periods);
          credit(world, ...credits);
        });
      expect(await jump(1n + 6n, one)).toEqual([]);
      expect((await jump(1n + 7n, one)).join('\n')).toMatch(tooMuch);
      expect(await jump(1n + 12n, both)).toEqual([]);
      expect((await jump(1n + 13n, both)).join('\n')).toMatch(tooMuch);
    });

    it('counts the void periods after the oldest, which the later ones may be paid for too', async () => {
      const jump = (periods: bigint) =>
        faults((world) => {
          jumpOf(world, periods);
          credit(world, P - 9n);
        });
      // Of nine periods two have a root.
      expect(await jump(1n + 6n + 7n)).toEqual([]);
      expect((await jump(1n + 6n + 8n)).join('\n')).toMatch(tooMuch);
    });

    it('says what that leaves open, and takes no later one for a reason', async () => {
      const world = goodWorld();
      credit(world, P - 2n);
      const report = await verifyLedger(sourcesOf(world), P);
      expect(report.isGood).toBe(true);
      expect(report.text()).toMatch(
        /\? .*slot 0 generation 0: disputes credited 1 of its proofs, so up to 25 periods/,
      );
      const later = await faults((w) => {
        jumpOf(w, 2n);
        credit(w, P + 1n);
      });
      expect(later.join('\n')).toMatch(tooMuch);
    });
  });

  it('does not call a proof wrong that is no longer kept', async () => {
    const world = goodWorld();
    world.proof = null;
    const report = await verifyLedger(sourcesOf(world), P);
    expect(report.isGood).toBe(true);
    expect(report.text()).toContain('1 proofs are not shown any more');
  });

  it('tells of a digest on chain beside a proof called missing', async () => {
    const world = goodWorld();
    world.log.submitted.set(`${DEAL}/1/0/${P}`, toHex(7, { size: 32 }));
    const report = await verifyLedger(sourcesOf(world), P);
    expect(report.text()).toMatch(/slot 1 generation 0: missing, but its node put 0x0+7 on chain/);
  });

  it('has nothing to verify before the end of a period, and without a root', async () => {
    const sources = sourcesOf(goodWorld());
    await expect(verifyLedger(sources, P + 3n)).rejects.toThrow(CannotVerify);
    await expect(verifyLedger(sources, P + 3n)).rejects.toThrow(/is not over/);
    await expect(verifyLedger(sources, P + 1n)).rejects.toThrow(
      /newest root before it is of period 1000/,
    );
  });
});

function patch(world: World, slot: number, change: Partial<VerdictEntry>): void {
  Object.assign(world.now[slot]!, change);
}

function leaf(world: World, slot: number, change: Partial<VerdictEntry['leaf']>): void {
  Object.assign(world.now[slot]!.leaf, change);
}
