import { Upload } from 'tus-js-client';
import { DEFAULT_CHUNK_BYTES } from '@/lib/core/protocol/uploads';
import {
  assertOffsetTold,
  canRead,
  describeFailure,
  fileChanged,
  isWorthRetrying,
} from './failure';
import type { UploadSource } from './source';
import { SpeedMeter } from './speed';
import { fingerprintOf, urlStorageOn } from './stored-uploads';
import type { UnfinishedState, UploadedFile, UploadState } from './types';

const ENDPOINT = '/api/files';
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
/** More news than this would only make the page busy. */
const TELL_EVERY_MS = 150;

/** A state without what every state has. */
type News<S = UnfinishedState> = S extends UnfinishedState ? Omit<S, 'file' | 'sent'> : never;

export interface FileUploadOptions {
  source: UploadSource;
  /** Who is signed in; uploads belong to wallets. */
  wallet: string;
  storage: Storage;
  onState(state: UploadState): void;
}

/** `/api/files/<id>` → id */
export function uploadIdOf(url: string): string {
  return new URL(url, 'http://portal').pathname.split('/').at(-1) ?? '';
}

/**
 * One file on its way to the portal by tus. It survives a lost connection, a pause, and a reload of
 * the page: choosing the same file again goes on from the last byte that arrived.
 */
export class FileUpload {
  private readonly upload: Upload;
  private readonly meter = new SpeedMeter();
  private about: UploadedFile;
  /** What has left the browser. */
  private sent = 0;
  /** What the portal has confirmed; null until it has told where to go on. */
  private arrived: number | null = null;
  private toldAt = 0;
  private isOver = false;

  constructor(private readonly options: FileUploadOptions) {
    const { source, wallet, storage } = options;
    const { name, type, content } = source;
    this.about = { name, bytes: content.size, type };
    this.upload = new Upload(content, {
      endpoint: ENDPOINT,
      chunkSize: DEFAULT_CHUNK_BYTES,
      metadata: {
        filename: name,
        filetype: type || 'application/octet-stream',
        encryption: 'none',
      },
      retryDelays: RETRY_DELAYS,
      urlStorage: urlStorageOn(storage),
      fingerprint: async () => fingerprintOf(wallet, source),
      removeFingerprintOnSuccess: true,
      onAfterResponse: assertOffsetTold,
      onShouldRetry: (error) => {
        const retry = isWorthRetrying(error);
        if (retry) this.tell({ phase: 'retrying', reason: describeFailure(error).message });
        return retry;
      },
      onProgress: (sent) => this.progress(sent),
      onChunkComplete: (_, accepted) => {
        this.arrived = accepted;
      },
      onError: (error) => void this.fail(error),
      onSuccess: () => {
        this.isOver = true;
        const uploadId = uploadIdOf(this.upload.url ?? '');
        options.onState({ phase: 'done', file: this.about, uploadId });
      },
    });
  }

  /** Begins, or goes on where an earlier upload of the same file stopped. */
  async start(): Promise<void> {
    const found = await this.upload.findPreviousUploads();
    if (this.isOver) return;
    const previous = found.sort((a, b) => (a.creationTime < b.creationTime ? 1 : -1))[0];
    if (previous) {
      // It has its name at the portal already.
      this.about = { ...this.about, name: previous.metadata.filename ?? this.about.name };
      this.upload.resumeFromPreviousUpload(previous);
    }
    this.tell({ phase: 'uploading', progress: { speed: null, secondsLeft: null } });
    this.upload.start();
  }

  /** Stops sending; what has arrived is kept. */
  async pause(): Promise<void> {
    await this.upload.abort();
    this.meter.reset();
    this.tell({ phase: 'paused' });
  }

  resume(): void {
    this.tell({ phase: 'uploading', progress: { speed: null, secondsLeft: null } });
    this.upload.start();
  }

  /** Stops and deletes what has arrived. The page is done with it either way. */
  async cancel(): Promise<void> {
    this.isOver = true;
    this.options.onState({ phase: 'idle' });
    await this.upload.abort(true);
  }

  /** Stops without telling anyone; for a page that goes away. */
  dispose(): void {
    this.isOver = true;
    void this.upload.abort();
  }

  /** Without an answer it may be the file that cannot be read, and not the portal that is away. */
  private async fail(error: unknown): Promise<void> {
    const failure = describeFailure(error);
    const { content } = this.options.source;
    const isReadable = failure.code !== 'NETWORK' || (await canRead(content, this.sent));
    this.tell({ phase: 'failed', error: isReadable ? failure : fileChanged });
  }

  private progress(sent: number): void {
    const now = Date.now();
    // tus begins each attempt with where it goes on.
    this.arrived ??= sent;
    this.sent = sent;
    this.meter.add(sent, now);
    if (now - this.toldAt < TELL_EVERY_MS && sent < this.about.bytes) return;
    this.toldAt = now;
    const progress = {
      speed: this.meter.bytesPerSecond(),
      secondsLeft: this.meter.secondsLeft(this.about.bytes),
    };
    this.tell({ phase: 'uploading', progress });
  }

  private tell(news: News): void {
    if (this.isOver) return;
    // What was on its way when an upload stopped is sent again.
    if (news.phase !== 'uploading') {
      this.sent = this.arrived ?? this.sent;
      this.arrived = null;
    }
    this.options.onState({ ...news, file: this.about, sent: this.sent });
  }
}
