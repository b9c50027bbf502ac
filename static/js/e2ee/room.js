// @ts-check
/** An encrypted room is on the screen: its messages are opened, its keys prepared, and what there is to do is said. */
import { app } from '../core/dom/app.js';
import { fetchFormatter } from '../core/dom/texts.js';
import { onSignal, signal } from '../core/store/signals.js';
import { part } from '../core/dom/element.js';
import { styled } from '../core/dom/styled.js';
import { roomLog, roomsShown } from '../core/store/log.js';
import { drawBar } from './bar.js';
import { clientOf, keyring, usable } from './keyring.js';
import { createOpening } from './opening.js';
import { known, note } from './rooms-known.js';
import { act } from './acting.js';
import { showSeal } from './seal-mark.js';
import { arrived, onSealedFrom, sealedFrom, standing } from './sealed.js';

export { act, arrived, showSeal };

/** Somebody comes into a room and looks around first: keys are prepared after this; milliseconds. */
const PREPARE_AFTER = 300;

/** @type {ReturnType<typeof createOpening>|undefined} */
let opening;
/** @type {Set<number>} rooms whose people are known here */
const prepared = new Set();

const dispatch = (/** @type {Partial<PageState['e2ee']>} */ data) => app().store.dispatch({ type: 'keyring', data });

/** How things stand, as the worker says. @param {import('./worker/api').Status} status */
function stands(status) {
  const before = app().store.get().e2ee.status;
  note(app().store.get().me.id, { device: status.device });
  dispatch({ status });
  if (status.state !== 'ready' || before?.state === 'ready') return;
  opening?.anew();
  prepared.clear();
  prepare();
  for (const entry of failedFor('notReady')) app().outbox.retry(entry);
}

/** What was not sent for a reason. @param {string} why @param {number} [room] */
export const failedFor = (why, room) =>
  Object.values(app().store.get().logs).flatMap(({ pending }) => pending.filter((one) => one.status === 'failed' && one.why === why && (room === undefined || one.room === room)));

/** Keys for what one may write, and what is known of those to whom it goes. */
function prepare() {
  const state = app().store.get();
  if (state.e2ee.status?.state !== 'ready') return;
  for (const room of roomsShown(state)) {
    if (!state.rooms[room]?.encrypted || prepared.has(room)) continue;
    prepared.add(room);
    setTimeout(() => {
      if (!roomsShown(app().store.get()).includes(room)) return void prepared.delete(room);
      keyring().prepare(room).catch(() => prepared.delete(room));
      learn(peopleOf(room));
    }, PREPARE_AFTER);
  }
}

/** @param {number} room */
function peopleOf(room) {
  const { members, rooms } = app().store.get();
  return [...new Set([...(members[room] ?? []), ...(rooms[room]?.people ?? [])].map(({ id }) => id))];
}

/** @param {number[]} people */
async function learn(people) {
  const known = people.length ? await keyring().trust(people).catch(() => []) : [];
  if (known.length) dispatch({ trust: { ...app().store.get().e2ee.trust, ...Object.fromEntries(known.map((one) => [one.person, one])) } });
}

