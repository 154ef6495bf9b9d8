/** Signs with a meaning in HTML or in Push's own marks: `*bold*`, `[b: text]`, `\n`. */
const SIGNS = /[&<>"'*[\]\\]/g;

/**
 * Text for the body of Push's NotificationItem, which reads it as HTML and marks: comes out letter
 * by letter. A file's name or an error's words must never become an element of the page.
 */
export function pushText(text: string): string {
  return text.replace(SIGNS, (sign) => `&#${sign.charCodeAt(0)};`);
}
