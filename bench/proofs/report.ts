import type { BenchResult } from './run';

const MIB = 2 ** 20;
const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;

function row(cells: string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(11))).join('');
}

/** The figures as a person reads them. */
export function reportText(result: BenchResult): string {
  const { machine, stages, seal, labels, ceiling, porep, post } = result;
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.loadAtStart.toFixed(1)}`,
    `Sector of ${mib(result.sectorBytes)}, ${result.params.layers} layers`,
    '',
    row(['stage', 'seconds', 'CPU-s', 'MiB/s', 'MiB/CPU-s', 'peak RSS', 'disk']),
    ...stages.map((cost) =>
      row([
        cost.stage,
        cost.seconds.toFixed(2),
        cost.cpuSeconds.toFixed(2),
        cost.mibPerSecond.toFixed(1),
        cost.mibPerCpuSecond.toFixed(1),
        mib(cost.peakRssBytes),
        mib(cost.peakDiskBytes),
      ]),
    ),
    row([
      'whole seal',
      seal.seconds.toFixed(2),
      seal.cpuSeconds.toFixed(2),
      '',
      '',
      mib(seal.peakRssBytes),
      mib(seal.peakDiskBytes),
    ]),
    '',
    `label        ${labels.cpuMicrosPerLabel.toFixed(2)} µs of CPU, plain createHash ` +
      `${labels.createHashMicrosPerLabel.toFixed(2)} µs: ${labels.timesFasterThanCreateHash.toFixed(2)} times as fast`,
    `SHA-256      ${(ceiling.sha256BytesPerSecond / 1e6).toFixed(0)} MB per CPU-s; ${(ceiling.bytesHashed / 1e9).toFixed(1)} GB hashed ` +
      `= ${ceiling.cpuSeconds.toFixed(1)} s at least; the seal takes ${ceiling.timesTheCeiling.toFixed(2)} times that`,
    `PoRep        ${porep.proofBytes} bytes, verified in ${porep.verify.medianMs.toFixed(1)} ms (${porep.verify.cpuMs.toFixed(1)} ms of CPU)`,
    `Window PoSt  ${post.proofBytes} bytes, made in ${post.coldMs.toFixed(1)} ms (${post.isCold ? 'cold' : 'warm'} file), ` +
      `${post.warm.medianMs.toFixed(1)} ms (warm), verified in ${post.verify.medianMs.toFixed(2)} ms`,
    `message      ${post.message.sectors} sectors, ${post.message.messageBytes} bytes, made in ${post.message.ms.toFixed(0)} ms`,
    `pool         ${post.pool.perSecond.toFixed(0)} PoSts per second on ${post.pool.threads} threads, ` +
      `${post.pool.cpuMsPerProof.toFixed(2)} ms of CPU each`,
  ].join('\n');
}
