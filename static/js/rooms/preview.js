// @ts-check
/**
 * The last message of a direct conversation, in a line: as the server makes it (`weconnect/messages/previews.py`).
 *
 * @typedef {import('../core/wire.js').Preview} Preview
 * @typedef {import('../core/wire.js').Message} Message
 */
import { bySeq, roomLog } from '../core/store/log.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';

const LOOKED_AT = 400;
const LONGEST = 120;

/** A text in a line, without its marks. @param {string} text */
export function lineOf(text) {
  const line = [...text.slice(0, 2 * LOOKED_AT)].slice(0, LOOKED_AT).join('')
    .replace(/\|\|[^]+?\|\|/g, '…')
    .replace(/^[ \t]*(?:#{1,6}|>+|[-*+]|[0-9]{1,9}[.)])[ \t]+/gm, '')
    .replace(/\*\*|__|~~|`+|\|\|/g, '')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[ \t\r\n]+/g, ' ')
    .trim();
  const chars = [...line];
  return chars.length > LONGEST ? `${chars.slice(0, LONGEST - 1).join('')}…` : line;
}

/** What is the last line after these messages. @param {Preview|null|undefined} known @param {Message[]} messages of its room @returns {Preview|null} */
export function lastLine(known, messages) {
  let last = known ?? null;
  for (const { seq, sender, content, deleted, sealed } of messages) {
    if (!last || seq >= last.seq) last = { seq, sender: sender.id, text: lineOf(sealed ? '' : content), deleted, sealed: Boolean(sealed) };
  }
  return last;
}

/** What the row says of it. @param {PageState} state @param {import('../core/wire.js').RoomSummary} room */
export function previewText(state, { id, preview, people }) {
  if (!preview) return '';
  const { sender, seq, sealed, deleted } = preview;
  // What this device has opened.
  const opened = sealed ? bySeq(state.logs?.[roomLog(id)]?.list ?? [], seq)?.content : preview.text;
  const text = deleted ? words.list.deleted : opened ? lineOf(opened) : sealed ? words.list.sealed : '';
  if (sender === state.me.id) return t('You: {text}', { text: isolated(text) });
  const name = people.length > 1 && people.find((one) => one.id === sender)?.displayName;
  return name ? t('{name}: {text}', { name: isolated(name), text: isolated(text) }) : text;
}
