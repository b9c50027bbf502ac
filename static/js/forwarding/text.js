// @ts-check
/** What a forwarded message says: the twin of weconnect/forwarding/text.py. */
import { MAX_CONTENT } from '../core/wire.js';

/** Behind a sign that calls for somebody: it looks like nothing, and nobody is called again. */
const SILENT = '\u200b';

/**
 * A note, and below it what was said, by whom and where, as a quote: everybody reads it to whom it is forwarded.
 * @param {string} note
 * @param {string} author
 * @param {string} link
 * @param {string} text
 * @returns {string} no longer than a message may be: what is too long is cut
 */
export function forwarded(note, author, link, text) {
  const above = note.trim() ? `${note.trim()}\n\n` : '';
  const quiet = text.replace(/[@＠]/g, `$&${SILENT}`);
  const body = quiet.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
  const whole = [...`${above}> ${author} · ${link}\n>\n${body}`];
  return whole.length <= MAX_CONTENT ? whole.join('') : `${whole.slice(0, MAX_CONTENT - 1).join('')}…`;
}
