// @ts-check
/** What the machine wants to ask, in the words of our server, one question at a time; and the answers in Matrix's words. */
import { numberOf, userOf } from './ids.js';
import { KeyringError, codeOf, inTurn, isTransient, pieces, within } from './patience.js';
import { vouchedFor } from './vouching.js';

/** Messages in one request: 200 keep it well below what a server takes, and what blocks it. */
const MAIL_AT_ONCE = 200;
/** Turns of asking the machine for more, after which something is wrong. */
const MOST_TURNS = 50;

/**
 * @typedef {{id: string|undefined, type: number, body: string, event_type?: string, txn_id?: string, version?: string}} Asked
 * @typedef {Record<string, Record<string, object>>} ByPerson
 */

/**
 * @param {object} around
 * @param {import('./environment.d.ts').Environment} around.env
 * @param {import('./environment.d.ts').OlmMachine} around.machine
 * @param {string} around.device
 * @param {(person: any) => Promise<any>} around.admit what of a person's keys the machine may see; any: a PersonKeys
 */
export function createRequests({ env, machine, device, admit }) {
  const { RequestType } = env.library;
  const alone = inTurn();
  /** @type {Record<number, (asked: Asked) => Promise<object>>} */
  const answers = {
    [RequestType.KeysUpload]: uploadKeys,
    [RequestType.KeysQuery]: queryKeys,
    [RequestType.KeysClaim]: claimKeys,
    [RequestType.ToDevice]: sendMail,
    [RequestType.SignatureUpload]: uploadSignatures,
    [RequestType.KeysBackup]: backUp,
  };

  /** @param {Asked} asked */
  async function uploadKeys({ body }) {
    const { device_keys: keys, one_time_keys: oneTimeKeys = {}, fallback_keys: fallbackKeys = {} } = JSON.parse(body);
    if (keys) await env.rest('PUT', '/e2ee/device', { device, name: env.name, keys });
    const counts = await env.rest('POST', '/e2ee/keys', { oneTimeKeys, fallbackKeys });
    return { one_time_key_counts: counts.oneTimeKeys };
  }

  /** @param {Asked} asked */
  async function queryKeys({ body }) {
    const people = Object.keys(JSON.parse(body).device_keys).map(numberOf).filter(Boolean);
    const found = await env.rest('POST', '/e2ee/keys/query', { people });
    /** @type {{device_keys: ByPerson, master_keys: Record<string, object>, self_signing_keys: Record<string, object>, user_signing_keys: Record<string, object>, failures: {}}} */
    const answer = { device_keys: {}, master_keys: {}, self_signing_keys: {}, user_signing_keys: {}, failures: {} };
    // Who was not asked for is nobody's business.
    for (const unfiltered of found.people.filter((/** @type {{person: number}} */ one) => people.includes(one.person))) {
      const { person, devices, masterKey, selfSigningKey, userSigningKey } = await admit(unfiltered);
      const user = userOf(person);
      answer.device_keys[user] = {};
      for (const { device: id, name, keys } of devices) answer.device_keys[user][id] = { ...keys, unsigned: { device_display_name: name } };
      if (masterKey) answer.master_keys[user] = masterKey;
      if (selfSigningKey) answer.self_signing_keys[user] = selfSigningKey;
      if (userSigningKey) answer.user_signing_keys[user] = userSigningKey;
    }
    return answer;
  }

  /** @param {Asked} asked */
  async function claimKeys({ body }) {
    const wanted = Object.entries(/** @type {ByPerson} */ (JSON.parse(body).one_time_keys));
    const devices = wanted.flatMap(([user, ids]) => Object.keys(ids).map((id) => ({ person: numberOf(user), device: id })));
    /** @type {Record<string, ByPerson>} */
    const keys = {};
    for (const some of pieces(devices, 1000)) {
      const claimed = await env.rest('POST', '/e2ee/keys/claim', { devices: some });
      for (const { person, device: id, id: keyId, key } of claimed.keys) ((keys[userOf(person)] ??= {})[id] ??= {})[keyId] = key;
    }
    return { one_time_keys: keys, failures: {} };
  }

  /** @param {Asked} asked */
  async function sendMail({ body, event_type: type, txn_id: transaction }) {
    const all = Object.entries(/** @type {ByPerson} */ (JSON.parse(body).messages));
    const messages = all.flatMap(([user, boxes]) => Object.entries(boxes).map(([id, content]) => ({ person: numberOf(user), device: id, content })));
    for (const [at, some] of pieces(messages, MAIL_AT_ONCE).entries()) {
      await env.rest('POST', '/e2ee/mail', { transaction: at ? `${transaction}.${at}` : transaction, type, messages: some });
    }
    return {};
  }

  /** @param {Asked} asked */
  async function uploadSignatures({ body }) {
    const all = Object.entries(/** @type {ByPerson} */ (JSON.parse(body)));
    const signed = all.flatMap(([user, keys]) => Object.entries(keys).map(([keyId, key]) => ({ person: numberOf(user), keyId, key })));
    if (signed.length) await env.rest('POST', '/e2ee/signatures', { signed });
    return { failures: {} };
  }

  /** @param {Asked} asked */
  async function backUp({ body, version }) {
    const rooms = Object.entries(/** @type {Record<string, {sessions: Record<string, Record<string, unknown>>}>} */ (JSON.parse(body).rooms));
    const sessions = rooms.flatMap(([room, of]) => Object.entries(of.sessions).map(([session, data]) => ({ room: numberOf(room), session, data })));
    const { decryptionKey } = await within(machine.getBackupKeys());
    if (!decryptionKey) throw new KeyringError('notReady');
    await env.rest('POST', `/e2ee/backup/${version}/sessions`, { sessions: await vouchedFor(decryptionKey.toBase64(), sessions) });
    return { etag: '', count: sessions.length };
  }

  /** Whether asking again would change nothing: mail to somebody who is no longer there, a signature on a key that is another now. @param {number} type @param {string} code */
  const isFinal = (type, code) =>
    (type === RequestType.ToDevice || type === RequestType.SignatureUpload) && ['badRequest', 'forbidden', 'notFound', 'conflict', 'tooLarge'].includes(code);

  /** Asks one thing and hands the machine the answer. @param {any} asked; any: the library's requests have no common type */
  async function send(asked) {
    if (!asked) return;
    const answer = answers[asked.type];
    if (!answer) throw new KeyringError('unknownRequest');
    const { id, type } = asked;
    const work = async () => {
      const said = await answer(asked);
      // Parts of a new identity have no id, and nobody waits for their answer.
      if (id) await within(machine.markRequestAsSent(id, type, JSON.stringify(said)));
    };
    if (type !== RequestType.KeysQuery) return work();
    while (replacing) await replacing;
    const query = work();
    queries.add(query);
    await query.finally(() => queries.delete(query));
  }

  /** Questions for people's keys that are under way. @type {Set<Promise<void>>} */
  const queries = new Set();
  /** @type {Promise<void>|null} */
  let replacing = null;

  /**
   * Has one's own identity replaced while nobody asks for keys: an answer from before would take the new one away again.
   * @param {() => Promise<void>} work asks for no keys itself
   */
  async function replace(work) {
    while (replacing) await replacing;
    const done = Promise.allSettled(queries).then(work);
    replacing = done.catch(() => {}).finally(() => (replacing = null));
    await done;
  }

  /** Everything that the machine wants to ask by now. What fails is asked again the next time, and does not hold up the rest. */
  async function flush() {
    const failed = new Set();
    /** @type {unknown} */
    let failure = null;
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const due = (await within(machine.outgoingRequests())).filter((/** @type {Asked} */ { id }) => !failed.has(id));
      if (!due.length) break;
      for (const asked of due) {
        try {
          await send(asked);
        } catch (error) {
          if (isTransient(error)) throw error;
          // One device that is broken does not keep the others waiting.
          if (isFinal(asked.type, codeOf(error))) await within(machine.markRequestAsSent(asked.id, asked.type, '{"failures":{}}'));
          else {
            failed.add(asked.id);
            failure = error;
          }
        }
      }
    }
    if (failure) throw failure;
  }

  return { send, replace, flush: () => alone(flush) };
}
