// @ts-check
/**
 * Files of encrypted rooms, for whatever draws and sends files: encrypted before they leave, and what came is decrypted and shown as nothing
 * but a picture of a known type, or saved.
 *
 * @typedef {import('./worker/api').SealedFile} SealedFile
 * @typedef {import('../core/store/message.js').Shown & {opened?: import('./worker/api').Opened}} Readable
 * @typedef {import('../core/net/types').OpenFile} OpenFile
 */
import { t } from '../core/i18n/translate.js';
import { file as fetched } from '../core/net/api.js';
import { WireError } from '../core/net/socket.js';
import { checked, tidy } from './file-format.js';
import { openPiece, openPieces, sealPieces } from './file-pieces.js';
import { keyring, usable } from './keyring.js';
import { pictureType } from './picture-types.js';
import { named, prepared } from './pictures.js';

/** So much of a file is held in memory: more goes right to the disk, where the browser can do that. */
const MOST_IN_MEMORY = 200_000_000;
/** A picture that has no smaller form, and one that moves, is fetched whole up to this. */
const MOST_SHOWN = 20_000_000;
/** A download that was begun has its bytes by then; milliseconds. */
const BEGUN = 60_000;

/** What is opened: by the ids of files. @type {WeakMap<OpenFile, SealedFile>} */
const known = new WeakMap();
/** The same object as long as a message is the same. @type {WeakMap<object, OpenFile[]>} */
const opened = new WeakMap();

/**
 * Encrypts a file of one's own. Pictures are written anew before, so that they say nothing of where they were taken.
 * @param {File} file
 * @param {(done: number) => void} tell hears how many bytes are done
 * @returns {Promise<{bytes: File, inside: Omit<SealedFile, 'id'>, name: string, size: number, isAsTaken: boolean}>} what goes to the server, what is said of it to
 * the room's people, and whether it is a picture with all that its camera wrote into it
 */
export async function seal(file, tell) {
  if (!usable()) throw new WireError('forbidden', t('This browser cannot open encrypted rooms here. It takes a current browser, and an address that begins with https.'));
  const picture = await prepared(file).catch(() => null);
  const isPicture = Boolean(picture) || /^image\/(?!svg)/.test(file.type);
  const about = {
    name: tidy(picture ? named(file.name, picture.type) : file.name),
    type: picture?.type ?? file.type.slice(0, 100),
    alt: '',
    ...(picture && { width: picture.width, height: picture.height }),
    ...(picture?.isMoving && { moving: /** @type {const} */ (true) }),
  };
  const { bytes, sealed } = await sealPieces(keyring(), picture?.bytes ?? file, { about, forms: picture?.forms, tell });
  return { bytes: new File([bytes], 'encrypted'), inside: sealed, name: sealed.name, size: sealed.size, isAsTaken: isPicture && !picture };
}

/** As a file of any other room is drawn. @param {SealedFile} file @returns {OpenFile} */
function openFileOf(file) {
  const { id, name, type, size, alt, width, height, moving, thumbnails } = file;
  /** @type {OpenFile} */
  const made = { id, name, type, kind: width ? 'image' : 'other', size, alt, width, height, moving, thumbnails: thumbnails.map(({ piece: _, ...form }) => form), sealed: true };
  known.set(made, file);
  return made;
}

/** One of one's own that is on its way, as it will be. @param {Omit<SealedFile, 'id'>} inside @param {string} id */
export const openFile = (inside, id) => openFileOf({ ...inside, id });

/** The files of a message, as its sender says; null stands for one that cannot be what they say. @param {Readable} message @returns {(OpenFile|null)[]} */
export function filesOf(message) {
  const before = opened.get(message.opened ?? message);
  if (before) return before;
  const said = message.opened?.text === null ? [] : (message.opened?.inside?.files ?? []);
  const made = said.map((one, i) => {
    const file = checked(one, message.attachments[i]?.size);
    return file && openFileOf(file);
  });
  if (message.opened) opened.set(message.opened, /** @type {OpenFile[]} */ (made));
  return made;
}

/** @param {SealedFile} file @returns {import('./file-pieces.js').Fetch} */
const fetchOf = ({ id }) => async (from, to) => new Uint8Array(await (await fetched(`/files/${id}/encrypted`, [from, to])).arrayBuffer());

/** @param {Uint8Array<ArrayBuffer>[]} pieces */
function shown(pieces) {
  const type = pictureType(pieces[0] ?? new Uint8Array());
  if (!type) throw new WireError('damaged');
  return new Blob(pieces, { type });
}

/**
 * A picture, to be shown: of a type that the browser draws and nothing else, by its bytes.
 * @param {OpenFile} open
 * @param {'small'|'large'|'still'|''} size '': as it was sent; the next larger one where there is no such form
 * @returns {Promise<Blob|null>} null: it is too large to be shown
 * @throws {WireError} `damaged`: it is not what was sent
 */
export async function picture(open, size) {
  const file = /** @type {SealedFile} */ (known.get(open));
  const forms = file.thumbnails;
  const wanted = size === '' || (file.moving && size !== 'still') ? undefined : (forms.find((one) => one.size === size) ?? (size === 'still' ? forms[0] : size === 'small' ? forms.find((one) => one.size === 'large') : undefined));
  if (wanted) return shown([await openPiece(keyring(), fetchOf(file), wanted.piece)]);
  if (file.size > MOST_SHOWN) return null;
  const pieces = [];
  for await (const piece of openPieces(keyring(), fetchOf(file), file)) pieces.push(piece);
  return shown(pieces);
}

/** @typedef {{write: (bytes: BufferSource) => Promise<void>, close: () => Promise<void>, abort: () => Promise<void>}} Writing */

/** Where a file goes that is too large for the memory. @param {OpenFile} file @returns {Promise<Writing|null>} null: its person does not want it after all */
async function placeFor({ name }) {
  const { showSaveFilePicker: ask } = /** @type {{showSaveFilePicker?: (how: object) => Promise<{createWritable: () => Promise<Writing>}>}} */ (/** @type {unknown} */ (window));
  if (!ask) throw new WireError('tooLarge', t('This browser can save encrypted files of up to 200 MB. Open the page in another one to save larger ones.'));
  const handle = await ask({ suggestedName: name }).catch(() => null);
  return handle && handle.createWritable();
}

/**
 * Saves a file under its name.
 * @param {OpenFile} open
 * @param {(done: number) => void} tell hears how many bytes are there
 * @throws {WireError} `damaged`: it is not what was sent, and nothing was saved
 */
export async function save(open, tell) {
  const file = /** @type {SealedFile} */ (known.get(open));
  const place = file.size > MOST_IN_MEMORY ? await placeFor(open) : undefined;
  if (place === null) return;
  /** @type {Blob[]} */
  const pieces = [];
  let done = 0;
  try {
    for await (const piece of openPieces(keyring(), fetchOf(file), file)) {
      if (place) await place.write(piece);
      else pieces.push(new Blob([piece]));
      tell((done += piece.length));
    }
  } catch (error) {
    // What was written is thrown away.
    await place?.abort().catch(() => {});
    throw error;
  }
  if (place) return place.close();
  const href = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
  Object.assign(document.createElement('a'), { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), BEGUN);
}
