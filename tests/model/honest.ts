import { MAX_SPAN } from './chain-world';
import type { Scene } from './story/scene';

/**
 * Where a node of a deal whose verifier is honest has, or will have, more or less than each period once.
 * Leaf and disputes together are what an account that had counted every proof in time would say; what disputes
 * paid beyond it is a span at most for each that time decided, or a leaf once a later proof was counted: others
 * pay nothing too much (contracts/SPEC.md sections 6 and 10).
 */
export function unfair({ pairs }: Scene): string[] {
  return pairs.flatMap(({ model, accounts }) =>
    model.slots.flatMap((list, slot) =>
      list.flatMap((of, generation) => {
        const account = accounts?.get(`${slot}/${generation}`);
        if (!account || model.isOver) return [];
        const name = `slot ${slot}/${generation}`;
        const { due, paid, overCredited, waiting, late } = account;
        const excess = late * BigInt(MAX_SPAN);
        const bound = due + excess + waiting;
        const said: string[] = [];
        if (paid !== due) said.push(`${name}: ${paid} periods said, ${due} due`);
        if (overCredited > excess) said.push(`${name}: ${overCredited} too much, ${late} late`);
        if (due > model.elapsed(of)) said.push(`${name}: ${due} due of ${model.elapsed(of)}`);
        if (of.proven + of.credited > bound) {
          said.push(`${name}: ${of.proven} + ${of.credited} paid, ${bound} due`);
        }
        return said;
      }),
    ),
  );
}
