// Votes in the page: a vote says all that one chooses, and nothing that was chosen quickly is lost.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, getElementById: () => null, documentElement: { dataset: {}, lang: 'en' } };
const { acts } = await import('../../static/js/polls/acting.js');
const { arrived, slice } = await import('../../static/js/polls/slice.js');

let state;
let asked;
const dispatch = ({ type, data }) => {
  if (type === 'voted') return void (state = slice.on.voted(state, data));
  state = { logs: { 'room:7': { list: state.logs['room:7'].list.map((one) => (one.id === data.id ? arrived(data, one) : one)) } } };
};
const app = {
  store: { get: () => state, dispatch },
  link: { request: (_, payload) => new Promise((answer, refuse) => asked.push({ ...payload, refuse, done: () => answer({ message: { ...message(), poll: { ...message().poll, mine: payload.options } } }) })) },
};
const message = () => state.logs['room:7'].list[0];
const mine = () => message().poll.mine;
/** What is drawn is that of the beginning. */
let drawn;
const choose = (option) => acts.vote({ view: { message: drawn } }, { dataset: { option: String(option) } }, app);
const settled = () => new Promise((done) => setImmediate(done));

function poll(multiple) {
  const one = { id: 1, seq: 1, room: 7, poll: { options: [{ text: 'tea' }, { text: 'soup' }, { text: 'cake' }], multiple, mine: [] } };
  state = { logs: { 'room:7': { list: [one] } } };
  drawn = one;
  asked = [];
}
beforeEach(() => poll(true));

test('two that are chosen within a round trip are both chosen, and shown at once', async () => {
  choose(0);
  choose(1);
  assert.deepEqual(mine(), [0, 1]);
  asked[0].done();
  await settled();
  choose(2);
  assert.deepEqual(mine(), [0, 1, 2]);
  asked[1].done();
  await settled();
  asked[2].done();
  await settled();
  assert.deepEqual(asked.map(({ options }) => options), [[0], [0, 1], [0, 1, 2]]);
  assert.deepEqual(mine(), [0, 1, 2]);
});

test('where one chooses one, the last is it', async () => {
  poll(false);
  choose(0);
  choose(1);
  choose(2);
  asked[0].done();
  await settled();
  asked[1].done();
  await settled();
  assert.deepEqual(asked.map(({ options }) => options), [[0], [2]]);
  assert.deepEqual(mine(), [2]);
});

test('what is refused is taken back, to what the server knows', async () => {
  choose(0);
  choose(1);
  asked[0].done();
  await settled();
  asked[1].refuse(Object.assign(new Error('over'), { code: 'forbidden' }));
  await settled();
  assert.deepEqual(mine(), [0]);
  choose(0);
  assert.deepEqual(asked[2].options, []);
});
