// @ts-check
/** Codes that one device shows and the other reads: drawn, and found in a picture. */
import { encodeQR } from '../../vendor/qr@0.7.0/index.js';

/** Larger pictures are made smaller before they are searched; pixels. */
const LARGEST = 1200;
/** How long a picture is searched; milliseconds. */
const SEARCHED_FOR = 2000;
const SPACE = 'http://www.w3.org/2000/svg';

const latin1 = (/** @type {Uint8Array} */ bytes) => String.fromCharCode(...bytes);
const bytesOf = (/** @type {string} */ text) => Uint8Array.from(text, (one) => one.charCodeAt(0));

/** @param {Uint8Array} bytes @returns {SVGSVGElement} */
export function drawCode(bytes) {
  // One character for each byte.
  const rows = /** @type {boolean[][]} */ (encodeQR(latin1(bytes), 'raw', { ecc: 'low', encoding: 'byte', border: 4, textEncoder: bytesOf }));
  const svg = document.createElementNS(SPACE, 'svg');
  svg.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`);
  const path = document.createElementNS(SPACE, 'path');
  path.setAttribute('d', rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join(''));
  svg.append(path);
  return svg;
}

/** @param {Uint8Array} bytes */
export const textOfBytes = (bytes) => btoa(latin1(bytes));

/** @param {string} text @returns {Uint8Array|null} */
export function bytesOfText(text) {
  try {
    const bytes = bytesOf(atob(text.replace(/\s+/g, '')));
    return bytes.length ? bytes : null;
  } catch {
    return null;
  }
}

/** @param {Blob} file @returns {Promise<Uint8Array|null>} */
export async function bytesOfPicture(file) {
  const { decodeQR } = await import('../../vendor/qr@0.7.0/decode.js');
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  try {
    const found = decodeQR({ width: canvas.width, height: canvas.height, data }, { timeLimit: SEARCHED_FOR, textDecoder: latin1 });
    return bytesOf(found);
  } catch {
    return null;
  }
}
