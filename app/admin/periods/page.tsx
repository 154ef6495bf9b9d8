import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Periods, administration' };

/** No panel is open. */
export default function Page() {
  return null;
}
