// A small server of one room, and the things that tests of the client need around it.
import { webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { composed } from '../../static/js/core/store/store.js';
import { NOTHING_HANGS } from '../../static/js/core/wire.js';
import { knowingMine } from '../../static/js/reactions/mine.js';

// Browsers have it, and Node from 19 on.
globalThis.crypto ??= webcrypto;

const JS = new URL('../../static/js/', import.meta.url);

const listed = [...readFileSync(new URL('../../weconnect/features.py', JS), 'utf8').matchAll(/^ {4}"(\w+)",$/gm)].map((match) => match[1]);

/** The features that bring a script along, in their order. */
export const FEATURES = listed.filter((name) => existsSync(new URL(`${name}/index.js`, JS)));

const folders = FEATURES.filter((name) => existsSync(new URL(`${name}/slice.js`, JS)));
const slices = new Map(await Promise.all(folders.map(async (name) => [name, (await import(new URL(`${name}/slice.js`, JS))).slice])));

/** The store as the page has it where a feature is missing. */
export const without = (feature) => composed([...slices].filter(([name]) => name !== feature).map(([, slice]) => slice), feature === 'reactions' ? [] : [knowingMine]);

/** The store as the page has it. */
export const { initialState, apply, createStore } = without(null);

export const ann = { id: 1, username: 'ann', displayName: 'Ann', avatar: null };
export const ben = { id: 2, username: 'ben', displayName: 'Ben', avatar: null };

/** A random source that a test can repeat. */
export function seeded(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (n) => Math.floor(random() * n);
  return {
    random,
    below,
    pick: (list) => list[below(list.length)],
    shuffled: (list) => list.map((value) => [random(), value]).sort((a, b) => a[0] - b[0]).map(([, value]) => value),
  };
}

/** The truth about one room: seq and version without a hole, as the wire contract promises. */
export class FakeRoom {
  constructor(id = 7) {
    this.id = id;
    this.messages = [];
    this.version = 0;
    this.readSeq = 0;
    this.events = [];
    this.feed = null;
    this.members = [ann, ben].map((user) => ({ ...user, role: 'member', state: 'online' }));
  }

  get room() {
    const { id, version } = this;
    return { id, name: 'Design', kind: 'public', topic: '', encrypted: false, encryptedFrom: null, archived: false, role: 'member', lastSeq: this.messages.length, version, people: [] };
  }

  publish(type, message) {
    const event = { type, data: structuredClone(message) };
    this.events.push(event);
    this.feed?.(event);
    return message;
  }

  post(sender, content = '', { clientId = crypto.randomUUID(), replyTo = null } = {}) {
    const known = this.messages.find((m) => m.sender.id === sender.id && m.clientId === clientId);
    if (known) return known;
    const seq = this.messages.length + 1;
    this.version += 1;
    const message = {
      id: 100 + seq, room: this.id, seq, version: this.version, sender, content, html: null,
      timestamp: new Date(1_700_000_000_000 + seq * 1000).toISOString(), clientId, replyTo, editedAt: null,
      deleted: false, ...NOTHING_HANGS, mentions: content.includes('@ann') ? [ann.id] : [],
    };
    this.messages.push(message);
    if (sender.id === ann.id) this.readSeq = seq;
    return this.publish('newMessage', message);
  }

  change(seq, fields) {
    this.version += 1;
    const message = { ...this.messages[seq - 1], ...fields, version: this.version };
    this.messages[seq - 1] = message;
    return this.publish('messageChanged', message);
  }

  history({ before = Infinity, after = 0, limit = 50 }) {
    const fitting = this.messages.filter((m) => m.seq < before && m.seq > after);
    const page = after ? fitting.slice(0, limit) : fitting.slice(-limit);
    return structuredClone({ messages: page, complete: page.length === fitting.length });
  }

  changes({ after, limit = 50 }) {
    const fitting = this.messages.filter((m) => m.version > after).sort((a, b) => a.version - b.version);
    const changes = fitting.slice(0, limit);
    const complete = changes.length === fitting.length;
    return structuredClone({ changes, complete, version: complete ? this.version : changes.at(-1).version });
  }

  join({ after, limit = 50 }) {
    const { room, readSeq, members } = this;
    return structuredClone({ room, ...this.history({ after: after ?? 0, limit }), lastSeq: room.lastSeq, readSeq, members });
  }

  /** Answers like the server does, or refuses with what `refusal` hands out. */
  answer(event, payload, sender = ann) {
    const id = payload.message;
    const seq = this.messages.findIndex((m) => m.id === id) + 1;
    if (event === 'joinRoom') return this.join(payload);
    if (event === 'changes') return this.changes(payload);
    if (event === 'history') return this.history(payload);
    if (event === 'sendMessage') return { message: this.post(sender, payload.content, payload) };
    if (event === 'editMessage') return { message: this.change(seq, { content: payload.content }) };
    return {};
  }
}

/** A person's page that has just been opened on the room. */
export const pageOf = (server, me = ann, limit = 50) => {
  const { room, messages, complete, lastSeq, readSeq, members } = server.join({ limit });
  return { me, team: 'Team', room, rooms: [{ ...room, readSeq, unread: lastSeq - readSeq, mentions: 0 }], messages, complete, lastSeq, readSeq, members };
};

/** Lets everything that is already due happen. */
export async function settle(turns = 60) {
  for (let i = 0; i < turns; i += 1) await Promise.resolve();
}

/** Waiting that takes no time and is written down. */
export function fakeWait() {
  const waits = [];
  const wait = async (ms) => {
    waits.push(ms);
    await settle(5);
  };
  return { wait, waits };
}
