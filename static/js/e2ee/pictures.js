// @ts-check
/** Pictures before they are encrypted: upright, without what the camera wrote into them, and in smaller forms. The browser does it, as no server may. */
import { moving, pictureType } from './picture-types.js';

/**
 * @typedef {object} Prepared
 * @property {Blob} bytes
 * @property {string} type
 * @property {number} width
 * @property {number} height
 * @property {boolean} isMoving
 * @property {import('./file-pieces.js').Form[]} forms
 */

/** As the server has it. */
const SIZES = /** @type {const} */ ({ small: 480, large: 1600 });
/** More is not read: a browser would take gigabytes for it. */
const MOST_BYTES = 50_000_000;
const MOST_PIXELS = 50_000_000;
const QUALITY = 0.92;
const QUALITY_OF_FORMS = 0.8;

/** As what a picture is written anew; others as photos. @type {Record<string, string>} */
const WRITTEN = { 'image/png': 'image/png', 'image/webp': 'image/webp', 'image/avif': 'image/webp' };

/** @param {ImageBitmap} picture @param {number} width @param {number} height */
function drawn(picture, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}

/** Whether what is drawn can be read: some browsers put noise into it, so that nobody is known by it. */
async function isTrue() {
  const canvas = new OffscreenCanvas(16, 16);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  for (let at = 0; at < 16; at += 1) {
    context.fillStyle = `rgb(${at * 16}, ${255 - at * 16}, 128)`;
    context.fillRect(at, 0, 1, 16);
  }
  const again = await createImageBitmap(await canvas.convertToBlob({ type: 'image/png' }));
  const read = /** @type {OffscreenCanvasRenderingContext2D} */ (drawn(again, 16, 16).getContext('2d')).getImageData(0, 0, 16, 16).data;
  return read.every((value, i) => value === [((i >> 2) % 16) * 16, 255 - ((i >> 2) % 16) * 16, 128, 255][i % 4]);
}

/** @param {ImageBitmap} picture @param {'small'|'large'} size */
async function formOf(picture, size) {
  const share = Math.min(1, SIZES[size] / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((one) => Math.max(1, Math.round(one * share)));
  return { size, width, height, bytes: await drawn(picture, width, height).convertToBlob({ type: 'image/webp', quality: QUALITY_OF_FORMS }) };
}

/**
 * @param {File} file
 * @returns {Promise<Prepared|null>} null: it is no picture that this browser can read and write anew
 */
export async function prepared(file) {
  if (file.size > MOST_BYTES || !globalThis.OffscreenCanvas) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = pictureType(bytes);
  // Of what it does not know here the browser may know more.
  if (!type && !/^image\/(?!svg)/.test(file.type)) return null;
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const { width, height } = picture;
    if (width * height > MOST_PIXELS || !(await isTrue())) return null;
    const moves = moving(bytes, type);
    if (!moves && isSequence(bytes)) return null;
    const forms = [];
    for (const size of /** @type {const} */ (['small', 'large'])) {
      // Of what moves one is there for those who want less motion.
      if (Math.max(width, height) > SIZES[size] || (moves && size === 'small')) forms.push(await formOf(picture, size));
    }
    const written = moves ? new Blob([moves], { type }) : await drawn(picture, width, height).convertToBlob({ type: WRITTEN[type] ?? (type === 'image/gif' ? 'image/png' : 'image/jpeg'), quality: QUALITY });
    return { bytes: written, type: written.type, width, height, isMoving: Boolean(moves), forms };
  } finally {
    picture.close();
  }
}

/** Of AVIF the kind that moves: nothing here writes it. @param {Uint8Array} bytes */
const isSequence = (bytes) => String.fromCharCode(...bytes.subarray(4, 12)) === 'ftypavis';

const ENDINGS = /** @type {Record<string, string>} */ ({ 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif' });

/** What a picture is called that is of another type than before. @param {string} name @param {string} type */
export function named(name, type) {
  const ending = ENDINGS[type];
  const has = /\.([^.]+)$/.exec(name)?.[1].toLowerCase().replace('jpeg', 'jpg');
  return has === ending ? name : `${name.replace(/\.(?:avif|heic|heif|tiff?|bmp|png|jpe?g|jfif|webp|gif)$/i, '')}.${ending}`;
}
