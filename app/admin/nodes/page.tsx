import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Nodes, administration' };

/** No panel is open. */
export default function Page() {
  return null;
}
