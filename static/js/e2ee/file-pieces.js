// @ts-check
/** Files are encrypted and decrypted in pieces, so that a large one is never in memory whole: by whatever `sealPiece` and `openPiece` do. */
import { WireError } from '../core/net/socket.js';
import { PIECE, listOf, piecesOf } from './file-format.js';

/**
 * @typedef {import('./worker/api').SealedFile} SealedFile
 * @typedef {import('./worker/api').Piece} Piece
 * @typedef {Pick<import('./worker/api').Keyring, 'sealPiece'>} Sealing
 * @typedef {Pick<import('./worker/api').Keyring, 'openPiece'>} Opening
 * @typedef {{size: 'small'|'large', width: number, height: number, bytes: Blob}} Form a smaller form of a picture
 * @typedef {(from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>} Fetch bytes that the server has, without the one at `to`
 */

/** @param {Blob} blob */
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/**
 * Each call takes new keys: nothing is ever encrypted twice with one.
 * @param {Sealing} ring
 * @param {Blob} file
 * @param {{about: Pick<SealedFile, 'name'|'type'|'alt'|'width'|'height'|'moving'>, forms?: Form[], tell?: (done: number) => void}} what `tell` hears how many bytes of the file are done
 * @returns {Promise<{bytes: Blob, sealed: Omit<SealedFile, 'id'>}>} what the server gets, and what stands in the sealed body
 */
export async function sealPieces(ring, file, { about, forms = [], tell = () => {} }) {
  /** @type {Blob[]} */
  const all = [];
  let at = 0;
  /** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Piece>} */
  async function add(bytes) {
    const { bytes: closed, key } = await ring.sealPiece(bytes);
    // A browser may put what it has of these on the disk.
    all.push(new Blob([closed]));
    at += closed.length;
    return { at: at - closed.length, size: closed.length, ...key };
  }
  const keys = [];
  for (let from = 0; from < file.size; from += PIECE) {
    keys.push(await add(await bytesOf(file.slice(from, from + PIECE))));
    tell(Math.min(file.size, from + PIECE));
  }
  const thumbnails = [];
  for (const { size, width, height, bytes } of forms) thumbnails.push({ size, width, height, piece: await add(await bytesOf(bytes)) });
  const list = await add(listOf(keys));
  return { bytes: new Blob(all), sealed: { v: 1, ...about, size: file.size, whole: at, thumbnails, list } };
}

/** @returns {never} */
function damaged() {
  throw new WireError('damaged');
}

/** @param {Opening} ring @param {Fetch} read @param {Piece} piece @throws {WireError} `damaged` */
export async function openPiece(ring, read, { at, size, ...key }) {
  const closed = await read(at, at + size);
  if (closed.length !== size) damaged();
  return ring.openPiece(closed, key);
}

/**
 * The bytes of a file, a piece at a time: none is handed out whose hash is another.
 * @param {Opening} ring @param {Fetch} read
 * @param {SealedFile} file as `checked` lets it through
 * @throws {WireError} `damaged`
 */
export async function* openPieces(ring, read, { size, list }) {
  const pieces = piecesOf(await openPiece(ring, read, list), size) ?? damaged();
  for (const piece of pieces) yield await openPiece(ring, read, piece);
}
