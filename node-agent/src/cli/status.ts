import type { Command } from 'commander';
import type { StatusReport } from '../commands/status';
import type { Home } from '../store/home';
import { bytesText, type Output, print } from './output';

interface CommonOptions {
  home?: string;
  json?: boolean;
}

/** How far seals are, and why they stand still, for a person. */
function sealingText({ sealing, sealingPaused }: StatusReport): string[] {
  const reasons = { operator: 'paused', busy: 'waits while the computer is in use' } as const;
  const pause = sealingPaused && reasons[sealingPaused];
  if (sealing.length === 0) return [pause ?? 'nothing'];
  return sealing.map(({ slot, deal, fraction, secondsLeft }) => {
    const left = secondsLeft === null ? undefined : `${durationText(secondsLeft)} left`;
    const parts = [`slot ${slot} of ${deal}`, `${Math.floor(fraction * 100)} %`, left, pause];
    return parts.filter((part) => part !== undefined).join(', ');
  });
}

/** A time for a person, in the largest unit that says enough. */
function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

function linesOf(report: StatusReport): string[] {
  const slots = Object.entries(report.slots).map(([phase, n]) => `${n} ${phase}`);
  const { lastProofPeriod } = report;
  return [
    `Node     ${report.operator}`,
    `Agent    ${report.running ? `${report.state} (process ${report.pid})` : 'not running'}`,
    `Portal   ${report.portalUrl} ${report.online ? 'connected' : 'not connected'}`,
    `Stored   ${bytesText(report.storedBytes)} of ${bytesText(report.capacityBytes)}`,
    `Slots    ${slots.join(', ') || 'none'}`,
    ...sealingText(report).map((text) => `Sealing  ${text}`),
    `Proved   ${lastProofPeriod === undefined ? 'nothing yet' : `period ${lastProofPeriod}`}`,
  ];
}

/** `status`, and `pause` and `resume`, which change what it says about sealing. */
export function addStatusCommands(
  command: (name: string, about: string) => Command,
  cli: { home(options: CommonOptions): Home; outputOf(options: CommonOptions): Output },
): void {
  command('status', 'one agent at a glance').action(async (options: CommonOptions) => {
    const { status } = await import('../commands/status');
    const report = await status(cli.home(options));
    print(cli.outputOf(options), report, () => linesOf(report));
  });

  const setPaused = async (options: CommonOptions, paused: boolean) => {
    const { setPaused: set } = await import('../commands/pause');
    print(cli.outputOf(options), await set(cli.home(options), paused), () => [
      paused ? 'Sealing stands still until `micro-node resume`.' : 'Sealing goes on.',
    ]);
  };
  command('pause', 'let sealing stand still, also while no agent runs; proofs go on').action(
    (options: CommonOptions) => setPaused(options, true),
  );
  command('resume', 'let sealing go on').action((options: CommonOptions) =>
    setPaused(options, false),
  );
}
