// @ts-check
/**
 * Keeps the drafts of this browser and those of the server the same. Each says which version of the server's it was made of: where
 * another device was quicker, both are put together. Nothing is changed in a box in which somebody is writing.
 *
 * @typedef {import('../core/net/local.js').Where} Where
 * @typedef {import('../core/net/local.js').Draft} Draft
 * @typedef {import('../core/wire.js').Draft} Kept
 * @typedef {import('./known.js').Known} Known
 */
import { merged } from './merge.js';
import { keyOf } from './slice.js';

/** Nobody types for so long: then it is sent; at the latest after this; what is gone goes at once. Milliseconds. */
const AFTER = 1500;
const LATEST = 10_000;
const AT_ONCE = 50;
/** After a refusal that passes; and while somebody writes. */
const AGAIN = 10_000;
const LOOK = 1000;
/** What the server cannot do now, or not yet. */
const PASSING = new Set(['offline', 'timeout', 'unavailable', 'rateLimited']);

/**
 * @param {object} with_
 * @param {Pick<import('../core/store/store.js').Store, 'get'|'dispatch'>} with_.store
 * @param {ReturnType<typeof import('../core/net/local.js').createLocal>} with_.local
 * @param {{request: import('../core/wire.js').Request, online: () => boolean}} with_.link
 * @param {ReturnType<typeof import('./known.js').createKnown>} with_.known
 * @param {(key: string) => boolean} with_.writing whether somebody writes there just now
 * @param {(key: string) => void} with_.came what is kept there has changed
 * @param {() => string} with_.uuid
 * @param {() => number} [with_.now]
 */
export function createSync({ store, local, link, known, writing, came, uuid, now = Date.now }) {
  /** @type {Map<string, {timer: ReturnType<typeof setTimeout>, latest: number}>} */
  const waiting = new Map();
  /** Ids of the messages that they become. @type {Map<string, string>} */
  const ids = new Map();
  /** @type {Set<string>} */
  const busy = new Set();

  /** @param {string} key @param {number} after @param {(key: string) => unknown} what */
  function later(key, after, what) {
    const before = waiting.get(key);
    clearTimeout(before?.timer);
    const latest = before?.latest ?? now() + LATEST;
    const timer = setTimeout(() => (waiting.delete(key), what(key)), Math.max(0, Math.min(after, latest - now())));
    waiting.set(key, { timer, latest });
  }

  /** @param {string} key @param {Known} one @returns {Promise<Draft>} */
  async function here(key, { room, thread }) {
    const where = { key, room, thread };
    return (await local.fetchDraft(where)) ?? local.draft(where);
  }

  /** As the server keeps it; null: it stays on this device. @param {string} key @param {number} room @param {Draft} draft */
  async function packed(key, room, { text, replyTo }) {
    const keeping = local.keeping(room);
    if (!keeping) return { content: text, replyTo };
    if (!text && !replyTo) return {};
    const sealed = await keeping.seal(key, JSON.stringify({ text, replyTo })).catch(() => null);
    return sealed && { sealed };
  }

  /** @param {string} key @param {Kept|undefined} kept @returns {Promise<Draft|null>} null: not for this device */
  async function unpacked(key, kept) {
    if (!kept?.sealed) return { text: kept?.content ?? '', replyTo: kept?.replyTo ?? null };
    const text = await local.keeping(kept.room)?.open(key, kept.sealed).catch(() => null);
    return text ? JSON.parse(text) : null;
  }

  /** Has the server keep what stands here. @param {string} key */
  async function push(key) {
    const one = known.get(key);
    if (!one?.dirty || !link.online()) return;
    if (busy.has(key)) return later(key, AFTER, push);
    busy.add(key);
    const { room, thread, base } = one;
    try {
      const mine = await here(key, one);
      const what = await packed(key, room, mine);
      if (!what) return;
      // What is typed from now on is another change.
      known.set(key, { ...one, dirty: false });
      const clientId = (mine.text && ids.get(key)) || uuid();
      const { saved, draft } = await link.request('saveDraft', { room, thread, clientId, base, ...what });
      const after = known.get(key) ?? one;
      const version = draft?.version ?? 0;
      // The id was sent already: if that was not what stands here now, it is another one.
      const again = !saved && version === base && mine.text !== '';
      if (again && ids.get(key) === clientId) ids.delete(key);
      known.set(key, { ...after, base: saved ? version : after.base, dirty: after.dirty || (!saved && !again) });
      store.dispatch({ type: 'draftChanged', data: { room, thread, draft } });
      if (!saved && !again) later(key, AT_ONCE, settle);
    } catch (error) {
      if (!PASSING.has(/** @type {{code?: string}} */ (error).code ?? '')) return;
      known.set(key, { ...(known.get(key) ?? one), dirty: true });
      later(key, AGAIN, push);
    } finally {
      busy.delete(key);
    }
  }

  /** Puts together what stands here and what the server has. @param {string} key */
  async function settle(key) {
    const theirs = store.get().drafts[key];
    const one = known.get(key) ?? (theirs && { room: theirs.room, thread: theirs.thread, base: 0, dirty: true });
    if (!one) return;
    const version = theirs?.version ?? 0;
    if (busy.has(key) || (version !== one.base && writing(key))) return later(key, LOOK, settle);
    if (version === one.base) return one.dirty ? later(key, AFTER, push) : undefined;
    const said = await unpacked(key, theirs);
    const mine = await here(key, one);
    if (busy.has(key) || writing(key)) return later(key, LOOK, settle);
    // Somebody may have chosen what they answer meanwhile.
    const now = known.get(key) ?? one;
    const { draft, push: more } = said ? merged(mine, now.dirty, said) : { draft: mine, push: now.dirty };
    known.set(key, { ...now, base: version, dirty: more });
    if (draft.text !== mine.text || draft.replyTo !== mine.replyTo) {
      local.saveDraft({ key, room: one.room, thread: one.thread }, draft);
      came(key);
    }
    if (more) later(key, AT_ONCE, push);
  }

  local.onDraft(({ key, room, thread = null }, { text, replyTo }, clientId) => {
    if (room === null) return;
    const one = known.get(key) ?? { room, thread, base: 0, dirty: false };
    ids.set(key, clientId);
    const gone = !text && !replyTo;
    // What the server never had need not go from there.
    const dirty = !gone || one.base > 0 || busy.has(key);
    known.set(key, { ...one, dirty });
    if (dirty) later(key, gone ? AT_ONCE : AFTER, one.dirty && store.get().drafts[key]?.version !== (one.base || undefined) ? settle : push);
    else clearTimeout(waiting.get(key)?.timer);
  });

  return {
    settle,
    /** What was written before anybody kept it in step. @param {Where} where */
    adopt({ key, room, thread = null }) {
      const { text, replyTo } = local.draft({ key, room });
      if (room === null || known.get(key) || !(text || replyTo)) return;
      known.set(key, { room, thread, base: 0, dirty: true });
      later(key, AFTER, settle);
    },
    /** The page may be left: all that was changed here goes now. */
    flush() {
      for (const [key, { dirty }] of Object.entries(known.all())) if (dirty) push(key);
    },
    /** All that the server has, or this browser has changed. @param {(key: string) => boolean} [which] */
    all(which = () => true) {
      for (const key of new Set([...Object.values(store.get().drafts).map(keyOf), ...Object.keys(known.all())])) if (which(key)) later(key, AT_ONCE, settle);
    },
  };
}
