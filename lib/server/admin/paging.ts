/** Where a numbered page begins and how long it is. */
export function slice({ page, limit }: { page: number; limit: number }) {
  return { skip: (page - 1) * limit, take: limit };
}

/** Text that may stand for an exact address, hash or id: stored in lower case. */
export const lowered = (search: string) => search.toLowerCase();

/** `search` as a literal inside a LIKE pattern. */
export function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

export const isoOrNone = (date: Date | null) => date?.toISOString();
export const textOrNone = (value: bigint | null) => value?.toString();
export const orNone = <T>(value: T | null): T | undefined => value ?? undefined;
