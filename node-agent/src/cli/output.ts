/** Where a command writes; results to `out`, everything else to `err`. */
export interface Output {
  json: boolean;
  out: (text: string) => void;
  err: (text: string) => void;
}

/** JSON with bigints as decimal strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v), 2);
}

/** Prints a result: as JSON for programs, else as lines for a person. */
export function print(output: Output, value: unknown, lines: () => string[]): void {
  output.out(output.json ? `${toJson(value)}\n` : `${lines().join('\n')}\n`);
}

/** Rows in aligned columns. */
export function table(head: string[], rows: string[][]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes for a person. */
export function bytesText(bytes: bigint): string {
  let unit = 0;
  let value = Number(bytes);
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(1))} ${UNITS[unit]}`;
}
