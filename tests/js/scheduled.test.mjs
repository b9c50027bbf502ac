// When a message may be sent: what is offered, by the clock of this device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
process.env.TZ = 'Europe/Berlin';
const { localTime } = await import('../../static/js/core/i18n/local-time.js');
const { choices } = await import('../../static/js/scheduled/moments.js');

const offered = (time) => choices(new Date(time)).map(({ label, when }) => [label, when.localTime ?? when.at]);

test('what is offered depends on the hour and the day', () => {
  // A Wednesday, at noon.
  assert.deepEqual(offered('2026-06-10T12:00'), [
    ['In an hour', '2026-06-10T11:00:00.000Z'],
    ['Tomorrow morning', '2026-06-11T09:00'],
    ['Next Monday', '2026-06-15T09:00'],
  ]);
  // Early in the morning; a Sunday, on which tomorrow is Monday; a Monday.
  assert.deepEqual(offered('2026-06-10T07:00')[1], ['This morning', '2026-06-10T09:00']);
  assert.deepEqual(offered('2026-06-14T12:00').map(([label]) => label), ['In an hour', 'Tomorrow morning']);
  assert.deepEqual(offered('2026-06-15T12:00')[2], ['Next Monday', '2026-06-22T09:00']);
});

test('nine stays nine over a change of clocks, and an hour an hour', () => {
  assert.deepEqual(offered('2026-10-24T22:00')[1], ['Tomorrow morning', '2026-10-25T09:00']);
  assert.equal(choices(new Date('2026-10-24T22:00'))[1].date.toISOString(), '2026-10-25T08:00:00.000Z');
  // What the clock shows twice: an hour from the first time is the second.
  assert.deepEqual(offered('2026-10-25T00:30:00Z')[0], ['In an hour', '2026-10-25T01:30:00.000Z']);
});

test('each choice is told in the zone of this device', () => {
  for (const { when } of choices(new Date('2026-06-10T12:00'))) if (when.localTime) assert.equal(when.timeZone, 'Europe/Berlin');
  assert.equal(localTime(new Date('2026-01-02T03:04')), '2026-01-02T03:04');
});
