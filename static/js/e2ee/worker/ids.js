// @ts-check
/** Our ids in Matrix's spelling, and back. */

/** @param {number} person */
export const userOf = (person) => `@${person}:weconnect`;
/** @param {number} room */
export const roomIdOf = (room) => `!${room}:weconnect`;
/** @param {number} message */
export const eventIdOf = (message) => `$${message}`;

/** @param {string} id @returns {number} of the person or room; NaN if it is none of ours */
export const numberOf = (id) => Number(/^[@!]([1-9]\d{0,15}):weconnect$/.exec(id)?.[1] ?? NaN);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 of RFC 4648, without padding. @param {Uint8Array} bytes */
export function base32(bytes) {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** @param {string} text @returns {Uint8Array|null} null: it is no base 32 */
export function fromBase32(text) {
  if (!/^[A-Z2-7]*$/.test(text)) return null;
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
}

/** Without padding, as Matrix has it. @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/=+$/, '');
}

/** @param {string} text with padding or without @returns {Uint8Array<ArrayBuffer>} */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** A new device's id: 80 random bits. */
export const newDevice = () => base32(crypto.getRandomValues(new Uint8Array(10)));

/**
 * The library's ids. Each call makes a fresh one: those that were handed to the machine are spent.
 * @param {import('./environment.d.ts').Library} library
 */
export const named = (library) => ({
  user: (/** @type {number} */ person) => new library.UserId(userOf(person)),
  users: (/** @type {number[]} */ people) => people.map((person) => new library.UserId(userOf(person))),
  room: (/** @type {number} */ room) => new library.RoomId(roomIdOf(room)),
  device: (/** @type {string} */ device) => new library.DeviceId(device),
});

/**
 * JSON with its keys in order, as what is signed is written (Matrix's canonical JSON).
 * @param {unknown} value @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
