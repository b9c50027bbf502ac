// Files of encrypted rooms: as Matrix encrypts attachments, told by another implementation of that, and refused where anything is another.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { PIECE, checked, listOf, piecesOf, tidy } from '../../../static/js/e2ee/file-format.js';
import { openPiece, openPieces, sealPieces } from '../../../static/js/e2ee/file-pieces.js';
import { createPieces } from '../../../static/js/e2ee/worker/pieces.js';
import { library } from '../../../docs/bot/environment.mjs';
import { fails } from './support.mjs';

const ring = createPieces({ library });
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
const fetchOf = (bytes) => async (from, to) => bytes.slice(from, to);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '');
const turned = (bytes, at) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

async function all(stream) {
  const found = [];
  for await (const piece of stream) found.push(piece);
  return Buffer.concat(found);
}

/** What Node's own AES makes of a piece. */
function byNode(closed, { k, iv, sha256: said }) {
  assert.equal(sha256(closed), said);
  const made = createDecipheriv('aes-256-ctr', Buffer.from(k, 'base64url'), Buffer.from(iv, 'base64'));
  return Buffer.concat([made.update(closed), made.final()]);
}

const plain = randomBytes(2 * PIECE + 12_345);
const form = randomBytes(999);
const about = { name: 'a plan.pdf', type: 'application/pdf', alt: '' };
const made = await sealPieces(ring, new Blob([plain]), { about: { ...about, width: 640, height: 480 }, forms: [{ size: 'small', width: 64, height: 48, bytes: new Blob([form]) }] });
const bytes = await bytesOf(made.bytes);
const file = checked({ ...made.sealed, id: 'f' }, bytes.length);

test('each piece is what Matrix makes of an attachment, with a key of its own', async () => {
  const list = byNode(bytes.subarray(file.list.at, file.list.at + file.list.size), file.list);
  const pieces = piecesOf(list, file.size);
  assert.deepEqual(pieces.map(({ size }) => size), [PIECE, PIECE, 12_345]);
  assert.deepEqual(Buffer.concat(pieces.map((one) => byNode(bytes.subarray(one.at, one.at + one.size), one))), plain);
  const [{ piece }] = file.thumbnails;
  assert.deepEqual(byNode(bytes.subarray(piece.at, piece.at + piece.size), piece), form);
  assert.equal(new Set([...pieces, piece, file.list].map(({ k, iv }) => k + iv)).size, 5);
  // Nothing of it stands in what the server gets, and twice the same is never the same.
  for (const part of [plain.subarray(0, 16), plain.subarray(PIECE, PIECE + 16), form.subarray(0, 16), Buffer.from(pieces[0].k)]) assert.equal(Buffer.from(bytes).indexOf(part), -1);
  const again = await sealPieces(ring, new Blob([plain]), { about });
  assert.notDeepEqual((await bytesOf(again.bytes)).subarray(0, 64), bytes.subarray(0, 64));

  assert.deepEqual(await all(openPieces(ring, fetchOf(bytes), file)), plain);
  assert.deepEqual(Buffer.from(await openPiece(ring, fetchOf(bytes), piece)), form);
  // And the other way round: what others make opens here.
  const [k, iv] = [randomBytes(32), Buffer.concat([randomBytes(8), Buffer.alloc(8)])];
  const cipher = createCipheriv('aes-256-ctr', k, iv);
  const closed = Uint8Array.from(cipher.update(plain.subarray(0, 1000)));
  const key = { k: k.toString('base64url'), iv: iv.toString('base64').replace(/=+$/, ''), sha256: sha256(closed) };
  assert.deepEqual(Buffer.from(await ring.openPiece(closed, key)), plain.subarray(0, 1000));
});

test('an empty file, and one that fills its pieces', async () => {
  for (const size of [0, 1, PIECE]) {
    const one = await sealPieces(ring, new Blob([plain.subarray(0, size)]), { about });
    const there = await bytesOf(one.bytes);
    assert.deepEqual(await all(openPieces(ring, fetchOf(there), checked({ ...one.sealed, id: 'f' }, there.length))), plain.subarray(0, size));
  }
});

