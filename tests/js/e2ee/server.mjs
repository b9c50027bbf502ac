// The server's part of encrypted rooms, in memory, as weconnect/wire/e2ee.py says it; and one that lies, where a test wants it:
// `twists` by question change what somebody is told, and everything it has can be changed by hand.
import { createHash } from 'node:crypto';

const refuse = (code) => Object.assign(new Error(code), { code });
const sizeOf = (value) => Buffer.byteLength(JSON.stringify(value));
const MAX_MAIL = 65_536;

export class Server {
  constructor() {
    Object.assign(this, { people: new Map(), rooms: new Map(), messages: [], log: [], twists: {}, asked: [], offline: new Set(), mailIds: 0, changes: 0, versions: 0 });
  }

  /** A person with nothing yet. */
  person(id) {
    if (!this.people.has(id)) this.people.set(id, { id, devices: new Map(), gone: new Set(), identity: null, own: new Map(), backup: null, recovery: null, changed: 0 });
    return this.people.get(id);
  }

  room(id, people) {
    for (const person of people) this.person(person);
    this.rooms.set(id, { id, people: [...people], keysVersion: 1, seq: 0, version: 0 });
    return id;
  }

  shares(a, b) {
    return a === b || [...this.rooms.values()].some(({ people }) => people.includes(a) && people.includes(b));
  }

  /** Somebody's devices or identity are others now. */
  touch(person) {
    this.person(person).changed = ++this.changes;
    for (const room of this.rooms.values()) if (room.people.includes(person)) room.keysVersion += 1;
  }

  join(room, person) {
    this.person(person);
    this.rooms.get(room).people.push(person);
    this.rooms.get(room).keysVersion += 1;
  }

  leave(room, person) {
    const of = this.rooms.get(room);
    of.people = of.people.filter((one) => one !== person);
    of.keysVersion += 1;
  }

  write(person, kind, statement) {
    const index = this.log.length + 1;
    const hash = createHash('sha256').update([index, this.log.at(-1)?.hash ?? '', person, kind, statement].join('\n')).digest('hex');
    this.log.push({ index, person, kind, statement, at: new Date().toISOString(), hash });
  }

  head() {
    return { index: this.log.length, hash: this.log.at(-1)?.hash ?? '' };
  }

