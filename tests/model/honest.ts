import type { Scene } from './story/scene';

/**
 * Where a node of a deal whose verifier is honest has, or will have, more or less than each period once.
 * Leaf and disputes together are what an account that had counted every proof in time would say; what disputes
 * paid beyond it is known, and the contract never pays for more than both.
 */
export function unfair({ pairs }: Scene): string[] {
  return pairs.flatMap(({ model, accounts }) =>
    model.slots.flatMap((list, slot) =>
      list.flatMap((of, generation) => {
        const account = accounts?.get(`${slot}/${generation}`);
        if (!account || model.isOver) return [];
        const name = `slot ${slot}/${generation}`;
        const { due, paid, overCredited, waiting } = account;
        const bound = due + overCredited + waiting;
        const said: string[] = [];
        if (paid !== due) said.push(`${name}: ${paid} periods said, ${due} due`);
        if (due > model.elapsed(of)) said.push(`${name}: ${due} due of ${model.elapsed(of)}`);
        if (of.proven + of.credited > bound) {
          said.push(`${name}: ${of.proven} + ${of.credited} paid, ${bound} due`);
        }
        return said;
      }),
    ),
  );
}