test('what was changed, cut off or taken from another file is refused before any of it is used', async () => {
  const closed = bytes.slice(file.list.at, file.list.at + file.list.size);
  for (const [at, before] of [[0, 0], [PIECE + 7, 1], [file.list.at, 0]]) {
    const got = [];
    const reading = async () => {
      for await (const piece of openPieces(ring, fetchOf(turned(bytes, at)), file)) got.push(piece);
    };
    await fails(reading(), 'damaged');
    // What came before it was whole.
    assert.equal(got.length, before);
  }
  await fails(all(openPieces(ring, fetchOf(bytes.slice(0, PIECE)), file)), 'damaged');
  const other = await sealPieces(ring, new Blob([plain]), { about });
  await fails(all(openPieces(ring, fetchOf(await bytesOf(other.bytes)), file)), 'damaged');
  await fails(ring.openPiece(closed, { ...file.list, k: 'x'.repeat(43) }).then((found) => piecesOf(found, file.size) ?? Promise.reject(Object.assign(new Error(), { code: 'damaged' }))), 'damaged');
  for (const key of [{}, { ...file.list, iv: '' }, { ...file.list, sha256: '"' }, { ...file.list, k: null }]) await fails(ring.openPiece(closed, key), 'damaged');
  await fails(ring.sealPiece(new Uint8Array(2 ** 24 + 1)), 'tooLong');
});

test('a file that claims what cannot be is none', async () => {
  const said = { ...made.sealed, id: 'f' };
  const whole = bytes.length;
  assert.ok(checked(said, whole));
  const wrong = [
    null, 7, { ...said, v: 2 }, { ...said, id: 5 }, { ...said, size: whole + 1 }, { ...said, size: -1 }, { ...said, size: 1e300 }, { ...said, size: '5' },
    { ...said, whole: whole - 1 }, { ...said, name: 5 }, { ...said, name: 'x'.repeat(500) }, { ...said, type: 'x'.repeat(500) }, { ...said, alt: 'x'.repeat(5000) },
    { ...said, width: 1e9 }, { ...said, width: 0 }, { ...said, height: undefined }, { ...said, list: undefined }, { ...said, list: { ...said.list, at: 0 } },
    { ...said, list: { ...said.list, size: whole } }, { ...said, list: { ...said.list, iv: '!' } }, { ...said, thumbnails: Array(3).fill(said.thumbnails[0]) },
    { ...said, thumbnails: [{ ...said.thumbnails[0], width: 1e9 }] }, { ...said, thumbnails: [{ ...said.thumbnails[0], piece: null }] }, { ...said, thumbnails: {} },
  ];
  for (const one of wrong) assert.equal(checked(one, whole), null, JSON.stringify(one));
  // A server that hands out less, or more.
  for (const size of [whole - 1, whole + 1, 0]) assert.equal(checked(said, size), null);

  const key = { k: 'k'.repeat(43), iv: 'i'.repeat(22), sha256: 's'.repeat(43) };
  const parts = (change) => new TextEncoder().encode(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(listOf([key]))), ...change }));
  assert.equal(piecesOf(listOf([key]), 5).length, 1);
  assert.equal(piecesOf(listOf([key]), 2 * PIECE), null);
  for (const change of [{ v: 2 }, { piece: 1 }, { piece: 1e12 }, { keys: 10 ** 9 }, { keys: [[]] }, { keys: [['"', 'i', 's']] }, { keys: { length: 1 } }]) assert.equal(piecesOf(parts(change), 5), null, JSON.stringify(change));
  // A thousand million pieces are not counted, let alone fetched.
  assert.equal(piecesOf(parts({ piece: 2 ** 16 }), 2 ** 46), null);
  for (const text of ['', 'null', '[', '{"v":1}']) assert.equal(piecesOf(new TextEncoder().encode(text), 5), null);
  assert.equal(piecesOf(new Uint8Array([255, 254]), 5), null);
});

test('a name leads nowhere, and looks as what it is', () => {
  assert.equal(tidy('../../etc/passwd'), '.. .. etc passwd');
  assert.equal(tidy('plan\u202egpj.exe'), 'plan gpj.exe');
  assert.equal(tidy('\u0000\n'), 'file');
  assert.equal([...tidy(`${'ä'.repeat(300)}.pdf`)].length, 200);
  assert.ok(tidy(`${'ä'.repeat(300)}.pdf`).endsWith('.pdf'));
});
