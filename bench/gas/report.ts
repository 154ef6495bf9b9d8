import type { GasFigures } from './measure';

/** What the design asks for; what is above is said to be. */
const LIMITS: Readonly<Record<string, bigint>> = {
  'publish, 36 slots': 1_000_000n,
  'preCommit, relayed alone': 160_000n,
  'preCommit, relayed, each of 18': 160_000n,
  postVerdicts: 80_000n,
  'settle, a slot’s first': 110_000n,
  'settle, later': 110_000n,
  'settleMany, 36 slots, first, each': 60_000n,
  'settleMany, 36 slots, later, each': 60_000n,
  'disputePoSt, in its period': 350_000n,
  'disputePoSt, by the verifier’s receipt': 350_000n,
  'disputePoSt, by the digest on chain': 350_000n,
};
const MOST_BYTES = 24_576;

/** Filecoin's PDP contracts, EVM gas, as measured by the issue that asks for this table. */
const PDP = { proof: 260_000n, piece: 137_000n + 152_000n + 56_000n };

const PERIODS = 720n;
const MONTHS = 6n;
const SLOTS = 36n;

const number = (value: bigint | number) => value.toLocaleString('en-US');
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;

function verdict(name: string, value: bigint): [string, string] {
  const limit = LIMITS[name];
  if (limit === undefined) return ['', ''];
  return [number(limit), value <= limit ? 'yes' : 'no'];
}

/** Gas of one sector for a month of 720 periods in a network of `slots`. */
function monthOf({ gas }: GasFigures, slots: bigint) {
  const of = (name: string) => gas[name] ?? 0n;
  const alone = slots < SLOTS;
  const shared = (name: string) => of(name) / SLOTS;
  const made = alone
    ? of('publish, 1 slot') + of('preCommit, relayed alone') + of('proveCommit, relayed alone')
    : shared('publish, 36 slots') +
      of('preCommit, relayed, each of 18') +
      of('proveCommit, relayed, each of 18');
  // Of calls that were only measured for 36 slots, a deal of one slot is taken to cost the whole.
  const share = alone ? 1n : SLOTS;
  const rest = of('recordPoReps, 36 slots') + of('startDeal, 36 slots') + of('endDeal, 36 slots');
  const settled = alone ? of('settle, later') : of('settleMany, 36 slots, later, each');
  return {
    made: (made + rest / share) / MONTHS,
    settled: settled * 30n,
    roots: (of('postVerdicts') * PERIODS) / slots,
  };
}

function monthRows(figures: GasFigures): string[] {
  return [1n, 1_000n, 1_000_000n].map((slots) => {
    const { made, settled, roots } = monthOf(figures, slots);
    const total = made + settled + roots;
    return row(number(slots), number(made), number(settled), number(roots), number(total));
  });
}

/** docs/gas.md. */
export function gasReport(figures: GasFigures): string {
  const gas = Object.entries(figures.gas).map(([name, value]) =>
    row(name, number(value), ...verdict(name, value)),
  );
  const bytes = Object.entries(figures.bytes).map(([name, value]) =>
    row(name, number(value), number(MOST_BYTES - value)),
  );
  return `# Gas

Written by \`npm run bench:gas -- --write\`; a test compares it with the code within 2 %. Every figure is EVM gas of a whole transaction as its receipt says (base cost and calldata included), on anvil by the rules of Cancun, of a deal of 36 slots on 36 nodes with sectors of 512 MiB, in the production profile, in a ledger of 2^20 leaves. *Relayed* is through the ERC-2771 forwarder; *each* is a batch divided by its parts. Filecoin counts gas differently and charges more for storage, code and hops: the figures compare designs, they are no quote.

| what | gas | asked for at most | kept |
|---|---:|---:|---|
${gas.join('\n')}

Where it goes: \`publish\` reads three words of each node in the registry, writes one, and logs the row (about 23 k a slot with its calldata); the deal's terms, the root of its slot table and the numbers of its nodes are part of its clone's code, so nothing is stored in it (about 0.18 M for the clone, the registry's word about it and the log). Here all nodes offer what they registered with and are planned for all their hours: parameters announced later are one more word to read (2,100 gas a slot), and a plan for fewer hours than offered has its longest gap found anew, which with 36 such slots can take a publication above the million. \`preCommit\` writes four words of a slot (node and rate, payout and times, schedule and state, CommR); CommD is in the slot table. The word that held a PoRep's digest until the verdict is the slot's record of work from then on, so a first settlement fills no empty word. The node's work is beside its capacity, in a word that only settlements touch: \`endDeal\`, which does both, pays for two. A dispute takes a second call, \`decideDispute\` with the ledger's leaf or \`concludeDispute\` when nobody has one, which pays.

| contract | bytes | free |
|---|---:|---:|
${bytes.join('\n')}

The limit is 24,576 bytes.

## Beside Filecoin's PDP contracts

| job | here | PDP |
|---|---:|---:|
| prove possession of one more period | ${number(figures.gas.postVerdicts ?? 0n)} for the whole network | ${number(PDP.proof)} per data set |
| put one more sector on chain | ${number((figures.gas['publish, 36 slots'] ?? 0n) / SLOTS + (figures.gas['preCommit, relayed, each of 18'] ?? 0n) + (figures.gas['proveCommit, relayed, each of 18'] ?? 0n))} with its PoRep | ${number(PDP.piece)} without one |
| pay for it once | ${number(figures.gas['settleMany, 36 slots, later, each'] ?? 0n)} | not included |

PDP's figures are for 512 MiB: 260 k for a proof, 137 k + 152 k + 56 k for a piece. A PDP proof convinces the chain itself; here the chain takes the verifier's root and checks a proof only in a dispute.

## A sector for a month

720 periods; deals of 36 slots and six months, so a sixth of making and ending a deal falls on a month; settled once a day in batches of 36; one root each period whatever the size of the network. In a network of one slot nothing is shared: its deal has one slot, is settled alone and pays for every root (calls that were only measured with 36 slots are counted whole, which is too much).

| slots in the network | making and ending | settling | roots | gas a month |
|---:|---:|---:|---:|---:|
${monthRows(figures).join('\n')}

One data set under PDP with one proof a day is ${number(PDP.proof * 30n)} a month, with one proof each period ${number(PDP.proof * PERIODS)}. In FIL: gas × the chain's price of one EVM gas. At 100 attoFIL per unit of Filecoin's gas (the least its base fee can be) and 100 such units for one of the EVM (an assumption that has to be measured on Calibration), 10^6 EVM gas is 0.00000001 FIL; ten million times that at a base fee of one nanoFIL.
`;
}

/** Figures of a report, by name. */
export function readReport(text: string): Record<string, bigint> {
  const rows = text.matchAll(
    /^\| ([^|]+) \| ([\d,]+) \|(?: [\d,]* \| (?:yes|no)? ?\|| [\d,-]+ \|)$/gm,
  );
  return Object.fromEntries(
    [...rows].map(([, name, value]) => [
      (name as string).trim(),
      BigInt((value as string).replaceAll(',', '')),
    ]),
  );
}
