import { Badge, type Tone } from '@/components/ui';

const tones: Readonly<Record<string, Tone>> = {
  // deals
  REVIEW: 'info',
  ENCODED: 'info',
  REQUESTED: 'info',
  CONFIRMED: 'info',
  PUBLISHED: 'info',
  PENDING: 'warn',
  ACTIVE: 'good',
  CLOSING: 'info',
  FAILED: 'bad',
  // slots
  VACANT: 'bad',
  OFFERED: 'warn',
  PRECOMMITTED: 'info',
  PROVED: 'good',
  LIVE: 'good',
  // periods
  OPEN: 'info',
  POSTED: 'good',
  VOID: 'warn',
  // jobs
  active: 'info',
  retry: 'warn',
  failed: 'bad',
  dead: 'bad',
  completed: 'good',
  // transactions and relayed calls
  QUEUED: 'info',
  SIGNED: 'info',
  SENT: 'info',
  MINED: 'info',
  FINALISED: 'good',
  // proofs
  accepted: 'good',
  ACCEPTED: 'good',
  rejected: 'bad',
  REJECTED: 'bad',
  missing: 'bad',
  received: 'info',
  RECEIVED: 'info',
  waiting: 'warn',
  // retrievals
  READY: 'good',
};

const words: Readonly<Record<string, string>> = {
  PRECOMMITTED: 'sealing',
  created: 'waiting',
  retry: 'retrying',
  active: 'running',
  dead: 'dead letter',
};

/** A state of anything, in lower case, with the colour and icon that it has everywhere. */
export function Status({ value }: { value: string }) {
  return <Badge tone={tones[value] ?? 'neutral'}>{words[value] ?? value.toLowerCase()}</Badge>;
}
