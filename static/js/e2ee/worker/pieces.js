// @ts-check
/**
 * Bytes of files, a piece at a time: the library encrypts each with a key of its own, as Matrix has it for attachments (AES-256 in
 * counter mode), and hands out nothing of a piece whose hash (SHA-256) is another.
 *
 * @typedef {import('./api.d.ts').PieceKey} PieceKey
 */
import { isKey } from '../file-format.js';
import { KeyringError } from './patience.js';

/** The largest piece: the worker does nothing else meanwhile. */
const MOST = 16 * 2 ** 20;

/** As the Matrix specification has it for attachments. @param {PieceKey} key */
const infoOf = ({ k, iv, sha256 }) => JSON.stringify({ v: 'v2', key: { kty: 'oct', key_ops: ['encrypt', 'decrypt'], alg: 'A256CTR', k, ext: true }, iv, hashes: { sha256 } });

/** @param {import('./environment.d.ts').Environment} env */
export const createPieces = ({ library }) => ({
  /** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, key: PieceKey}>} rejects with `tooLong` */
  async sealPiece(bytes) {
    if (bytes.length > MOST) throw new KeyringError('tooLong');
    const made = library.Attachment.encrypt(bytes);
    try {
      const { key, iv, hashes } = JSON.parse(made.mediaEncryptionInfo ?? '');
      return { bytes: /** @type {Uint8Array<ArrayBuffer>} */ (made.encryptedData), key: { k: key.k, iv, sha256: hashes.sha256 } };
    } finally {
      made.free();
    }
  },
  /** @param {Uint8Array<ArrayBuffer>} bytes @param {PieceKey} key @returns {Promise<Uint8Array<ArrayBuffer>>} rejects with `damaged`: it is not what was encrypted */
  async openPiece(bytes, key) {
    if (bytes.length > MOST || !isKey(key)) throw new KeyringError('damaged');
    let closed;
    try {
      closed = new library.EncryptedAttachment(bytes, infoOf(key));
      return /** @type {Uint8Array<ArrayBuffer>} */ (library.Attachment.decrypt(closed));
    } catch {
      throw new KeyringError('damaged');
    } finally {
      closed?.free();
    }
  },
});
