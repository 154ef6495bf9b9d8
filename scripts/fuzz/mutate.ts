import type { SeededRandom } from './random';

const ELEMENT = 32;
const HEADER = 8;

/** One way to change a proof. Gets the good proof and a copy of it; returns what to offer. */
type Mutation = (good: Uint8Array, copy: Uint8Array, random: SeededRandom) => Uint8Array;

function elementAt(bytes: Uint8Array, random: SeededRandom): number {
  return HEADER + random.below((bytes.length - HEADER) / ELEMENT) * ELEMENT;
}

/** Field elements at the borders: 0, 1, r − 1, r, r + 1, 2^254 − 1, 2^254, 2^256 − 1. */
const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
const BORDERS = [
  0n,
  1n,
  ORDER - 1n,
  ORDER,
  ORDER + 1n,
  2n ** 254n - 1n,
  2n ** 254n,
  2n ** 256n - 1n,
].map((value) =>
  Uint8Array.from({ length: ELEMENT }, (_, i) => Number((value >> BigInt(8 * i)) & 255n)),
);

const mutations: Record<string, Mutation> = {
  'one bit': (_, copy, random) => {
    copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  'one byte': (_, copy, random) => {
    copy[random.below(copy.length)] = random.word();
    return copy;
  },
  'some bytes': (_, copy, random) => {
    for (let left = 1 + random.below(16); left > 0; left--) {
      copy[random.below(copy.length)] = random.word();
    }
    return copy;
  },
  'a random element': (_, copy, random) => {
    const at = elementAt(copy, random);
    random.fill(copy, at, at + ELEMENT);
    copy[at + ELEMENT - 1]! &= 0x3f;
    return copy;
  },
  'an element at a border of the field': (_, copy, random) => {
    copy.set(BORDERS[random.below(BORDERS.length)]!, elementAt(copy, random));
    return copy;
  },
  // The encoding that a reduction modulo r would take for the same element.
  'an element plus r': (_, copy, random) => {
    const at = elementAt(copy, random);
    let carry = 0n;
    for (let i = 0; i < ELEMENT; i++) {
      const sum = BigInt(copy[at + i]!) + ((ORDER >> BigInt(8 * i)) & 255n) + carry;
      copy[at + i] = Number(sum & 255n);
      carry = sum >> 8n;
    }
    return copy;
  },
  'two elements swapped': (good, copy, random) => {
    const [a, b] = [elementAt(copy, random), elementAt(copy, random)];
    copy.set(good.subarray(b, b + ELEMENT), a);
    copy.set(good.subarray(a, a + ELEMENT), b);
    return copy;
  },
  'an element repeated': (good, copy, random) => {
    const from = elementAt(copy, random);
    copy.set(good.subarray(from, from + ELEMENT), elementAt(copy, random));
    return copy;
  },
  'an element left out': (good, copy, random) => {
    const at = elementAt(copy, random);
    copy.copyWithin(at, at + ELEMENT);
    return copy.subarray(0, good.length - ELEMENT);
  },
  'cut short': (good, copy, random) => copy.subarray(0, random.below(good.length)),
  'bytes added': (good, copy, random) => {
    const longer = new Uint8Array(good.length + 1 + random.below(64));
    longer.set(copy);
    return longer;
  },
  'another header': (_, copy, random) => {
    copy[random.below(HEADER)] = random.word();
    return copy;
  },
  'random behind the header': (_, copy, random) => {
    random.fill(copy, HEADER);
    // Half of them get past the check of canonical elements.
    if (random.below(2) === 0) {
      for (let at = HEADER + ELEMENT - 1; at < copy.length; at += ELEMENT) copy[at]! &= 0x3f;
    }
    return copy;
  },
  'random bytes of any length': (good, _, random) => {
    const bytes = new Uint8Array(random.below(good.length + 64));
    random.fill(bytes);
    return bytes;
  },
};

const names = Object.keys(mutations);

/** A proof that differs from a good one, and how. */
export function mutate(
  good: Uint8Array,
  random: SeededRandom,
): { kind: string; proof: Uint8Array } {
  for (;;) {
    const kind = names[random.below(names.length)]!;
    const proof = mutations[kind]!(good, good.slice(), random);
    const isSame =
      proof.length === good.length && Buffer.compare(Buffer.from(proof), Buffer.from(good)) === 0;
    if (!isSame) return { kind, proof };
  }
}
