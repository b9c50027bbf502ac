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
export const callOf = ({ id, room, seq, sender, clientId, replyTo, thread, inRoom, timestamp, editedAt, sealed, poll, announcement, attachments = [] }) => {
  const around = [id, room, seq, sender.id, clientId, replyTo, thread, inRoom, timestamp, Boolean(editedAt), poll?.options.length, poll?.multiple, poll?.anonymous, announcement?.by, ...attachments.map((one) => one.id)];
  return [...around, sealed?.calls.join(), sealed?.everybody, sealed?.groups?.join(), sealed?.device, sealed?.senderKey, sealed?.session, sealed?.ciphertext].join(' ');
};

/** Of a message the newest that was opened: what was opened of it before is not held, so that it can't come back without being looked at. @type {Map<string, {call: string, version: number}>} */
const newest = new Map();
/** By room the first message that was written sealed, as this browser knows it. @type {Map<number, number>} */
const first = new Map();
/** @type {() => void} */
let heard = () => {};

/** Whether it stands in the open where all is sealed, whatever the server says of the room. @param {{room: number, seq: number|null, sealed?: object|null, deleted: boolean}} message @param {{encrypted: boolean, encryptedFrom: number|null}} [room] */
export function isPlain({ room: id, seq, sealed, deleted }, room) {
  const said = room?.encrypted && room.encryptedFrom !== null ? room.encryptedFrom : Infinity;
  return Boolean(seq && !sealed && !deleted && seq > Math.min(said, first.get(id) ?? Infinity));
}

/** From which message on all is sealed in rooms. @param {Record<number, number>} rooms */
export function sealedFrom(rooms) {
  const news = Object.entries(rooms).filter(([room, seq]) => seq < (first.get(Number(room)) ?? Infinity));
  for (const [room, seq] of news) first.set(Number(room), seq);
  // Not in the midst of what the store does.
  if (news.length) queueMicrotask(heard);
}

/** Is told when that is known better. @param {() => void} listener */
export const onSealedFrom = (listener) => void (heard = listener);

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
  const { id, room, seq, version, editedAt } = message;
  const before = newest.get(String(id));
  if (before && before.call !== call && before.version < version) memory.delete(before.call);
  if (!before || before.version <= version) keep(newest, String(id), { call, version });
  keep(memory, call, opened);
  // What was written in the open is sealed when it is edited.
  if (opened.text !== null && !editedAt) sealedFrom({ [room]: seq });
  return withText(message, opened);
}

/** How a message stands: '' where it is plain. @param {{sealed?: object|null, deleted: boolean, content: string, opened?: Opened}} message @returns {''|'opening'|'open'|'shut'} */
export function standing({ sealed, deleted, content, opened }) {
  if (!sealed || deleted) return '';
  if (!opened) return content ? 'open' : 'opening';
  return opened.text === null ? 'shut' : 'open';
}
