/**
 * What a person can do about a deal that could not go on, by its failure code (docs/protocol.md,
 * section 9). The server's own sentence says what happened; this one what helps.
 */
const advice: Readonly<Record<string, string>> = {
  NO_CAPACITY:
    'Choose fewer parts or another tier, pay more, or try again when more computers are there.',
  LAYOUT_IMPOSSIBLE: 'Choose other numbers of parts for a file of this size.',
  PUBLISH_REFUSED:
    'The offers changed again and again while the deal was written to the chain; try again.',
  UPLOAD_LOST: 'Upload the file once more.',
  ENCODE_FAILED: 'Try again; if it fails once more, tell the operator.',
  PLAN_FAILED: 'Try again; if it fails once more, tell the operator.',
  PUBLISH_FAILED: 'Try again; if it fails once more, tell the operator.',
  REVIEW_EXPIRED: 'Upload the file again to get a new plan.',
  CHAIN_REPLACED: 'Store the file again on the new chain.',
};

/** What helps; a general sentence for a code that this version does not know. */
export function adviceFor(code: string | undefined): string {
  return (code !== undefined && advice[code]) || 'You can store the file again.';
}
