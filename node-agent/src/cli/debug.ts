import type { Command } from 'commander';
import {
  assertApiVersion,
  parseFile,
  parseHex,
  parseLayers,
  parseSectorBytes,
  parseSectorId,
} from './debug-parse';
import { type Output, print } from './output';
import { optional, parseAddress, parseCount } from './parse';

interface DebugOptions {
  json?: boolean;
}

interface LabelsOptions extends DebugOptions {
  porepId: string;
  replicaId: string;
  sectorBytes: string;
  layers: string;
  apiVersion: string;
}

interface SealOptions extends DebugOptions {
  sectorBytes: string;
  dir: string;
  layers: string;
  droppedRows: string;
  operator: string;
  sectorId: string;
  ticket: string;
}

interface VerifyOptions extends DebugOptions {
  dir: string;
  porepSeed?: string;
  postSeed?: string;
  porepChallenges: string;
  postChallenges: string;
  porepProof?: string;
  postProof?: string;
  save?: string;
}

interface UnsealOptions extends DebugOptions {
  dir: string;
  out: string;
  bytes: string;
}

const ZERO_HASH = `0x${'00'.repeat(32)}`;
const ZERO_ADDRESS = `0x${'00'.repeat(20)}`;

/** What the commands need of the program around them. */
export interface DebugContext {
  signal: AbortSignal;
  outputOf(options: DebugOptions): Output;
}

/**
 * `micro-node debug …`: single parts of the proof system without portal, chain or home, for people
 * who check them against another implementation.
 */
export function addDebugCommands(program: Command, { signal, outputOf }: DebugContext): void {
  const debug = program.command('debug').description('single parts of the proof system, offline');
  const command = (name: string, about: string) =>
    debug.command(name).description(about).option('--json', 'print JSON');
  const lines = (result: object) => () =>
    Object.entries(result).map(([name, value]) => `${name} ${value}`);

  command('labels', 'last label of the last layer of a graph')
    .requiredOption('--porep-id <hex>', '32 bytes')
    .requiredOption('--replica-id <hex>', '32 bytes')
    .requiredOption('--sector-bytes <size>', 'power of two from 2KiB to 1GiB')
    .requiredOption('--layers <count>', '1 to 16')
    .option('--api-version <version>', "version of Filecoin's proof interface", '1.1.0')
    .action(async (options: LabelsOptions) => {
      assertApiVersion(options.apiVersion);
      const { debugLabels } = await import('../commands/debug/labels');
      const result = await debugLabels({
        porepId: parseHex(options.porepId, 32, '--porep-id'),
        replicaId: parseHex(options.replicaId, 32, '--replica-id'),
        sectorBytes: parseSectorBytes(options.sectorBytes),
        layers: parseLayers(options.layers),
        signal,
      });
      print(outputOf(options), result, () => [result.lastLabel]);
    });

  command('piece-cid', 'commitment to a file as a Filecoin piece')
    .argument('<file>', 'payload')
    .action(async (file: string, options: DebugOptions) => {
      const { debugPieceCid } = await import('../commands/debug/piece-cid');
      const result = await debugPieceCid(parseFile(file));
      const { commD, pieceCidV1, pieceCidV2 } = result;
      print(outputOf(options), result, lines({ commD, pieceCidV1, pieceCidV2 }));
    });

  command('seal', 'seal a file in a folder, or continue there')
    .argument('<file>', 'payload')
    .requiredOption('--sector-bytes <size>', 'power of two from 2KiB to 1GiB')
    .requiredOption('--dir <folder>', "the sector's folder")
    .option('--layers <count>', 'layers of labels', '2')
    .option('--dropped-rows <count>', 'rows of trees that are recomputed instead of stored', '0')
    .option('--operator <address>', 'whom the replica is for', ZERO_ADDRESS)
    .option('--sector-id <number>', 'below 2^64', '0')
    .option('--ticket <hex>', '32 bytes', ZERO_HASH)
    .action(async (file: string, options: SealOptions) => {
      const { debugSeal } = await import('../commands/debug/seal');
      const result = await debugSeal({
        file: parseFile(file),
        dir: options.dir,
        sectorBytes: parseSectorBytes(options.sectorBytes),
        layers: parseLayers(options.layers),
        droppedRows: parseCount(options.droppedRows, 0, 30),
        operator: parseAddress(options.operator),
        sectorId: parseSectorId(options.sectorId),
        ticket: parseHex(options.ticket, 32, '--ticket'),
        signal,
      });
      print(outputOf(options), result, lines(result));
    });

  command('verify', 'prove a sealed folder with given seeds, or take proofs from files, and verify')
    .requiredOption('--dir <folder>', "the sector's folder")
    .option('--porep-seed <hex>', '32 bytes: run a PoRep')
    .option('--post-seed <hex>', '32 bytes: run a Window PoSt')
    .option('--porep-challenges <count>', 'nodes challenged by the PoRep', '176')
    .option('--post-challenges <count>', 'leaves challenged by the PoSt', '10')
    .option('--porep-proof <file>', 'verify this body instead of making one')
    .option('--post-proof <file>', 'verify this body instead of making one')
    .option('--save <folder>', 'keep the bodies as porep.bin and post.bin')
    .action(async (options: VerifyOptions) => {
      const { debugVerify } = await import('../commands/debug/verify');
      await debugVerify(
        {
          dir: options.dir,
          porepSeed: optional(options.porepSeed, (t) => parseHex(t, 32, '--porep-seed')),
          postSeed: optional(options.postSeed, (t) => parseHex(t, 32, '--post-seed')),
          porepChallenges: parseCount(options.porepChallenges, 1, 65_535),
          postChallenges: parseCount(options.postChallenges, 1, 65_535),
          porepProof: optional(options.porepProof, parseFile),
          postProof: optional(options.postProof, parseFile),
          save: options.save,
          signal,
        },
        (result) => print(outputOf(options), result, lines(result)),
      );
    });

  command('unseal', 'restore the payload of a sealed folder')
    .requiredOption('--dir <folder>', "the sector's folder")
    .requiredOption('--out <file>', 'receives the payload')
    .requiredOption('--bytes <count>', 'payload bytes')
    .action(async (options: UnsealOptions) => {
      const { debugUnseal } = await import('../commands/debug/unseal');
      const payloadBytes = parseCount(options.bytes, 0, 2 ** 30);
      const result = await debugUnseal({ ...options, payloadBytes, signal });
      print(outputOf(options), result, lines(result));
    });

  for (const sub of debug.commands) sub.exitOverride();
}
