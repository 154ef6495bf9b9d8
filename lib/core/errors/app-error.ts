/** Options accepted by {@link AppError}. */
export interface AppErrorOptions {
  /** What went wrong underneath, kept for logs and never shown to a caller. */
  cause?: unknown;
  /** Values that explain the error, safe to show: sizes, limits, ids. */
  details?: Record<string, string | number | boolean | null>;
}

/**
 * The one base of every error that the platform raises on purpose.
 *
 * `code` is stable (callers match on it), `shortMessage` is a sentence for a person.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly shortMessage: string;
  readonly details: Record<string, string | number | boolean | null>;

  constructor(code: string, shortMessage: string, options: AppErrorOptions = {}) {
    super(shortMessage, { cause: options.cause });
    this.code = code;
    this.shortMessage = shortMessage;
    this.details = options.details ?? {};
  }

  /** True for any AppError, or for one with the given code. */
  static is(error: unknown, code?: string): error is AppError {
    return error instanceof AppError && (code === undefined || error.code === code);
  }
}
