// @ts-check
/** The device's mail: fetched, worked through, and only then acknowledged. */
import { SECRET } from './backup.js';
import { numberOf, userOf } from './ids.js';
import { gathered, within } from './patience.js';

const ASKING = ['m.key.verification.request', 'm.secret.request'];

/**
 * @typedef {{id: number, sender: number, type: string, content: object}} Mail
 * @typedef {{messages: Mail[], mail: number, complete: boolean, lost: number, changed: number[], lists: number, keys: {oneTimeKeys: Record<string, number>, unusedFallbackKeys: string[]}, log: {index: number, hash: string}}} News
 */

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {object} on
 * @param {(people: number[]) => void} on.stale devices of these people came, went, or lost what they were sent
 * @param {(people: number[]) => Promise<void>} on.verifying something came that belongs to verifications of these people
 * @param {(secret: string) => Promise<boolean>} on.secret the key of the backup came: whether it fits
 * @param {(person: number, key: string) => Promise<void>} on.unread mail from a device with this key could not be read
 * @param {() => void} on.lost mail was refused as the box was full
 */
export function createInbox(ring, on) {
  const { env, machine, named, requests, log } = ring;
  const { DecryptionSettings, DeviceLists, ProcessedToDeviceEventType: Kind, TrustRequirement } = env.library;

  /** Of whom mail of a verification came, which nobody looked at yet. @type {Set<number>} */
  const verifying = new Set();

  /** @param {Mail[]} messages @param {News} news */
  async function receive(messages, news) {
    const events = messages.map(({ sender, type, content }) => ({ sender: userOf(sender), type, content }));
    const counts = new Map(Object.entries(news.keys.oneTimeKeys));
    const settings = new DecryptionSettings(TrustRequirement.CrossSignedOrLegacy);
    const lists = new DeviceLists(named.users(news.changed), []);
    return within(machine.receiveSyncChanges(JSON.stringify(events), lists, counts, new Set(news.keys.unusedFallbackKeys), settings));
  }

  /** Works through one page. @param {News} news @returns {Promise<{person: number, key: string}[]>} from whom mail could not be read */
  async function work(news) {
    // What the log took back, the machine must not see when it asks for the changed devices.
    await log.update(news.log);
    // The machine ignores what devices ask that it does not know yet.
    const asking = new Set(news.messages.filter(({ type }) => ASKING.includes(type)).map(({ sender }) => sender));
    if (asking.size) await requests.send(machine.queryKeysForUsers(named.users([...asking]))).catch(() => {});
    const done = await receive(news.messages, news).catch(async () => {
      // Where the library takes nothing at all, as on a full disk, the mail stays on the server.
      await receive([], news);
      // One piece of mail that the library stumbles over does not hold up the others.
      const all = [];
      for (const one of news.messages) all.push(...(await receive([one], news).catch(() => [])));
      return all;
    });
    const stale = new Set(news.changed);
    const unread = [];
    for (const one of done) {
      const { type, sender, content } = JSON.parse(one.rawEvent);
      if (typeof type !== 'string' || typeof sender !== 'string') continue;
      if (one.type === Kind.UnableToDecrypt && typeof content?.sender_key === 'string') unread.push({ person: numberOf(sender), key: content.sender_key });
      // They could not read what they were sent, and made a new channel: they get the rooms' keys again.
      if (one.type === Kind.Decrypted && type === 'm.dummy') stale.add(numberOf(sender));
      if (type.startsWith('m.key.verification.')) verifying.add(numberOf(sender));
    }
    if (stale.size) on.stale([...stale]);
    if (news.lost) on.lost();
    return unread;
  }

  /** What comes of it. @param {{person: number, key: string}[]} unread */
  async function follow(unread) {
    const people = [...verifying];
    verifying.clear();
    if (people.length) await on.verifying(people).catch(() => {});
    await requests.flush();
    for (const { person, key } of unread) await on.unread(person, key).catch(() => {});
    for (const secret of await within(machine.getSecretsFromInbox(SECRET))) {
      if (await on.secret(secret).catch(() => false)) await within(machine.deleteSecretsFromInbox(SECRET));
    }
  }

  /** Fetches what there is. Gathered: several calls at once are one. */
  return gathered(async () => {
    for (;;) {
      const { mail, lists } = (await env.store.get('account', 'inbox')) ?? { mail: 0, lists: 0 };
      /** @type {News} */
      const news = await env.rest('GET', `/e2ee/sync?mail=${mail}&lists=${lists}`);
      const unread = await work(news);
      // The next call acknowledges it. What comes twice does no harm, what comes never would.
      await env.store.put('account', 'inbox', { mail: news.mail, lists: news.lists });
      // What changed between the first question for keys and the first news, nobody said.
      if (!lists) await within(machine.markAllTrackedUsersAsDirty());
      await follow(unread);
      if (news.complete || !(news.mail > mail)) return;
    }
  });
}