  /** What a login asks with. */
  login(person) {
    const login = { person, device: null };
    return async (method, path, body) => {
      if (this.offline.has(person)) throw refuse('offline');
      await null;
      const url = new URL(path, 'http://double');
      const [, handler, ...parts] = this.route(method, url.pathname);
      this.asked.push({ person, device: login.device, method, path: url.pathname, body });
      let answer = await this[handler](login, structuredClone(body), ...parts, Object.fromEntries([...url.searchParams].map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value])));
      answer = this.twists[handler] ? await this.twists[handler](structuredClone(answer), login, body) : answer;
      return structuredClone(answer ?? null);
    };
  }

  route(method, path) {
    for (const [verb, pattern, handler] of ROUTES) {
      const match = verb === method && pattern.exec(path);
      if (match) return [match, handler, ...match.slice(1)];
    }
    throw new Error(`the double has no ${method} ${path}`);
  }

  deviceOf({ person, device }) {
    const found = this.person(person).devices.get(device);
    if (!found) throw refuse('notFound');
    return found;
  }

  putDevice(login, { device, name, keys }) {
    const person = this.person(login.person);
    if (person.gone.has(device) || !/^[A-Z2-7]{16}$/.test(device)) throw refuse('conflict');
    if (login.device && login.device !== device) this.end(login.person, login.device);
    login.device = device;
    const before = person.devices.get(device);
    person.devices.set(device, { device, name, keys, oneTime: new Map(), fallback: new Map(), unused: [], mail: [], seen: new Set(), lists: 0, ...before, keys });
    this.touch(login.person);
  }

  end(person, device) {
    this.person(person).devices.delete(device);
    this.person(person).gone.add(device);
    this.touch(person);
  }

  counts(device) {
    return { oneTimeKeys: { signed_curve25519: device.oneTime.size }, unusedFallbackKeys: device.unused };
  }

  postKeys(login, { oneTimeKeys, fallbackKeys }) {
    const device = this.deviceOf(login);
    for (const [id, key] of Object.entries(oneTimeKeys)) device.oneTime.set(id, key);
    for (const [id, key] of Object.entries(fallbackKeys)) {
      device.fallback = new Map([[id, key]]);
      device.unused = ['signed_curve25519'];
    }
    return this.counts(device);
  }

  queryKeys(login, { people }) {
    const found = people.filter((id) => this.shares(login.person, id)).map((id) => {
      const { devices, identity, own } = this.person(id);
      const signed = (key) => {
        if (!key || id === login.person) return key;
        // What somebody said of others' keys is shown to themselves only.
        const mine = this.person(login.person).own.get(String(Object.values(key.keys)[0]));
        return mine ? { ...key, signatures: { ...key.signatures, ...mine } } : key;
      };
      return {
        person: id,
        devices: [...devices.values()].map(({ device, name, keys }) => ({ device, name, keys })),
        masterKey: signed(identity?.masterKey ?? null),
        selfSigningKey: identity?.selfSigningKey ?? null,
        userSigningKey: id === login.person ? (identity?.userSigningKey ?? null) : null,
        own,
      };
    });
    return { people: found.map(({ own, ...one }) => one) };
  }

  claimKeys(login, { devices }) {
    const keys = [];
    for (const { person, device } of devices) {
      const found = this.shares(login.person, person) && this.person(person).devices.get(device);
      if (!found) continue;
      const [first] = found.oneTime.size ? found.oneTime : found.fallback;
      if (!first) continue;
      if (!found.oneTime.delete(first[0])) found.unused = [];
      keys.push({ person, device, id: first[0], key: first[1] });
    }
    return { keys };
  }

  postMail(login, { transaction, type, messages }) {
    const sender = this.deviceOf(login);
    if (sender.seen.has(transaction)) return { undelivered: [] };
    sender.seen.add(transaction);
    const undelivered = [];
    for (const { person, device, content } of messages) {
      if (sizeOf(content) > MAX_MAIL) throw refuse('badRequest');
      if (!this.shares(login.person, person)) throw refuse('forbidden');
      const all = [...this.person(person).devices.values()];
      const boxes = device === '*' ? all.filter((one) => one !== sender) : all.filter((one) => one.device === device);
      for (const box of boxes) box.mail.push({ id: ++this.mailIds, sender: login.person, type, content });
      if (!boxes.length && device !== '*') undelivered.push({ person, device });
    }
    return { undelivered };
  }

  syncDevice(login, _, { mail = 0, lists = 0, limit = 200 }) {
    const device = this.deviceOf(login);
    device.mail = device.mail.filter(({ id }) => id > mail);
    const messages = device.mail.slice(0, limit);
    const changed = [...this.people.values()].filter((one) => one.changed > lists && this.shares(login.person, one.id)).map(({ id }) => id);
    return { messages, mail: messages.at(-1)?.id ?? mail, complete: messages.length === device.mail.length, lost: 0, changed, lists: this.changes, keys: this.counts(device), log: this.head() };
  }

  putIdentity(login, { password, ...keys }) {
    const person = this.person(login.person);
    if (person.identity && password !== 'right') throw refuse('forbidden');
    person.identity = keys;
    this.write(login.person, 'identity', String(Object.values(keys.masterKey.keys)[0]));
    this.touch(login.person);
  }

  postSignatures(login, { signed }) {
    for (const { person, keyId, key } of signed) {
      const of = this.person(person);
      const merge = (there) => Object.assign((there.signatures ??= {})[`@${login.person}:weconnect`] ??= {}, key.signatures[`@${login.person}:weconnect`]);
      if (person !== login.person) {
        this.person(login.person).own.set(keyId, key.signatures);
        of.changed = ++this.changes;
      } else if (of.devices.has(keyId)) {
        merge(of.devices.get(keyId).keys);
        this.touch(person);
      } else {
        merge(of.identity.masterKey);
        this.touch(person);
      }
    }
  }

  roomPeople(login, _, room) {
    const { people, keysVersion } = this.rooms.get(Number(room)) ?? { people: [] };
    if (!people.includes(login.person)) throw refuse('notFound');
    return { people, keysVersion };
  }

  devices(login) {
    const all = [...this.person(login.person).devices.values()];
    return { devices: all.map(({ device, name }) => ({ device, name, current: device === login.device, login: 1, createdAt: null, lastSeenAt: null })) };
  }

  removeDevice(login, { statement }, device) {
    if (!this.person(login.person).devices.has(device)) throw refuse('notFound');
    if (statement) this.write(login.person, 'removed', statement);
    this.end(login.person, device);
  }

  newBackup(login, { authData }) {
    this.person(login.person).backup = { version: ++this.versions, authData, sessions: new Map() };
    return this.getBackup(login);
  }

  getBackup(login) {
    const backup = this.person(login.person).backup;
    if (!backup) throw refuse('notFound');
    return { version: backup.version, authData: backup.authData, count: backup.sessions.size };
  }

  putBackup(login, { sessions }, version) {
    const backup = this.person(login.person).backup;
    if (backup?.version !== Number(version)) throw refuse('conflict');
    for (const one of sessions) {
      const there = backup.sessions.get(one.session);
      if (!there || one.data.first_message_index < there.data.first_message_index) backup.sessions.set(one.session, one);
    }
  }

  backupPage(login, _, version, { after = 0, room, session, limit = 500 }) {
    const backup = this.person(login.person).backup;
    if (backup?.version !== Number(version)) throw refuse('notFound');
    const all = [...backup.sessions.values()].filter((one) => (!room || one.room === room) && (!session || one.session === String(session)));
    const sessions = all.slice(after, after + limit);
    return { sessions, next: after + limit < all.length ? after + limit : null };
  }

  putRecovery(login, { sealed, replaces }) {
    const person = this.person(login.person);
    if ((person.recovery?.version ?? 0) !== replaces) throw refuse('conflict');
    person.recovery = { sealed, version: ++this.versions };
    return person.recovery;
  }

  getRecovery(login) {
    if (!this.person(login.person).recovery) throw refuse('notFound');
    return this.person(login.person).recovery;
  }

  logPage(_, __, { after = 0, limit = 500 }) {
    return { entries: this.log.slice(after, after + limit), head: this.head() };
  }

  /** What the log of messages takes. */
  post(sender, room, { clientId, replyTo = null, thread, inRoom, sealed }) {
    const of = this.rooms.get(room);
    if (sealed.keysVersion !== of.keysVersion) throw refuse('staleKeys');
    const message = {
      id: this.messages.length + 1, room, seq: ++of.seq, version: ++of.version, sender: { id: sender }, content: '', timestamp: new Date().toISOString(),
      clientId, replyTo, ...(thread && { thread }), ...(inRoom && { inRoom }), editedAt: null, deleted: false, sealed: structuredClone(sealed),
    };
    this.messages.push(message);
    return structuredClone(message);
  }

  edit(id, { sealed }) {
    const message = this.messages[id - 1];
    Object.assign(message, { sealed: structuredClone(sealed), editedAt: new Date().toISOString(), version: ++this.rooms.get(message.room).version });
    return structuredClone(message);
  }

  history(login, _, room, { before = Infinity, limit = 50 }) {
    const all = this.messages.filter((one) => one.room === Number(room) && one.seq < before);
    return { messages: all.slice(-limit), complete: all.length <= limit };
  }
}

