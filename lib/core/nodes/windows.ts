import { z } from 'zod';
import { AppError } from '../errors';

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is HH:MM from 00:00 to 23:59.');

/** One weekly window on the wire: local day (0 = Monday) and local clock times. */
export const localWindowSchema = z.object({
  day: z.number().int().min(0).max(6),
  from: clockTime,
  to: clockTime,
});

/** Windows of a week: at most 84, which is every other hour. */
export const localWindowsSchema = z.array(localWindowSchema).min(1).max(84);

/**
 * A span of local time in which a computer is usually on. `to` ≤ `from` runs over midnight, so
 * equal times are 24 hours.
 */
export type LocalWindow = z.infer<typeof localWindowSchema>;

/** A half-open span of seconds since Monday 00:00; `end` may pass the end of the week. */
export interface WeekSpan {
  start: number;
  end: number;
}

const DAY = 86_400;

function seconds(clock: string): number {
  return Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60;
}

/**
 * Reads windows from unknown input.
 *
 * @throws AppError `NODE_WINDOWS_INVALID` with the first problem
 */
export function parseWindows(value: unknown): LocalWindow[] {
  const parsed = localWindowsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('NODE_WINDOWS_INVALID', 'The weekly hours cannot be read.', {
    details: { at: issue?.path.join('.') ?? '', problem: issue?.message ?? '' },
  });
}

/** The window as seconds of the local week. */
export function weekSpan(window: LocalWindow): WeekSpan {
  const from = seconds(window.from);
  const to = seconds(window.to);
  const start = window.day * DAY + from;
  return { start, end: window.day * DAY + (to <= from ? to + DAY : to) };
}
