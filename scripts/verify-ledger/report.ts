/** `ok`: verified. `failed`: wrong, whoever says otherwise. `open`: not to be decided from public data. */
export type Outcome = 'ok' | 'failed' | 'open';

/** One thing that was looked at. */
export interface Finding {
  outcome: Outcome;
  text: string;
}

/** Findings in the order in which they were made. */
export class Report {
  readonly findings: Finding[] = [];

  ok(text: string): void {
    this.findings.push({ outcome: 'ok', text });
  }

  open(text: string): void {
    this.findings.push({ outcome: 'open', text });
  }

  failed(text: string): void {
    this.findings.push({ outcome: 'failed', text });
  }

  /** One finding for a list of faults: what is well if there are none, else each of them. */
  all(well: string, faults: readonly string[]): void {
    if (faults.length === 0) this.ok(well);
    for (const fault of faults) this.failed(fault);
  }

  get isGood(): boolean {
    return this.findings.every(({ outcome }) => outcome !== 'failed');
  }

  /** For people; the last part is the same whatever was found. */
  text(): string {
    const mark = { ok: 'ok  ', failed: 'FAIL', open: '?   ' };
    const lines = this.findings.map(({ outcome, text }) => `${mark[outcome]} ${text}`);
    return [...lines, '', 'What nobody can check from public data:', ...UNKNOWABLE].join('\n');
  }
}

/** What remains trust in the verifier. */
export const UNKNOWABLE = [
  '- When a proof arrived: "missing" may be a proof that came late, was lost on the way, or was never made.',
  '- Whether a proof that the portal shows came in before the period was over: only its seed dates it.',
  '- Proofs older than seven days: their digests stay, the bodies are deleted.',
  '- Whether the sealed bytes are still there between two proofs.',
];
