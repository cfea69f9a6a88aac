// Lines as they are shown and copied: what would do something to a page, a terminal or a reader is made visible.

const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const LONGEST_ROW = 2_000; // in a row; all of it is in the details

/** Control characters, and what hides or turns the direction of writing, by their numbers. */
export function printable(text) {
  return text
    .replaceAll('\t', '    ')
    .replace(ACTING, (c) => `\u27e8U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`);
}

/** One line of a message, however many it has. */
export function rowText(message) {
  const start = message.length > LONGEST_ROW ? `${message.slice(0, LONGEST_ROW)}…` : message;
  return printable(start.replace(/\r?\n\s*/g, ' ↵ '));
}

/** What a search looks through. */
export function haystack({ message = '', logger = '', level = '', fields = {} }) {
  return [message, logger, level, ...Object.values(fields)].join('\n').toLowerCase();
}

/** For the clipboard and files. */
export function plainText(entry) {
  const { at = '', level = '', logger = '', message = '' } = entry;
  return [at, level.padEnd(7), logger && `[${logger}]`, printable(message)].filter(Boolean).join(' ');
}