const ROUTES = [
  ['PUT', /^\/e2ee\/device$/, 'putDevice'],
  ['POST', /^\/e2ee\/keys$/, 'postKeys'],
  ['POST', /^\/e2ee\/keys\/query$/, 'queryKeys'],
  ['POST', /^\/e2ee\/keys\/claim$/, 'claimKeys'],
  ['POST', /^\/e2ee\/mail$/, 'postMail'],
  ['GET', /^\/e2ee\/sync$/, 'syncDevice'],
  ['PUT', /^\/e2ee\/identity$/, 'putIdentity'],
  ['POST', /^\/e2ee\/signatures$/, 'postSignatures'],
  ['GET', /^\/e2ee\/rooms\/(\d+)$/, 'roomPeople'],
  ['GET', /^\/e2ee\/devices$/, 'devices'],
  ['POST', /^\/e2ee\/devices\/(\w+)\/removal$/, 'removeDevice'],
  ['POST', /^\/e2ee\/backup$/, 'newBackup'],
  ['GET', /^\/e2ee\/backup$/, 'getBackup'],
  ['POST', /^\/e2ee\/backup\/(\d+)\/sessions$/, 'putBackup'],
  ['GET', /^\/e2ee\/backup\/(\d+)\/sessions$/, 'backupPage'],
  ['PUT', /^\/e2ee\/recovery$/, 'putRecovery'],
  ['GET', /^\/e2ee\/recovery$/, 'getRecovery'],
  ['GET', /^\/e2ee\/log$/, 'logPage'],
  ['GET', /^\/rooms\/(\d+)\/messages$/, 'history'],
];
