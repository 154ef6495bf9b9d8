import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { address, big, hash, hex, signature, uint16 } from '@/lib/core/protocol';
import { readJson, sweepTemporaryFiles, writeJson } from './atomic';

const postSchema = z.object({
  deal: address,
  slot: uint16,
  generation: uint16,
  /** Body of the proof and its keccak256. */
  proof: hex,
  digest: hash,
  /** The portal took it in. */
  delivered: z.boolean(),
  /** The verifier's signed word that it came in time. */
  receipt: signature.optional(),
  /** Why the verifier gives no receipt; it is not asked again. */
  refused: z.string().optional(),
  /** The digest is on chain since the period itself. */
  onChain: z.boolean().default(false),
  /** A dispute that is open on chain, or how this proof's story ended. */
  outcome: z.enum(['open', 'accepted', 'credited', 'dismissed', 'lost']).optional(),
  /** Why the last attempt to do something about it failed. */
  problem: z.string().optional(),
});

const fileSchema = z.object({ version: z.literal(1), period: big, posts: z.array(postSchema) });

/** A proof of one slot that this node made for a period. */
export type StoredPost = z.output<typeof postSchema>;
/** A {@link StoredPost} with its period. */
export type PeriodPost = { period: bigint; post: StoredPost };

const isSame = (a: StoredPost, b: Pick<StoredPost, 'deal' | 'slot' | 'generation'>) =>
  a.deal === b.deal && a.slot === b.slot && a.generation === b.generation;

const fileOf = (dir: string, period: bigint) => path.join(dir, `${period}.json`);

/** Periods of a folder, ascending. */
async function periodsIn(dir: string): Promise<bigint[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const periods = names.filter((name) => /^\d+\.json$/.test(name)).map((name) => name.slice(0, -5));
  return periods.map(BigInt).sort((a, b) => Number(a - b));
}

/** Reads the proofs of a home without opening it for writing, while an agent may run. */
export async function readPosts(dir: string): Promise<PeriodPost[]> {
  const all: PeriodPost[] = [];
  for (const period of await periodsIn(dir)) {
    const file = await readJson(fileOf(dir, period), fileSchema);
    all.push(...(file?.posts ?? []).map((post) => ({ period, post })));
  }
  return all;
}

/** Proofs of recent periods, in memory and on disk, one file each; a change is on disk first. */
export class PostStore {
  private readonly periods = new Map<bigint, StoredPost[]>();
  private tail: Promise<void> = Promise.resolve();

  private constructor(private readonly dir: string) {}

  /** Reads every period; a file that cannot be read is set aside, its proofs are lost to disputes. */
  static async open(dir: string, warn: (message: string) => void): Promise<PostStore> {
    const store = new PostStore(dir);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await sweepTemporaryFiles(dir);
    for (const period of await periodsIn(dir)) {
      try {
        const file = await readJson(fileOf(dir, period), fileSchema);
        if (file) store.periods.set(period, file.posts);
      } catch (error) {
        if (!AppError.is(error)) throw error;
        warn(`${error.shortMessage} It is set aside.`);
        await rename(fileOf(dir, period), `${fileOf(dir, period)}.bad`);
      }
    }
    return store;
  }

  all(): PeriodPost[] {
    return [...this.periods].flatMap(([period, posts]) => posts.map((post) => ({ period, post })));
  }

  of(period: bigint): readonly StoredPost[] {
    return this.periods.get(period) ?? [];
  }

  /** Takes proofs in; the same proof again keeps what is known of it, another one replaces it. */
  keep(period: bigint, fresh: readonly StoredPost[]): Promise<void> {
    return this.change(period, (posts) => {
      const added = fresh.filter(
        (post) => !posts.some((p) => isSame(p, post) && p.digest === post.digest),
      );
      return [...posts.filter((post) => !added.some((other) => isSame(post, other))), ...added];
    });
  }

  /** Changes one proof; nothing happens when it is gone or was replaced by another. */
  note(period: bigint, post: StoredPost, change: Partial<StoredPost>): Promise<void> {
    return this.change(period, (posts) =>
      posts.map((p) => (isSame(p, post) && p.digest === post.digest ? { ...p, ...change } : p)),
    );
  }

  /** Changes many proofs of a period in one write; `edit` says what changes, if anything. */
  update(
    period: bigint,
    edit: (post: StoredPost) => Partial<StoredPost> | undefined,
  ): Promise<void> {
    return this.change(period, (posts) => posts.map((post) => ({ ...post, ...edit(post) })));
  }

  /** Deletes proofs that `isOver` says nobody needs, and periods without any. */
  async prune(isOver: (period: bigint, post: StoredPost) => boolean): Promise<void> {
    for (const [period, posts] of [...this.periods]) {
      if (!posts.some((post) => isOver(period, post))) continue;
      await this.change(period, (now) => now.filter((post) => !isOver(period, post)));
    }
  }

  /** One write after the other, so that an older content never overtakes a newer one. */
  private change(period: bigint, edit: (posts: StoredPost[]) => StoredPost[]): Promise<void> {
    const done = this.tail.then(async () => {
      const posts = edit(this.periods.get(period) ?? []);
      if (posts.length > 0) {
        const file = { version: 1 as const, period, posts };
        await writeJson(fileOf(this.dir, period), z.encode(fileSchema, file));
        this.periods.set(period, posts);
      } else {
        await rm(fileOf(this.dir, period), { force: true });
        this.periods.delete(period);
      }
    });
    this.tail = done.catch(() => undefined);
    return done;
  }
}
