// @ts-check
/** What messages say, and whether that is genuine: the ciphertext holds what the server says around it. */
import { tidy } from '../file-format.js';
import { eventIdOf, roomIdOf, userOf } from './ids.js';
import { codeOf, inTurn, within } from './patience.js';

/**
 * @typedef {import('./environment.d.ts').Message} Message
 * @typedef {import('./api.d.ts').Opened} Opened
 * @typedef {import('./api.d.ts').Why} Why
 * @typedef {import('./environment.d.ts').Content} Content
 */

const same = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.length === b.length && [...a].sort().join() === [...b].sort().join();

/** Whether what the server says of a poll is what its author said: who counts votes for "the second" tells of no other one. @param {Message} message @param {Content} content */
function samePoll({ poll }, { inside }) {
  const said = inside?.poll;
  if (!poll || !said) return !poll && !said;
  return Array.isArray(said.options) && said.options.every((one) => typeof one === 'string') && said.options.length === poll.options.length && said.multiple === poll.multiple && said.anonymous === poll.anonymous;
}

/** Whether what its author asks to have confirmed is asked for, and until when. What the server alone asks for is no part of what was written: nobody takes it for that. @param {Message} message @param {Content} content */
function sameAnnouncement({ announcement }, { inside }) {
  const said = inside?.announcement;
  return !said || (Boolean(announcement) && Date.parse(said.by) === Date.parse(announcement?.by ?? ''));
}

/** Whether its files are those that its author sent, in their order. Of what an author says nothing, nothing can be shown: there are no keys. @param {Message} message @param {Content} content */
function sameFiles({ attachments = [] }, { inside }) {
  const said = inside?.files;
  return said === undefined || (Array.isArray(said) && said.length === attachments.length && said.every((one, i) => one?.id === attachments[i].id));
}

/** What is said to the room's people beside the text; files are called nothing that looks as something else. @param {import('./api.d.ts').Inside} inside */
const shown = ({ files, ...inside }) => ({ ...inside, ...(files && { files: files.map((one) => ({ ...one, name: tidy(String(one.name)) })) }) });

/** What is found of a message. @param {Content} content */
const wordsOf = ({ text, inside }) => [text, ...(inside?.poll?.options ?? []), ...(inside?.files ?? []).flatMap(({ name, alt }) => [name, alt])].filter((one) => one && typeof one === 'string').join('\n');

/** What is wrong with the place in which a message is shown. @param {Message} message @param {Content} content @returns {Why|null} */
export function misplaced(message, content) {
  const { clientId, room, sender, replyTo, thread, inRoom, calls, everybody, groups = [], after, edits } = content;
  if (content.v !== 1 || typeof content.text !== 'string' || !Array.isArray(calls)) return 'damaged';
  const sealed = /** @type {import('./environment.d.ts').SealedBody} */ (message.sealed);
  if (room !== message.room || sender !== message.sender.id || replyTo !== message.replyTo || !same(calls, sealed.calls) || everybody !== sealed.everybody || !same(groups, sealed.groups ?? [])) return 'moved';
  if (thread !== message.thread || Boolean(inRoom) !== Boolean(message.inRoom)) return 'moved';
  if (!samePoll(message, content) || !sameAnnouncement(message, content) || !sameFiles(message, content)) return 'moved';
  if (Boolean(edits) !== Boolean(message.editedAt)) return 'moved';
  if (edits) return edits.message === message.id && edits.clientId === message.clientId && edits.version < message.version ? null : 'moved';
  return clientId === message.clientId && message.seq > after ? null : 'moved';
}

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {object} with_
 * @param {ReturnType<typeof import('./sharing.js').createSharing>} with_.sharing
 * @param {ReturnType<typeof import('./settings.js').createSettings>} with_.settings
 * @param {ReturnType<typeof import('./seen.js').createSeen>} with_.seen
 * @param {ReturnType<typeof import('./search.js').createSearch>} with_.search
 * @param {number} with_.made when this device was made
 * @param {() => Promise<boolean>} with_.locked whether this device is not trusted yet
 * @param {(message: Message) => void} with_.missing its key is not here: it is to be asked for
 */
