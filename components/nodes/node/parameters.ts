import { longestGap } from '@/lib/core/nodes/hours-map';
import type { NodeParameters } from '@/lib/core/protocol/nodes';
import {
  bytesOfText,
  MAX_FILE_SIZE,
  MAX_RATE,
  MIB,
  rateOfText,
  textOfBytes,
  textOfRate,
} from '../units';

/** Parameters as a form shows them. */
export interface ParameterFields {
  accepting: boolean;
  /** FIL per GiB and month */
  rate: string;
  maxSpan: string;
  /** MiB; empty: any size. */
  minFile: string;
  /** MiB; empty: no limit. */
  maxFile: string;
}

export type ParameterErrors = Partial<Record<keyof ParameterFields, string>>;

const SPAN_SLACK = 24;
/** Order of the registry's mask, lowest bit first. */
const MASK_ORDER = ['accepting', 'rate', 'maxSpan', 'minFileSize', 'maxFileSize'] as const;

/** The form for what is in force. */
export function fieldsOf(parameters: NodeParameters): ParameterFields {
  const { accepting, rate, maxSpan, minFileSize, maxFileSize } = parameters;
  return {
    accepting,
    rate: textOfRate(rate),
    maxSpan: String(maxSpan),
    minFile: minFileSize <= 1n ? '' : textOfBytes(minFileSize, MIB),
    maxFile: maxFileSize >= MAX_FILE_SIZE ? '' : textOfBytes(maxFileSize, MIB),
  };
}

/** A size as typed; what was not touched keeps its exact bytes, which the field may round. */
function sizeOf(text: string, shown: string, before: bigint, none: bigint): bigint | undefined {
  if (text === shown) return before;
  if (text.trim() === '') return none;
  const bytes = bytesOfText(text, MIB);
  return bytes === undefined || bytes > MAX_FILE_SIZE ? undefined : bytes;
}

/** What `setParameters` must be called with; a mask of 0 when nothing changes. */
export type ParameterChange =
  | { mask: number; parameters: NodeParameters; errors: null }
  | { mask: 0; parameters: null; errors: ParameterErrors };

/** Reads the form against what is in force and the hours that are promised. */
export function changeOf(
  fields: ParameterFields,
  before: NodeParameters,
  hoursMap: bigint,
): ParameterChange {
  const errors: ParameterErrors = {};
  const shown = fieldsOf(before);
  const rate = fields.rate === shown.rate ? before.rate : rateOfText(fields.rate);
  if (rate === undefined || rate > MAX_RATE) errors.rate = 'An amount of FIL, such as 0.03.';
  const gap = longestGap(hoursMap);
  const maxSpan = /^\d{1,5}$/.test(fields.maxSpan.trim()) ? Number(fields.maxSpan) : Number.NaN;
  if (!(maxSpan > gap && maxSpan <= gap + SPAN_SLACK)) {
    errors.maxSpan = `With these hours: a whole number from ${gap + 1} to ${gap + SPAN_SLACK}.`;
  }
  const minFileSize = sizeOf(fields.minFile, shown.minFile, before.minFileSize, 0n);
  if (minFileSize === undefined) errors.minFile = 'A number of MiB, or nothing.';
  const maxFileSize = sizeOf(fields.maxFile, shown.maxFile, before.maxFileSize, MAX_FILE_SIZE);
  if (maxFileSize === undefined) errors.maxFile = 'A number of MiB, or nothing.';
  if (minFileSize !== undefined && maxFileSize !== undefined && minFileSize > maxFileSize) {
    errors.maxFile = 'The largest file cannot be smaller than the smallest.';
  }
  const isBad = rate === undefined || minFileSize === undefined || maxFileSize === undefined;
  if (isBad || Object.keys(errors).length > 0) return { mask: 0, parameters: null, errors };
  const { accepting } = fields;
  const parameters = { accepting, rate, maxSpan, minFileSize, maxFileSize };
  const mask = MASK_ORDER.reduce(
    (bits, field, i) => (parameters[field] === before[field] ? bits : bits | (1 << i)),
    0,
  );
  return { mask, parameters, errors: null };
}
