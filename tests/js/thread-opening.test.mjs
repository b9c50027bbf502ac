// Threads in the history of the browser: each state keeps the number of its step, by which one finds where one was reading.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element } from './support-page.mjs';

const frame = new Element('chat-room');
document.body.append(frame);
document.getElementById = () => ({ content: {} });
document.importNode = () => Object.assign(new Element('thread-pane'), { back: null, prepare({ thread }) { this.dataset.thread = String(thread); }, goTo() {} });
globalThis.window = new EventTarget();
globalThis.location = { search: '', hash: '' };
const steps = [{ room: 7, step: 3 }];
globalThis.history = {
  get state() {
    return steps.at(-1);
  },
  pushState: (state) => steps.push(state),
  replaceState: (state) => steps.splice(-1, 1, state),
};

test('a thread that is opened, by its address as well, and closed stays in the step of its room', async () => {
  const { start } = await import('../../static/js/threads/opening.js');
  const { signal } = await import('../../static/js/core/store/signals.js');
  location.search = '?thread=11';
  start({ store: { get: () => ({ roomId: 7, rooms: { 7: {} } }), subscribe() {} } });
  assert.deepEqual(steps, [{ room: 7, thread: 11, step: 3 }]);
  frame.dispatchEvent(new Event('closeThread'));
  assert.deepEqual(steps, [{ room: 7, step: 3 }]);
  signal('openThread', { room: 7, thread: 12 });
  assert.deepEqual(steps, [{ room: 7, step: 3 }, { room: 7, thread: 12, step: 3 }]);
});