export function createOpening(ring, { sharing, settings, seen, search, made, locked, missing }) {
  const { env, machine, named, log } = ring;
  const { DecryptionErrorCode: Code, DecryptionSettings, ShieldColor, ShieldStateCode, TrustRequirement } = env.library;

  /** @param {any} error; any: whatever the library threw @param {Message} message @returns {Promise<Why>} */
  async function reason(error, message) {
    switch (error?.code) {
      case Code.MissingRoomKey:
      case Code.UnknownMessageIndex:
        missing(message);
        if (await locked()) return 'locked';
        if (error.code === Code.UnknownMessageIndex || Date.parse(message.timestamp) < made) return 'beforeJoining';
        return error.withheldCode ? 'withheld' : 'noKey';
      case Code.UnknownSenderDevice:
      case Code.UnsignedSenderDevice:
        return 'unverifiedSender';
      case Code.SenderIdentityVerificationViolation:
        return 'changedSender';
      case Code.MismatchedSender:
        return 'moved';
      default:
        return 'damaged';
    }
  }

  /** @param {Message} message @param {any} [trust] what is wanted of its sender's device; any: the library's own */
  function decrypt({ id, room, sender, timestamp, sealed }, trust = TrustRequirement.CrossSignedOrLegacy) {
    const { algorithm, ciphertext, session, device, senderKey } = /** @type {import('./environment.d.ts').SealedBody} */ (sealed);
    const content = { algorithm, ciphertext, session_id: session, device_id: device, sender_key: senderKey };
    const event = { type: 'm.room.encrypted', event_id: eventIdOf(id), room_id: roomIdOf(room), sender: userOf(sender.id), origin_server_ts: Date.parse(timestamp), content };
    return within(machine.decryptRoomEvent(JSON.stringify(event), named.room(room), new DecryptionSettings(trust)));
  }

  /**
   * What a key out of the backup opens. The library takes it while it knows nothing of its device, and for one of an unknown device from
   * the moment on when it hears of that device (matrix-sdk-crypto 18.9, where sender data of sessions are updated): then the keys that the backup names
   * have to be those of a device that the sender's identity signed, or removed.
   * @param {Message} message @returns {Promise<any>} null: it is nothing of that kind; any: the library's DecryptedRoomEvent
   */
  async function fromBackup(message) {
    const event = await decrypt(message, TrustRequirement.Untrusted);
    if (event.shieldState(false).code !== ShieldStateCode.AuthenticityNotGuaranteed) return null;
    const { senderCurve25519Key: curve, senderClaimedEd25519Key: fingerprint } = event;
    if (!curve || !fingerprint) return null;
    if (log.removedAt(message.sender.id, [fingerprint]) !== undefined) return event;
    /** @type {any[]}; any: the library's Device */
    const devices = (await within(machine.getUserDevices(named.users([message.sender.id])[0]))).devices();
    const signed = devices.some((one) => one.isCrossSignedByOwner() && one.curve25519Key?.toBase64() === curve && one.ed25519Key?.toBase64() === fingerprint);
    return signed ? event : null;
  }

  /** @param {Message} message */
  async function decrypted(message) {
    try {
      return await decrypt(message);
    } catch (error) {
      const code = /** @type {any} */ (error)?.code; // open; any: whatever the library threw
      if (code !== Code.UnknownSenderDevice && code !== Code.UnsignedSenderDevice) throw error;
      const kept = await fromBackup(message);
      if (kept) return kept;
      // Somebody of whom nothing was known yet, or whose device was signed a moment ago.
      await sharing.learn([message.sender.id]);
      await ring.requests.send(machine.queryKeysForUsers(named.users([message.sender.id])));
      try {
        return await decrypt(message);
      } catch (still) {
        const found = await fromBackup(message);
        if (!found) throw still;
        return found;
      }
    }
  }

  /**
   * @param {any} event; any: the library's DecryptedRoomEvent
   * @param {boolean} gone its device was removed since: that it was written before, the server alone says
   * @returns {{shield: ''|'grey'|'red', why?: string}}
   */
  function shieldOf(event, gone) {
    const { color, code } = event.shieldState(false);
    if (gone && color !== ShieldColor.Red) return { shield: 'grey', why: 'UnknownDevice' };
    const shield = color === ShieldColor.Red ? 'red' : color === ShieldColor.Grey ? 'grey' : '';
    return code === undefined ? { shield } : { shield, why: String(Object.entries(env.library.ShieldStateCode).find(([, value]) => value === code)?.[0]) };
  }

  /** @param {Message} message @returns {Promise<Opened>} */
  async function open(message) {
    const { id, version, room, seq, sealed } = message;
    const not = (/** @type {Why} */ why) => ({ id, version, text: null, why });
    if (!sealed) {
      await search.forget(message);
      return not('notSealed');
    }
    await settings.encrypted(room);
    let event;
    try {
      event = await decrypted(message);
    } catch (error) {
      return not(await reason(error, message));
    }
    const { type, content } = JSON.parse(event.event);
    const base = content?.edits?.version ?? 0;
    const wrong = type === 'weconnect.message' ? misplaced(message, content) : 'damaged';
    if (wrong) return not(wrong);
    // What the server says around it of the device is checked by nobody else.
    const device = event.senderDevice?.toString();
    if (sealed.senderKey !== event.senderCurve25519Key || (device && sealed.device !== device)) return not('moved');
    const gone = log.removedAt(content.sender, [sealed.device, event.senderClaimedEd25519Key]);
    if (gone !== undefined && !(Date.parse(message.timestamp) <= gone)) return not('unverifiedSender');
    const again = await seen.note({ id, seq, version, session: sealed.session, ciphertext: sealed.ciphertext, base });
    if (again && again !== 'older') return not(again);
    // What was written in the open is sealed when it is edited.
    if (!content.edits) await settings.encrypted(room, seq);
    await log.compare(content.sender, content.log).catch(() => {});
    /** @type {ReturnType<typeof shieldOf>} */
    const shield = again ? { shield: 'red', why: 'OlderVersion' } : shieldOf(event, gone !== undefined);
    // What is found by a search shows no shield.
    if (shield.shield !== 'red') await search.add(message, wordsOf(content));
    return { id, version, text: content.text, ...shield, ...(content.inside && { inside: shown(content.inside) }) };
  }

  /** @param {Message[]} messages */
  async function openAll(messages) {
    /** @type {Opened[]} */
    const all = [];
    for (const message of messages) {
      all.push(await open(message).catch((error) => ({ id: message.id, version: message.version, text: null, why: codeOf(error) === 'stuck' ? 'lost' : 'damaged' })));
    }
    return all;
  }

  const alone = inTurn();
  /** What was seen before decides what is genuine: one after the other. @param {Message[]} messages @returns {Promise<Opened[]>} */
  return (messages) => alone(() => openAll(messages));
}
