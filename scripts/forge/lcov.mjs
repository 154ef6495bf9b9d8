/**
 * One source file of an lcov report: line → hits, and branches as [line, hits].
 * @typedef {{ name: string, lines: Map<number, number>, branches: [number, number][] }} Covered
 */

/**
 * Reads an lcov report, and of it the files whose path begins with `prefix`.
 *
 * @param {string} text
 * @param {string} prefix
 * @returns {Covered[]} by name
 */
export function parseLcov(text, prefix) {
  /** @type {Covered[]} */
  const files = [];
  /** @type {Covered} */
  let file;
  for (const line of text.split('\n')) {
    const [kind, rest = ''] = split(line);
    if (kind === 'SF') file = { name: rest.replaceAll('\\', '/'), lines: new Map(), branches: [] };
    else if (kind === 'DA') {
      const [number, hits] = rest.split(',').map(Number);
      file.lines.set(number, Math.max(hits, file.lines.get(number) ?? 0));
    } else if (kind === 'BRDA') {
      const [number, , , hits] = rest.split(',');
      file.branches.push([Number(number), hits === '-' ? 0 : Number(hits)]);
    } else if (line === 'end_of_record' && file.name.startsWith(prefix)) files.push(file);
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function split(line) {
  const at = line.indexOf(':');
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1)];
}

/**
 * Table of lines and branches per file, and whether the totals reach the limits (percent).
 *
 * @param {Covered[]} files
 * @param {{ lines: number, branches: number }} limits
 * @returns {{ text: string, ok: boolean }}
 */
export function report(files, limits) {
  const width = Math.max(...files.map(({ name }) => name.length)) + 2;
  const total = { lines: [0, 0], branches: [0, 0] };
  const rows = [`${'file'.padEnd(width)}     lines           branches`];
  for (const file of files) {
    const lines = share([...file.lines.values()]);
    const branches = share(file.branches.map(([, hits]) => hits));
    add(total.lines, lines);
    add(total.branches, branches);
    rows.push(`${file.name.padEnd(width)}${cell(lines)}${cell(branches)}${missing(file)}`);
  }
  rows.push(`${'total'.padEnd(width)}${cell(total.lines)}${cell(total.branches)}`);
  const ok = Object.entries(limits).every(([name, limit]) => percent(total[name]) >= limit);
  const wanted = `wanted: ${limits.lines} % of the lines, ${limits.branches} % of the branches`;
  rows.push(`${wanted}: ${ok ? 'reached' : 'NOT reached'}`);
  // No file at all means that the report was not understood, never that all is covered.
  return { text: rows.join('\n'), ok: ok && total.lines[1] > 0 };
}

function share(hits) {
  return [hits.filter((count) => count > 0).length, hits.length];
}

function add(sum, [reached, all]) {
  sum[0] += reached;
  sum[1] += all;
}

function percent([reached, all]) {
  return all === 0 ? 100 : (100 * reached) / all;
}

function cell(pair) {
  return `${percent(pair).toFixed(2).padStart(9)} %${`${pair[0]}/${pair[1]}`.padStart(9)}`;
}

/** Lines that no test reaches, and lines of which one way is not taken. */
function missing({ lines, branches }) {
  const unreached = [...lines].filter(([, hits]) => hits === 0).map(([line]) => `${line}`);
  const untaken = branches.filter(([, hits]) => hits === 0).map(([line]) => `${line} (branch)`);
  const all = [...unreached, ...untaken];
  return all.length > 0 ? `   ${all.join(', ')}` : '';
}
