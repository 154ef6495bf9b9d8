import { type ArgsOf, eventArgs, type ProjectedName } from './args';
import type { ChainEventItem, Projection, Projector } from './types';

type Handler<N extends ProjectedName> = (
  projection: Projection,
  args: ArgsOf<N>,
  event: ChainEventItem,
) => Promise<void>;

/** Projectors by event name, with checked and typed arguments. */
export function defineProjectors(
  handlers: {
    [N in ProjectedName]?: Handler<N>;
  },
): ReadonlyMap<string, Projector> {
  const names = Object.keys(handlers) as ProjectedName[];
  return new Map(names.map((name) => [name, projectorOf(name, handlers[name] as Handler<never>)]));
}

function projectorOf(name: ProjectedName, handler: Handler<never>): Projector {
  return (projection, event) =>
    handler(projection, eventArgs[name].parse(event.args) as never, event);
}
