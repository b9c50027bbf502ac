// @ts-check
/** Messages that wait for their files stand in the outbox with them; what else is sent meanwhile goes before them. */
import { app } from '../core/dom/app.js';
import { toast } from '../core/dom/page.js';
import { tellPane } from '../core/dom/pane.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { WireError } from '../core/net/socket.js';
import { uuid } from '../core/net/uuid.js';
import { logOf } from '../core/store/log.js';
import { dropFiles, dropOthers, fileOf, keepFile } from './bytes.js';
import { add, cancel, chosen, filesOf, forget, onUploads, retry, stored, tell } from './uploads.js';

/**
 * @typedef {import('../core/store/log.js').Pending} Pending
 * @typedef {import('./uploads.js').Going} Going
 * @typedef {{at: string, name: string, size: number, alt: string, id?: string, inside?: object}} Listed a file as its message names it; with an id the server has all of it
 */

/** @param {{extra?: Record<string, unknown>}} message */
export const listed = ({ extra }) => /** @type {Listed[]} */ (extra?.files ?? []);

/** @param {string} message */
const isWaiting = (message) => Object.values(app().store.get().logs).some(({ pending }) => pending.some(({ clientId }) => clientId === message));

/** Whether the server may know nothing of a room's files. @param {number} room */
const isSealed = (room) => Boolean(app().features.keeping?.of(room));

/** Something is other than it was. @returns {Promise<void>} */
const changed = () =>
  new Promise((done) => {
    const look = () => (stops.forEach((stop) => stop()), done());
    const stops = [onUploads(look), app().store.subscribe((state, before) => state.logs !== before.logs && look())];
  });

/** Messages whose files are let go of with them. @type {Set<string>} */
const watched = new Set();
export const watch = (/** @type {string} */ message) => void watched.add(message);

app().store.subscribe(() => {
  for (const message of watched) {
    if (isWaiting(message)) continue;
    watched.delete(message);
    for (const one of filesOf(message)) if (!one.known) cancel(one);
    forget(filesOf(message));
    dropFiles(message);
  }
});
app().local.entries().then((entries) => dropOthers(entries.map(({ clientId }) => clientId)), () => {});

/** @param {{key: string, room: number}} where @param {Written} written @param {Going[]} files */
export function send(where, { content, replyTo, extra }, files) {
  const message = uuid();
  for (const one of files) one.message = message;
  app().outbox.send(where, content, replyTo, { ...extra, files: listOf(files) }, message);
  watch(message);
  tell();
  keepAll(message, files);
}

/** @param {Going[]} files @returns {Listed[]} */
const listOf = (files) => files.map(({ at, name, size, alt, known, inside }) => ({ at, name, size, alt: alt.trim(), ...(known && { id: known.id }), ...(inside && { inside }) }));

/** @param {string} message @param {Going[]} files */
async function keepAll(message, files) {
  for (const one of files) {
    // What is to be encrypted is kept when it is.
    while (one.file && !one.inside && isSealed(one.room) && isWaiting(message) && one.state !== 'failed') await changed();
    if (!one.file || one.known || !isWaiting(message) || (isSealed(one.room) && !one.inside)) continue;
    one.isKept = await keepFile(one.at, message, one.file);
    if (!one.isKept && isWaiting(message)) toast(t('{name} is too large to be kept in this browser: leave this page open until it has been sent.', { name: isolated(one.name) }));
  }
  if (!isWaiting(message)) dropFiles(message);
}

/** The files of a message, as far as they are to be had; those of an earlier visit go on. @param {Pending} entry @returns {Promise<Going[]>} */
async function found(entry) {
  const { clientId: message, room } = entry;
  const where = { key: logOf(entry), room };
  const isClosed = isSealed(room);
  const files = isClosed ? await app().features.keeping?.files() : undefined;
  for (const { at, id, inside = null, name, size, alt = '' } of listed(entry)) {
    const more = { at, message, alt, isKept: true, inside, name, size };
    if (filesOf(message).some((one) => one.at === at)) continue;
    // Whose keys are gone is of no use to anybody.
    if (isClosed && !inside) continue;
    const there = id && (await api('GET', `/files/${id}`));
    const [known, file] = there ? [inside && files ? files.openFile(inside, there.id) : there, null] : [null, await fileOf(at)];
    if (known) add(stored(where, known, more));
    else if (file) add(chosen(where, file, more));
  }
  return listed(entry).flatMap(({ at }) => filesOf(message).find((one) => one.at === at) ?? []);
}

/** The server knows what is to be seen in it. @param {Going} one */
async function described(one) {
  const alt = one.alt.trim();
  if (one.known && !one.inside && one.known.alt !== alt) one.known = await api('PATCH', `/files/${one.known.id}`, { alt });
}

/**
 * The outbox asks for it before it sends a message: comes back when its files have arrived.
 * @param {Pending} entry @param {(change: Partial<Pending>) => Promise<Pending>} keep
 * @returns {Promise<Partial<Pending>>}
 */
export async function arrived(entry, keep) {
  const { clientId } = entry;
  watch(clientId);
  const files = await found(entry);
  if (files.length < listed(entry).length) throw new WireError('forbidden', t('Its files are not in this browser any more. Take the message back, and choose them again.'));
  for (const one of files) if (one.state === 'failed' && !one.isFinal) retry(one);
  const howFar = () => files.filter(({ known }) => known).length + files.filter(({ inside }) => inside).length;
  let there = howFar();
  await /** @type {Promise<void>} */ (
    new Promise((done, refuse) => {
      const look = () => {
        const ready = files.filter(({ known }) => known).length;
        const failed = files.find(({ state }) => state === 'failed');
        if (howFar() > there) keep({ extra: { ...entry.extra, files: listOf(files) } });
        there = howFar();
        if (failed && isWaiting(clientId)) refuse(failed.isFinal ? new WireError('forbidden', failed.why) : failed.error);
        else if (ready < files.length && isWaiting(clientId)) return;
        else done();
        stops.forEach((stop) => stop());
      };
      const stops = [onUploads(look), app().store.subscribe((state, before) => state.logs !== before.logs && look())];
      look();
    })
  );
  if (isWaiting(clientId)) await Promise.all(files.map(described));
  const { files: _, ...extra } = entry.extra ?? {};
  const attachments = files.map(({ known }) => known?.id);
  if (!isSealed(entry.room)) return { extra: { ...extra, attachments } };
  if (!files.every(({ inside }) => inside)) throw new WireError('forbidden', t('This room is encrypted by now. Take the message back, and choose its files again.'));
  // What is said of them is sealed with the message.
  return { extra: { ...extra, attachments, inside: { .../** @type {object} */ (extra.inside), files: files.map(({ inside, known, alt }) => ({ ...inside, alt: alt.trim(), id: known?.id })) } } };
}

/** A message is not sent after all: it stands in the box with its files again. @param {Pending} entry @param {HTMLElement} pane */
export async function takenBack(entry, pane) {
  const { files: _, attachments, ...extra } = entry.extra ?? {};
  const where = { key: logOf(entry), room: entry.room };
  const ids = /** @type {string[]} */ (attachments ?? []);
  const sent = await Promise.all(ids.map(async (id) => stored(where, await api('GET', `/files/${id}`))));
  const files = await found(entry);
  for (const one of files) Object.assign(one, { message: null, isKept: false });
  if (isWaiting(entry.clientId)) app().outbox.discard(entry);
  dropFiles(entry.clientId);
  add(...sent);
  tellPane(pane, 'offerText', { text: entry.content, why: '', replyTo: entry.replyTo, extra });
  tellPane(pane, 'filesBack');
}
