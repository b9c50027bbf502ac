import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf } from '../../static/js/status/ends.js';
import { slice } from '../../static/js/status/slice.js';
import { quietFor, timeIn } from '../../static/js/status/times.js';

const at = (text) => Date.parse(text);
const nothing = { user: 2, emoji: null, text: '', until: null, dndUntil: null, timeZone: null, workingHours: null };
const office = { ...nothing, timeZone: 'Asia/Kolkata', workingHours: { days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' } };

test('working hours are those of the person, wherever one is', () => {
  assert.equal(timeIn('Asia/Kolkata', at('2026-11-23T03:30:00Z')), '09:00');
  assert.equal(timeIn('Nowhere/At_All', 0), '');
  // Monday, 9:00 there.
  assert.equal(quietFor(office, at('2026-11-23T03:29:59Z')), 'hours');
  assert.equal(quietFor(office, at('2026-11-23T03:30:00Z')), '');
  assert.equal(quietFor(office, at('2026-11-23T11:30:00Z')), 'hours');
  // Sunday evening here is Monday there only after their midnight.
  assert.equal(quietFor(office, at('2026-11-22T10:00:00Z')), 'hours');
  const night = { ...office, workingHours: { days: [5], start: '22:00', end: '06:00' } };
  for (const [when, why] of [['2026-11-27T16:29:00Z', 'hours'], ['2026-11-27T16:30:00Z', ''], ['2026-11-28T00:29:00Z', ''], ['2026-11-28T00:30:00Z', 'hours']]) {
    assert.equal(quietFor(night, at(when)), why, when);
  }
});

test('who does not want to be disturbed is quiet until then; who says nothing never is', () => {
  const now = at('2026-11-23T12:00:00Z');
  assert.equal(quietFor({ ...nothing, dndUntil: '2026-11-23T12:00:01.000Z' }, now), 'dnd');
  assert.equal(quietFor({ ...nothing, dndUntil: '2026-11-23T12:00:00.000Z' }, now), '');
  assert.equal(quietFor({ ...office, timeZone: null }, now), '');
  assert.equal(quietFor({ ...office, timeZone: 'Nowhere/At_All' }, now), '');
  for (const none of [null, undefined, nothing]) assert.equal(quietFor(none, now), '');
});

test('what one says of oneself comes with the page', () => {
  assert.deepEqual(slice.initial({ me: { id: 2 }, status: office }).statuses, { 2: office });
});

test('what has ended is gone, and nothing else', () => {
  const said = { ...office, emoji: '🌴', text: 'Away', until: '2026-11-23T12:00:00.000Z', dndUntil: '2026-11-23T13:00:00.000Z' };
  const state = slice.on.statuses(slice.initial({ me: { id: 1 } }), { asked: [2, 3], statuses: [said] });
  assert.deepEqual(state.statuses, { 2: said, 3: null });
  const later = slice.on.statusesEnded(state, { now: at('2026-11-23T12:00:00Z') });
  assert.deepEqual(later.statuses[2], { ...said, emoji: null, text: '', until: null });
  assert.equal(slice.on.statusesEnded(later, { now: at('2026-11-23T13:00:00Z') }).statuses[2].dndUntil, null);
});

test('what is chosen ends by the clock on the wall', () => {
  const now = new Date(2026, 10, 25, 16, 20).getTime();
  assert.equal(endOf('30m', '', now), new Date(now + 1_800_000).toISOString());
  assert.equal(endOf('today', '', now), new Date(2026, 10, 26).toISOString());
  // Wednesday's week, and Sunday's, end with the same Sunday.
  for (const day of [25, 29]) assert.equal(endOf('week', '', new Date(2026, 10, day, 12).getTime()), new Date(2026, 10, 30).toISOString());
  assert.equal(endOf('at', '2026-12-24T18:00', now), new Date(2026, 11, 24, 18).toISOString());
  assert.equal(endOf('', '', now), null);
});
