// Polls in the page: what one chose oneself is known, and what options say leaves in the open only where nothing is sealed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extraOf, opened } from '../../static/js/polls/leaving.js';
import { arrived, slice } from '../../static/js/polls/slice.js';

const poll = (more) => ({ options: [{ text: 'tea', votes: 1 }, { text: 'soup', votes: 0 }], multiple: false, anonymous: false, extendable: false, endsAt: null, endedAt: null, voters: 1, ...more });

test('what is told to all leaves one’s own choice as it was', () => {
  const known = { id: 1, poll: poll({ mine: [1] }) };
  assert.deepEqual(arrived({ id: 1, poll: poll() }, known).poll.mine, [1]);
  assert.deepEqual(arrived({ id: 1, poll: poll() }, undefined).poll.mine, []);
  assert.deepEqual(arrived({ id: 1, poll: poll({ mine: [0] }) }, known).poll.mine, [0]);
  const over = poll({ anonymous: true, endedAt: '2026-01-31T09:30:00.000Z' });
  assert.deepEqual(arrived({ id: 1, poll: over }, known).poll.mine, [], 'nobody knows any more');
  const plain = { id: 2 };
  assert.equal(arrived(plain, undefined), plain);
});

test('a choice on another device is seen here', () => {
  const other = { list: [{ id: 9 }] };
  const state = { logs: { 'room:7': { list: [{ id: 1, poll: poll({ mine: [] }) }, { id: 2 }] }, 'room:8': other } };
  const next = slice.on.voted(state, { message: 1, options: [0] });
  assert.deepEqual(next.logs['room:7'].list[0].poll.mine, [0]);
  assert.equal(next.logs['room:7'].list[1], state.logs['room:7'].list[1]);
  assert.equal(next.logs['room:8'], other);
});

test('what options say stands apart from what is sent, until nobody has sealed it', () => {
  const extra = extraOf({ options: ['tea', 'soup'], multiple: true, anonymous: false, extendable: false, endsAt: null });
  assert.ok(!JSON.stringify(extra.poll).includes('tea'));
  assert.deepEqual(extra.inside.poll, { options: ['tea', 'soup'], multiple: true, anonymous: false });
  assert.deepEqual(opened({ ...extra, thread: 3 }), { thread: 3, poll: { ...extra.poll, options: ['tea', 'soup'] } });
});
