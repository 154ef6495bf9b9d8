import { serverEnv } from '@/lib/server/env';
import { profile } from '@/lib/server/lifecycle';
import { type NetworkFigures, networkFigures } from '@/lib/server/network';

export const dynamic = 'force-dynamic';

const users = [
  {
    name: 'Clients',
    text: 'Upload a file, see which computers would hold it, its predicted uptime and its price, then pay by wallet. The money sits in a contract and leaves it proof by proof.',
  },
  {
    name: 'Node operators',
    text: 'Offer a few GiB of disk and the hours at which your computer is usually on. No deposit and no coins are needed to begin.',
  },
  {
    name: 'Administrators',
    text: 'See every deal, node, proof and job, replace nodes that fall silent, and end what is over.',
  },
];

/** Bytes in binary units with one decimal. */
function sizeText(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

function Figures({ figures }: { figures: NetworkFigures }) {
  const { nodes, acceptingNodes, deals, activeDeals, capacityBytes, reservedBytes } = figures;
  const rows = [
    [`nodes, ${acceptingNodes} of them taking new shards`, String(nodes)],
    [`deals published, ${activeDeals} of them active`, String(deals)],
    [`offered, ${sizeText(reservedBytes)} of it in use`, sizeText(capacityBytes)],
  ];
  return (
    <dl className="figures">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export default async function HomePage() {
  const figures = await networkFigures();
  const { simulatedClock, periodSeconds } = profile();
  return (
    <div>
      <h1>Storage on ordinary computers</h1>
      <p>
        Each computer alone is small and often off. A patchwork of them, chosen across time zones
        and erasure-coded, keeps files with a stated uptime. Contracts on a Filecoin-compatible
        chain hold the deals, the work records and the money; nodes prove every hour that they still
        hold their part.
      </p>
      {simulatedClock ? (
        <p className="quiet">
          This network runs on a simulated clock: one hour of the protocol takes {periodSeconds}{' '}
          seconds.
        </p>
      ) : null}

      <h2>Right now</h2>
      <Figures figures={figures} />

      <h2>Who it is for</h2>
      <ul className="users">
        {users.map(({ name, text }) => (
          <li key={name}>
            <h3>{name}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>

      <h2>For programs</h2>
      <p>
        Everything works through the <a href="/api/openapi.json">HTTP interface (OpenAPI)</a>. See
        also <a href="/api/network">the network's description</a>,{' '}
        <a href="/api/nodes">the nodes</a> and <a href="/api/ready">the state of this portal</a>.
      </p>
      <p className="quiet">Version {serverEnv().version}</p>
    </div>
  );
}
