/**
 * Characters that do not show themselves: controls, and those that turn the direction of text or
 * have no width, with which a name can hide its ending.
 */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The name of somebody's file as text that looks like what it is. */
export function visibleName(name: string): string {
  return name.replace(UNSEEN, '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}
