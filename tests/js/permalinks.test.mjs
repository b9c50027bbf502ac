// Which messages a text links to is the same here and on the server; a log stays bounded wherever one reads in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { emptyLog, segment, shortened } from '../../static/js/core/store/log.js';

globalThis.location = { origin: 'https://chat.example' };
const { linked, messageAt } = await import('../../static/js/permalinks/links.js');

test('what is a link to a message', () => {
  for (const [text, ids] of JSON.parse(readFileSync(new URL('permalinks.json', import.meta.url), 'utf8'))) assert.deepEqual(linked(text), ids, text);
  assert.equal(messageAt('https://chat.example/messages/7/there'), 7);
  assert.ok(Number.isNaN(messageAt('https://elsewhere.example/messages/7/there')));
});

test('an adversary costs no time', () => {
  const begun = process.cpuUsage().user;
  for (const piece of ['https://chat.example/', 'https://chat.example/rooms/1', 'https://chat.example/rooms/1#m-', '>\n']) linked(piece.repeat(8000 / piece.length));
  assert.ok(process.cpuUsage().user - begun < 500_000);
});

test('whoever reads far back keeps what is around them and the newest, and no more', () => {
  const list = Array.from({ length: 3000 }, (_, i) => ({ seq: i + 1 }));
  const log = shortened({ ...emptyLog(), list }, 1000, 1200);
  assert.deepEqual(segment(log.list, 1100).map((at) => log.list[at]?.seq ?? log.list.at(at - 1)?.seq), [700, 2701]);
  assert.equal(log.list.at(-1).seq, 3000);
  assert.ok(log.list.length < 1200);
  const newest = shortened({ ...emptyLog(), list });
  assert.deepEqual([newest.list[0].seq, newest.list.length], [2701, 300]);
});
