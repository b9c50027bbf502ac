// @ts-check
/**
 * A file of an encrypted room, as its sender's device says it in the sealed body: what it is called, what it looks like, and where in the
 * bytes that the server has each piece stands. Whoever reads it trusts none of it: it may be anybody's in the room.
 *
 * The server's bytes are the pieces one behind the other: those of the file, all of the same size but for the last one; smaller forms of a
 * picture; and the list of the keys of the file's pieces, encrypted as one piece more, so that a body is no longer for a large file.
 *
 * @typedef {import('./worker/api').SealedFile} SealedFile
 * @typedef {import('./worker/api').PieceKey} PieceKey
 */

/** Of the file; all but the last one. */
export const PIECE = 4 * 2 ** 20;
/** What others may have chosen. */
const LEAST = 2 ** 16;
const LARGEST = 2 ** 24;
/** The list of keys of 32 GiB is as long. */
const LONGEST_LIST = 2 ** 20;
const MOST_PIECES = 2 ** 13;
/** Of a smaller form of a picture, in bytes. */
const LARGEST_FORM = 2 ** 22;
const LONGEST_NAME = 200;
const LONGEST_ALT = 1000;
const LONGEST_TYPE = 100;
const WIDEST = 2 ** 16;

const KEY = /^[\w-]{43}$/;
const IV = /^[A-Za-z0-9+/]{22}$/;
const HASH = /^[A-Za-z0-9+/]{43}$/;

/** Whether it can be the key of a piece. @param {any} key; any: out of what somebody sent */
export const isKey = (key) => KEY.test(String(key?.k)) && IV.test(String(key?.iv)) && HASH.test(String(key?.sha256));

/** @param {any} n; any: out of what somebody sent @param {number} most */
const isCount = (n, most, least = 0) => Number.isSafeInteger(n) && n >= least && n <= most;

/** @param {any} text; any: out of what somebody sent @param {number} most */
const isText = (text, most) => typeof text === 'string' && text.length <= 2 * most;

/** @param {any} piece; any: out of what somebody sent @param {number} whole @param {number} most */
const isPiece = (piece, whole, most) => isKey(piece) && isCount(piece.at, whole) && isCount(piece.size, Math.min(most, whole - piece.at), 1);

/** @param {any} one; any: out of what somebody sent @param {number} whole */
const isForm = (one, whole) => ['small', 'large'].includes(one?.size) && isCount(one.width, WIDEST, 1) && isCount(one.height, WIDEST, 1) && isPiece({ ...one.piece }, whole, LARGEST_FORM);

/** What shows in a name as something else than it is, or leads elsewhere. */
const STRANGE = /[\p{Cc}\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069<>:"|?*/\\]+/gu;

/** A name as it may be shown, and saved under. @param {string} name */
export const tidy = (name) => [...name.replace(STRANGE, ' ').trim()].slice(-LONGEST_NAME).join('') || 'file';

/**
 * What can be shown of a file, if its bytes are what it says.
 * @param {any} said; any: out of what somebody sent @param {number} whole how many bytes the server has of it
 * @returns {SealedFile|null} null: it is none, or not of this size
 */
export function checked(said, whole) {
  const { id, name, type, size, alt = '', width, height, moving, thumbnails = [], list, v } = said ?? {};
  if (v !== 1 || typeof id !== 'string' || said.whole !== whole || !isCount(size, whole)) return null;
  if (!isText(name, LONGEST_NAME) || !isText(type, LONGEST_TYPE) || !isText(alt, LONGEST_ALT)) return null;
  const hasSize = width !== undefined || height !== undefined;
  if (hasSize && !(isCount(width, WIDEST, 1) && isCount(height, WIDEST, 1))) return null;
  if (!Array.isArray(thumbnails) || thumbnails.length > 2 || !thumbnails.every((one) => isForm(one, whole))) return null;
  if (!isPiece(list, whole, LONGEST_LIST) || list.at < size) return null;
  return { v, id, name: tidy(name), type, size, whole, alt, ...(hasSize && { width, height }), ...(moving === true && { moving }), thumbnails, list };
}

/** The list of keys, as it is encrypted. @param {PieceKey[]} keys */
export const listOf = (keys) => new TextEncoder().encode(JSON.stringify({ v: 1, piece: PIECE, keys: keys.map(({ k, iv, sha256 }) => [k, iv, sha256]) }));

/**
 * The pieces of a file, in their order.
 * @param {Uint8Array} bytes the list of keys, decrypted @param {number} size the file's
 * @returns {import('./worker/api').Piece[]|null} null: they are not those of such a file
 */
export function piecesOf(bytes, size) {
  /** @type {any}; any: out of what somebody sent */
  let found;
  try {
    found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const { v, piece, keys } = found ?? {};
  if (v !== 1 || !isCount(piece, LARGEST, LEAST) || !Array.isArray(keys)) return null;
  const number = Math.ceil(size / piece);
  if (number > MOST_PIECES || keys.length !== number) return null;
  const pieces = keys.map((key, i) => ({ at: i * piece, size: Math.min(piece, size - i * piece), k: key?.[0], iv: key?.[1], sha256: key?.[2] }));
  return pieces.every(isKey) ? pieces : null;
}
