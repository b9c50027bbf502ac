// @ts-check
/** Pictures by their bytes: which they are, whether they move, and what those that move say besides. */

const text = (/** @type {Uint8Array} */ bytes, /** @type {number} */ from, /** @type {number} */ to) => String.fromCharCode(...bytes.subarray(from, to));
const wide = (/** @type {Uint8Array} */ bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** As which something may be shown: by what it is, whatever its sender says. @param {Uint8Array} bytes the first of them @returns {string} '': as none */
export function pictureType(bytes) {
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(text(bytes, 0, 6))) return 'image/gif';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp';
  return /^ftypavi[fs]$/.test(text(bytes, 4, 12)) ? 'image/avif' : '';
}

/** A picture in pieces of its own; what stands behind its end is none. @typedef {{name: string, from: number, to: number}} Chunk */

/** @param {Uint8Array} bytes @returns {Generator<Chunk, void>} */
function* pngChunks(bytes) {
  for (let at = 8, name = ''; at + 12 <= bytes.length && name !== 'IEND'; ) {
    const to = at + 12 + wide(bytes).getUint32(at);
    name = text(bytes, at + 4, at + 8);
    yield { name, from: at, to };
    at = to;
  }
}

/** @param {Uint8Array} bytes @returns {Generator<Chunk, void>} */
function* webpChunks(bytes) {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = wide(bytes).getUint32(at + 4, true);
    const to = at + 8 + size + (size % 2);
    yield { name: text(bytes, at, at + 4), from: at, to };
    at = to;
  }
}

/** @param {Uint8Array} bytes @returns {Generator<Chunk, void>} */
function* gifChunks(bytes) {
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + table(bytes[10]);
  yield { name: 'head', from: 0, to: at };
  while (at < bytes.length) {
    const from = at;
    const sign = bytes[at];
    if (sign === 0x2c) at += 11 + table(bytes[at + 9]);
    else if (sign === 0x21) at += 2;
    else return yield { name: 'end', from, to: from + 1 };
    while (bytes[at]) at += bytes[at] + 1;
    at += 1;
    const names = /** @type {Record<number, string>} */ ({ 0xf9: 'frame', 0xff: text(bytes, from + 3, from + 14), 0xfe: 'comment', 0x01: 'text' });
    yield { name: sign === 0x2c ? 'image' : (names[bytes[from + 1]] ?? ''), from, to: at };
  }
}

/** @type {Record<string, {chunks: (bytes: Uint8Array) => Generator<Chunk, void>, kept: RegExp, isMoving: (chunks: Chunk[]) => boolean, before: number}>} */
const MOVING = {
  'image/png': { chunks: pngChunks, before: 8, kept: /^(?:IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|acTL|fcTL|fdAT)$/, isMoving: (all) => all.some(({ name }) => name === 'acTL') },
  'image/webp': { chunks: webpChunks, before: 12, kept: /^(?:VP8[ LX]|ANIM|ANMF|ALPH|ICCP)$/, isMoving: (all) => all.some(({ name }) => name === 'ANIM') },
  'image/gif': { chunks: gifChunks, before: 0, kept: /^(?:head|image|frame|end|NETSCAPE2\.0|ANIMEXTS1\.0)$/, isMoving: (all) => all.filter(({ name }) => name === 'image').length > 1 },
};

/**
 * A picture that moves, without what it says of where and by what it was made.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {string} type
 * @returns {Uint8Array<ArrayBuffer>|null} null: it does not move
 */
export function moving(bytes, type) {
  const how = MOVING[type];
  const chunks = how ? [...how.chunks(bytes)] : [];
  if (!how?.isMoving(chunks)) return null;
  const kept = [{ from: 0, to: how.before }, ...chunks.filter(({ name }) => how.kept.test(name))];
  const made = new Uint8Array(kept.reduce((sum, { from, to }) => sum + Math.min(to, bytes.length) - from, 0));
  let at = 0;
  for (const { from, to } of kept) {
    made.set(bytes.subarray(from, to), at);
    at += Math.min(to, bytes.length) - from;
  }
  if (type === 'image/webp') {
    wide(made).setUint32(4, made.length - 8, true);
    // It says of itself that metadata follow.
    if (text(made, 12, 16) === 'VP8X') made[20] &= ~0x0c;
  }
  return made;
}
