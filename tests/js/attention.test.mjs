import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attention } from '../../static/js/rooms/attention.js';

const table = readFileSync(new URL('../../docs/decisions/what-calls-for-people.md', import.meta.url), 'utf8');

test('what calls for people is what the table says', () => {
  const rows = [...table.matchAll(/^\| (?:all|mentions|nothing) .*$/gm)].map(([row]) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
  assert.ok(rows.length > 10);
  for (const [level, muted, kind, unread, mentions, bold, count, calls, quiet] of rows) {
    const found = attention({ level, muted: muted === 'yes', kind, unread: Number(unread), mentions: Number(mentions) });
    assert.deepEqual(found, { bold: bold === 'yes', count: Number(count), calls: Number(calls), quiet: Number(quiet) });
  }
});
