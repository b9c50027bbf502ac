// @ts-check
/** Asks what those say of themselves who are on the page, and puts it there. */
import { api } from '../core/net/api.js';
import { onSignal } from '../core/store/signals.js';
import { zoneHere } from '../core/i18n/local-time.js';
import { serverTime } from '../core/i18n/time.js';

/** As many as the server answers at once. */
const AT_ONCE = 200;
const GATHER = 200;
/** Timers of browsers reach no further. */
const FAR = 2 ** 31 - 1;

/** Those whose names are on the page. @param {PageState} state */
function shown({ roomId, members, rooms, me }) {
  const inRoom = (members?.[roomId ?? 0] ?? []).map(({ id }) => id);
  const direct = Object.values(rooms).flatMap(({ kind, people }) => (kind === 'direct' && people?.length === 1 ? [people[0].id] : []));
  return [...new Set([...inRoom, ...direct])].filter((id) => id !== me.id);
}

/** Whether there is something to show of somebody. @param {import('../core/wire.js').Status|null} status */
const says = (status) => status && (status.emoji || status.text || status.dndUntil || status.workingHours || (status.timeZone && status.timeZone !== zoneHere()));

/** @param {import('../core/dom/app.js').App} app @param {() => Promise<void>} showing fetches what shows it: until somebody says something there is nothing to be seen */
export function follow({ store }, showing) {
  /** @type {Promise<void>|undefined} */
  let shows;
  /** @type {Set<number>} */
  const asked = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let gathering;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let ending;

  const heard = (/** @type {number[]} */ ids, /** @type {import('../core/wire.js').Status[]} */ statuses) => store.dispatch({ type: 'statuses', data: { asked: ids, statuses } });

  async function ask() {
    gathering = undefined;
    const missing = shown(store.get()).filter((id) => !asked.has(id));
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const ids = missing.slice(at, at + AT_ONCE);
      for (const id of ids) asked.add(id);
      const answer = await api('GET', `/statuses?users=${ids.join(',')}`).catch(() => null);
      if (answer) heard(ids, answer.statuses);
      else for (const id of ids) asked.delete(id);
    }
  }

  async function askOwn() {
    const { me } = store.get();
    const own = await api('GET', '/me/status').catch(() => null);
    if (!own) return;
    heard([me.id], [own]);
    await tellZone(own);
  }

  /** @param {import('../core/wire.js').OwnStatus} own */
  async function tellZone(own) {
    // The device says where it is, unless its person does.
    if (own.zoneFrom === 'browser' && zoneHere() && own.timeZone !== zoneHere()) await api('PATCH', '/me/status', { timeZone: zoneHere() }).catch(() => {});
  }

  const soon = () => (gathering ??= setTimeout(ask, GATHER));

  /** What ends is taken away in its moment. @param {PageState} state */
  function watchEnds({ statuses }) {
    clearTimeout(ending);
    const ends = Object.values(statuses).flatMap((one) => [one?.until, one?.dndUntil]).flatMap((end) => (end ? [new Date(end).getTime()] : []));
    if (!ends.length) return;
    const wait = Math.min(FAR, Math.max(0, Math.min(...ends) - serverTime.now()));
    ending = setTimeout(() => store.dispatch({ type: 'statusesEnded', data: { now: serverTime.now() } }), wait);
  }

  /** @param {PageState} state */
  function show(state) {
    watchEnds(state);
    if (!shows && Object.values(state.statuses).some(says)) shows = showing().catch(() => (shows = undefined));
  }

  store.subscribe((state, before) => {
    // While the line was away nothing was heard.
    if (state.connection !== before.connection && state.connection.state === 'complete') {
      asked.clear();
      askOwn();
      soon();
    }
    if (state.roomId !== before.roomId || state.members !== before.members || state.rooms !== before.rooms) soon();
    if (state.statuses !== before.statuses) show(state);
  });
  onSignal('zone', askOwn);
  // The page has brought it along.
  const { me, statuses } = store.get();
  const own = /** @type {import('../core/wire.js').OwnStatus|null|undefined} */ (statuses[me.id]);
  if (own?.zoneFrom) tellZone(own);
  else askOwn();
  show(store.get());
  soon();
}
