import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerTime } from '../../static/js/core/i18n/time.js';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-24T12:00:00.000Z');

/** A device whose clock is `off` by so much, and that can be set; time passes with `pass`. */
function device(off) {
  let [clock, counter] = [NOON + off, 5000];
  return {
    time: createServerTime(() => clock, () => counter),
    set: (by) => (clock += by),
    pass(ms) {
      clock += ms;
      counter += ms;
    },
  };
}

test('a device whose clock is hours off takes the time of the server', () => {
  const { time, pass } = device(-3 * 60 * MINUTE);
  time.heard(new Date(NOON).toISOString());
  assert.equal(time.now(), NOON);
  pass(MINUTE);
  assert.equal(time.now(), NOON + MINUTE);
});

test('a clock that is set while the page is open changes nothing', () => {
  const { time, set, pass } = device(0);
  time.heard(new Date(NOON).toISOString());
  set(-2 * 60 * MINUTE);
  pass(MINUTE);
  assert.equal(time.now(), NOON + MINUTE);
  set(24 * 60 * MINUTE);
  assert.equal(time.now(), NOON + MINUTE);
});

test('the way that the word of the server took is no difference, and no word none either', () => {
  const { time } = device(0);
  time.heard(new Date(NOON - 400).toISOString());
  assert.equal(time.now(), NOON);
  time.heard(undefined);
  assert.equal(time.now(), NOON);
});
