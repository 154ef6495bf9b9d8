interface Tag {
  name: string;
  description: string;
  /** Beginnings of the addresses that belong to it; the longest that fits counts. */
  paths: readonly string[];
}

/** Groups of operations, in the order of the reference. */
export const tags: readonly Tag[] = [
  {
    name: 'Network',
    description: 'What this portal and its chain are, and how they are.',
    paths: ['/api/'],
  },
  {
    name: 'Sign-in',
    description: 'Sign-In with Ethereum (EIP-4361) opens a session that a cookie carries.',
    paths: ['/api/auth/'],
  },
  {
    name: 'Deals and files',
    description: 'Upload, ask for storage, review, watch, download.',
    paths: ['/api/deals', '/api/files', '/api/request-storage', '/api/retrievals', '/api/quote'],
  },
  {
    name: 'Inbox',
    description: 'Numbered events of the signed-in wallet.',
    paths: ['/api/inbox'],
  },
  {
    name: 'Nodes',
    description: 'Who offers space, with their records; how to join.',
    paths: ['/api/nodes', '/api/signup', '/api/register-node'],
  },
  {
    name: 'Agents',
    description: 'For programs that run on the nodes; a bearer token shows who they are.',
    paths: ['/api/agent/'],
  },
  {
    name: 'Proofs',
    description: 'Verdicts of every period, for everybody to check.',
    paths: ['/api/verdicts/'],
  },
  {
    name: 'Administration',
    description: 'For wallets on the list of administrators. What they do is written down.',
    paths: ['/api/admin/'],
  },
];

/** The group of an address. */
export function tagOf(path: string): string {
  const fitting = tags.flatMap(({ name, paths }) =>
    paths.filter((start) => path.startsWith(start)).map((start) => ({ name, start })),
  );
  const [best] = fitting.sort((a, b) => b.start.length - a.start.length);
  return best?.name ?? 'Network';
}