/** Once for the page. */
export async function begin() {
  const { store } = app();
  // No page of plain rooms has its look; a room that was encrypted from the start brings it along.
  await styled('e2ee');
  // What stood there before the drawer came is drawn as well.
  for (const { item, message } of items()) for (const { show } of app().features.parts) show?.(item, message, app());
  onSealedFrom(() => items().forEach(({ item, message }) => message.sealed || showSeal(item, message)));
  onSignal('e2ee', async (wish) => (await import('./windows.js')).open(wish));
  if (!usable()) return dispatch({ trouble: 'insecure' });
  const client = clientOf();
  opening = createOpening({ store, keyring: client.keyring });
  client.on('failed', () => dispatch({ trouble: 'failed' }));
  client.on('status', stands);
  client.on('keys', (came) => void opening?.keysCame(came));
  client.on('progress', (progress) => dispatch({ progress: progress.done < progress.total ? progress : null }));
  client.on('trust', ({ people }) => {
    learn(people);
    opening?.trustChanged(people);
  });
  client.on('verification', (now) => dispatch({ verifications: { ...store.get().e2ee.verifications, [now.flow]: now } }));
  store.subscribe((state, before) => {
    if (state.connection.state === 'closed') return client.stop();
    if (state.roomId !== before.roomId || state.rooms !== before.rooms) prepare();
    const back = ['online', 'complete'].includes(state.connection.state) && before.connection.state !== state.connection.state;
    if (state.e2ee.news !== before.e2ee.news || back) {
      prepared.clear();
      client.keyring.news().then(prepare, () => {});
      if (back && !state.e2ee.status) look();
      else if (back) opening?.anew();
    }
  });
  await look();
  const remembered = await client.keyring.sealedFrom().catch(() => ({}));
  sealedFrom(remembered);
  note(store.get().me.id, { rooms: Object.keys(remembered).map(Number) });
  const going = await client.keyring.verifications().catch(() => []);
  dispatch({ verifications: Object.fromEntries(going.map((one) => [one.flow, one])) });
}

/** Whoever has no line yet looks again when it is there. */
async function look() {
  await keyring().status().then(stands, ({ code }) => ['offline', 'timeout'].includes(code) || dispatch({ trouble: 'failed' }));
  opening?.work();
  prepare();
}

/** @typedef {HTMLElement & {view?: {message: import('../core/store/message.js').Shown}}} Item */

/** The messages on the page. */
const items = () => [.../** @type {NodeListOf<Item>} */ (document.querySelectorAll('message-list message-item'))].flatMap((item) => (item.view ? [{ item, message: item.view.message }] : []));

/** What there is to do, in a `<seal-bar>`. @param {HTMLElement} bar */
export function show(bar) {
  const state = app().store.get();
  const rooms = known(state.me.id).rooms;
  const room = state.rooms[state.roomId ?? 0];
  note(state.me.id, { rooms: roomsShown(state).filter((id) => state.rooms[id]?.encrypted) });
  drawBar(bar, state, Boolean(room && !room.encrypted && rooms.includes(room.id)));
  uncover(state);
}

/** So many of the newest messages are opened before they are seen: then nothing moves. */
const COVERED = 40;

/** What a page covers as it opens is seen, once it is open or cannot be opened. @param {PageState} state */
function uncover({ roomId, logs, e2ee: { status, trouble } }) {
  const cover = part(document, 'opening');
  if (!cover || (!status && !trouble)) return;
  const ready = status?.state === 'ready' && !trouble;
  const newest = logs[roomLog(roomId)]?.list.slice(-COVERED) ?? [];
  // What draws them is needed as well: it comes meanwhile.
  const drawn = newest.length && ready ? fetchFormatter() : undefined;
  if (ready && newest.some((one) => standing(one) === 'opening')) return;
  // The list has drawn it by then.
  Promise.resolve(drawn).then(() => requestAnimationFrame(() => requestAnimationFrame(() => cover.remove())));
}

/** @param {number} room */
export function askForKeys(room) {
  keyring().askForKeys(room).catch(() => {}).then(() => opening?.anew());
}

/** Whoever in a room has another identity than before: the first of them is looked at. @param {number} room */
export async function lookAtChanged(room) {
  const find = () => peopleOf(room).find((id) => app().store.get().e2ee.trust[id]?.state === 'changed');
  // A page that has just been opened knows of nobody yet.
  if (find() === undefined) await learn(peopleOf(room));
  const changed = find();
  if (changed === undefined) return failedFor('identityChanged', room).forEach((entry) => app().outbox.retry(entry));
  const { members, rooms } = app().store.get();
  const name = [...(members[room] ?? []), ...(rooms[room]?.people ?? [])].find(({ id }) => id === changed)?.displayName;
  signal('e2ee', { show: 'person', person: changed, name });
}

/** What there is to do before one can read here. */
export function openStanding() {
  const { status } = app().store.get().e2ee;
  if (status?.state === 'new') signal('e2ee', { show: 'setUp' });
  else if (status && status.state !== 'ready') signal('e2ee', { show: 'unlock' });
}
