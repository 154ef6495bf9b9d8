/** What is known of a file that is, or was, being uploaded. */
export interface UploadedFile {
  name: string;
  bytes: number;
  type: string;
}

/** Where an upload is. */
export type UploadState =
  | { phase: 'idle' }
  | { phase: 'uploading'; file: UploadedFile; sent: number; progress: UploadProgress }
  | { phase: 'paused'; file: UploadedFile; sent: number }
  | { phase: 'retrying'; file: UploadedFile; sent: number; reason: string }
  | { phase: 'failed'; file: UploadedFile; sent: number; error: UploadFailure }
  | { phase: 'done'; file: UploadedFile; uploadId: string };

/** An upload that is under way or stopped. */
export type UnfinishedState = Exclude<UploadState, { phase: 'idle' | 'done' }>;

export interface UploadProgress {
  /** Bytes per second; null until there is something to measure. */
  speed: number | null;
  secondsLeft: number | null;
}

/** Why an upload stopped, in words, and whether trying again can help. */
export interface UploadFailure {
  code: string;
  message: string;
  canRetry: boolean;
}
