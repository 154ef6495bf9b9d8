/** Stages of a run with their durations, told to a person on stderr as they happen. */
export class Progress {
  readonly seconds: Record<string, number> = {};
  private lastLine = '';

  constructor(private readonly quiet: boolean) {}

  /** Runs one stage and notes how long it took, also when it throws. */
  async stage<T>(name: string, run: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    this.say(`▸ ${name}`);
    try {
      return await run();
    } finally {
      this.seconds[name] = Math.round((performance.now() - begun) / 100) / 10;
      this.say(`  ${name}: ${this.seconds[name]} s`);
    }
  }

  /** One line of news; a line that repeats the one before is not printed again. */
  say(line: string): void {
    if (this.quiet || line === this.lastLine) return;
    this.lastLine = line;
    process.stderr.write(`${line}\n`);
  }
}
