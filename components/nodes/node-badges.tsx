import { Moon, Power, PowerOff } from 'lucide-react';
import { Badge } from '@/components/ui';
import type { NodeSummary } from '@/lib/core/protocol/nodes';

type State = Pick<NodeSummary, 'online' | 'accepting' | 'retired'>;

/** Whether the computer answers now, and whether it takes new pieces. */
export function NodeBadges({ node }: { node: State }) {
  if (node.retired) return <Badge icon={PowerOff}>Retired</Badge>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {node.online ? (
        <Badge tone="good" icon={Power}>
          Online
        </Badge>
      ) : (
        <Badge icon={Moon}>Offline</Badge>
      )}
      {node.accepting ? null : <Badge tone="warn">Takes nothing new</Badge>}
    </span>
  );
}

/** A rating with what it rests on: "98.5 % of 1,000". */
export function RatingText({ node }: { node: Pick<NodeSummary, 'rating' | 'commitments'> }) {
  const percent = `${(Math.floor(node.rating / 10) / 10).toString()} %`;
  if (node.commitments === 0n) {
    return (
      <span className="text-muted" title="Every new node begins with 90 %">
        new
      </span>
    );
  }
  return (
    <span className="whitespace-nowrap">
      {percent}{' '}
      <span className="text-xs text-muted">of {node.commitments.toLocaleString('en')}</span>
    </span>
  );
}
