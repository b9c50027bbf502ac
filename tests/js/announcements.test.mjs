// When a page asks anew what there is to confirm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slice } from '../../static/js/announcements/slice.js';

test('who has all deleted that they said has nobody ask anew for each message', () => {
  const { messageChanged, toConfirm } = slice.on;
  let state = toConfirm(slice.initial(), { open: [7] });
  for (let id = 100; id < 200; id += 1) state = messageChanged(state, { id, deleted: true });
  assert.equal(state.announcements.news, 0);
  state = messageChanged(state, { id: 7, deleted: false });
  assert.equal(state.announcements.news, 0);
  state = messageChanged(state, { id: 7, deleted: true });
  assert.equal(state.announcements.news, 1);
});
