/** The sentence for a person in anything that was thrown; never an empty one. */
export function errorText(error: unknown): string {
  if (typeof error === 'string' && error !== '') return error;
  // ApiError and AppError carry sentences; viem's errors a short one beside a page of details.
  const { detail, shortMessage, message } = (error ?? {}) as Record<string, unknown>;
  for (const text of [detail, shortMessage, message]) {
    if (typeof text === 'string' && text !== '') return text;
  }
  return 'Something went wrong. Please try again.';
}
