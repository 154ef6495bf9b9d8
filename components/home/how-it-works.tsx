import type { ComponentType, ReactNode } from 'react';
import { Term } from '@/components/ui';
import { FetchDrawing, ProveDrawing, SealDrawing, SplitDrawing } from './drawings';

interface Step {
  name: string;
  drawing: ComponentType;
  text: ReactNode;
}

const steps: readonly Step[] = [
  {
    name: 'Split',
    drawing: SplitDrawing,
    text: (
      <>
        Your file is cut into <Term word="shard">pieces</Term>, some of them spare. Here any four of
        six are enough to have all of it back.
      </>
    ),
  },
  {
    name: 'Seal',
    drawing: SealDrawing,
    text: (
      <>
        Each computer turns its piece into a <Term word="seal">sealed copy</Term> of its own. That
        takes long, so nobody can keep nothing and make it up when asked.
      </>
    ),
  },
  {
    name: 'Prove',
    drawing: ProveDrawing,
    text: (
      <>
        In every hour that it promised, it shows by a <Term word="proof">proof</Term> that the copy
        is still there. Only proofs earn money; who misses them is replaced.
      </>
    ),
  },
  {
    name: 'Fetch back',
    drawing: FetchDrawing,
    text: (
      <>
        Some computers are off just now? The others send their pieces, and the first good ones make
        your file again, byte for byte.
      </>
    ),
  },
];

/** The product in four drawings. */
export function HowItWorks() {
  return (
    <section aria-labelledby="how" className="grid gap-4">
      <h2 id="how" className="text-lg">
        How many computers make one disk
      </h2>
      <ol className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map(({ name, drawing: Drawing, text }, index) => (
          <li
            key={name}
            className="grid grid-cols-[6rem_minmax(0,1fr)] content-start gap-x-4 gap-y-2 rounded-md border bg-surface p-4 sm:grid-cols-1"
          >
            <div className="row-span-2 sm:row-span-1">
              <Drawing />
            </div>
            <h3 className="text-base">
              <span className="mr-2 text-muted">{index + 1}</span>
              {name}
            </h3>
            <p className="text-sm text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
