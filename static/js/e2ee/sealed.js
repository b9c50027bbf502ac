// @ts-check
/**
 * What stands in a sealed message, once it was opened: kept in memory only.
 *
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('./worker/api').Opened} Opened
 * @typedef {Message & {opened?: Opened}} Readable
 */

/** So many texts are held, for messages that come back into the page. */
const MOST = 3000;

/** @type {Map<string, Opened>} */
const memory = new Map();
/** One's own, from the moment in which they are sealed: by client id and ciphertext. @type {Map<string, string>} */
const own = new Map();

/** What is asked for when a message is opened: whatever the server changes of it, it is opened anew. @param {Message} message */
export const callOf = ({ id, room, seq, sender, clientId, replyTo, sealed }) =>
  [id, room, seq, sender.id, clientId, replyTo, sealed?.calls.join(), sealed?.session, sealed?.ciphertext].join(' ');

/** @template T @param {Map<string, T>} map @param {string} key @param {T} value */
function keep(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST) map.delete(/** @type {string} */ (map.keys().next().value));
}

/** @param {Message} message @param {Opened} opened @returns {Readable} */
const withText = (message, opened) => ({ ...message, content: opened.text ?? '', opened });

/** A message that arrives, with what is known of it. @param {Message} message @param {number} me @returns {Message} */
export function arrived(message, me) {
  if (!message.sealed || message.deleted) return message;
  const opened = memory.get(callOf(message));
  if (opened) return withText(message, opened);
  const written = message.sender.id === me ? own.get(`${message.clientId} ${message.sealed.ciphertext}`) : undefined;
  // It was written here: it is looked at like any other, and shown meanwhile.
  return written === undefined ? message : { ...message, content: written };
}

/** One's own text, as it leaves. @param {string} clientId @param {string} ciphertext @param {string} text */
export const wrote = (clientId, ciphertext, text) => keep(own, `${clientId} ${ciphertext}`, text);

/** @param {Message} message @param {Record<string, Opened>} found @returns {Message} */
export function unsealed(message, found) {
  if (!message.sealed || message.deleted) return message;
  const call = callOf(message);
  const opened = found[call];
  if (!opened) return message;
  keep(memory, call, opened);
  return withText(message, opened);
}

/** How a message stands: '' where it is plain. @param {{sealed?: object|null, deleted: boolean, content: string, opened?: Opened}} message @returns {''|'opening'|'open'|'shut'} */
export function standing({ sealed, deleted, content, opened }) {
  if (!sealed || deleted) return '';
  if (!opened) return content ? 'open' : 'opening';
  return opened.text === null ? 'shut' : 'open';
}
