// @ts-check
/** Files on their way to the server, by the tus protocol: over a line that breaks they go on from where they were. */
import { app } from '../core/dom/app.js';
import { explain } from '../core/i18n/words.js';
import { api, signed } from '../core/net/api.js';
import { WireError } from '../core/net/socket.js';
import { Upload } from '../../vendor/tus-js-client@4.3.1/tus.mjs';
import { all, tell } from './going.js';
import { kept } from './kept.js';

export { chosen, filesOf, onUploads, stored, tell, uploadsOf } from './going.js';

/** @typedef {import('./going.js').Going} Going */

/** So many go at once: a browser has few lines to a server, and others need one as well. */
const AT_ONCE = 3;
/** Milliseconds until a line that broke is tried again. */
const RETRIES = [0, 1000, 3000, 6000, 10_000, 20_000];
const ASK_AGAIN = 1000;
const FINAL = new Set(['badRequest', 'tooLarge', 'notFound']);

/** @param {string} path */
const addressOf = (path) => new URL(`/api/v1/uploads${path}`, location.href).href;

/** @type {WeakMap<Going, {abort: (terminate?: boolean) => Promise<void>, url: string|null}>} */
const runs = new WeakMap();

/** Whether something is on its way. @param {Going} one */
const isUnderWay = ({ state }) => ['waiting', 'sealing', 'going', 'looked'].includes(state);

/** @param {Going[]} files */
export function add(...files) {
  all.push(...files);
  next();
}

/** They have gone with a message. @param {Going[]} gone */
export function forget(gone) {
  for (const one of gone) if (all.includes(one)) all.splice(all.indexOf(one), 1);
  tell();
}

/** Nobody wants it any more. @param {Going} one */
export function cancel(one) {
  forget([one]);
  // What is not thrown away now the server throws away by itself.
  const run = runs.get(one);
  if (!one.known) run?.abort(Boolean(run.url)).catch(() => {});
  else Upload.terminate(addressOf(`/${one.known.id}`), { headers: signed() }).catch(() => {});
  next();
}

/** @param {Going} one */
export function retry(one) {
  // What goes on by itself is not begun a second time.
  if (one.state !== 'failed' && !broken.has(one)) return;
  Object.assign(one, { state: 'waiting', why: '' });
  next();
}

/** What failed for want of a line. @type {WeakSet<Going>} */
const broken = new WeakSet();

// What broke off with the line goes on with it.
app().store.subscribe((state, before) => {
  if (state.connection.state === 'complete' && before.connection.state !== 'complete') for (const one of all.filter((each) => broken.has(each))) retry(one);
});
window.addEventListener('beforeunload', (event) => all.some((one) => isUnderWay(one) && !one.isKept) && event.preventDefault());

function next() {
  const free = AT_ONCE - all.filter(({ state }) => state === 'going' || state === 'sealing').length;
  for (const one of all.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) begin(one);
  tell();
}

/** Encrypts it, where its room is: nothing else of it leaves, or is kept. @param {Going} one @returns {Promise<boolean>} whether it may go */
async function seal(one) {
  const keeping = app().features.keeping;
  if (!one.file || one.inside || !keeping?.of(one.room)) return true;
  one.state = 'sealing';
  try {
    const { bytes, inside, name, size, isAsTaken } = await (await keeping.files()).seal(one.file, (sent) => (Object.assign(one, { sent }), tell()));
    Object.assign(one, { file: bytes, inside, name, size, isAsTaken, sent: 0 });
  } catch (error) {
    await fail(one, error instanceof WireError ? error : new WireError('offline'));
    return false;
  }
  return all.includes(one);
}

/** @param {Going} one */
async function begin(one) {
  broken.delete(one);
  // At once: until it is no longer waiting it is taken for one that nobody has begun.
  one.state = 'going';
  if (!(await seal(one))) return;
  one.state = 'going';
  tell();
  const began = { at: performance.now(), sent: -1 };
  const { file, inside, name, room } = one;
  if (!file) return;
  const isSealed = Boolean(inside);
  const upload = new Upload(file, {
    endpoint: addressOf(''),
    metadata: { room: String(room), ...(isSealed ? { sealed: 'true' } : { filename: name }) },
    headers: signed(),
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    urlStorage: kept(app().store.get().me.id, one.at),
    fingerprint: async () => (isSealed ? one.at : [room, file.size, file.lastModified, name].join(':')),
    onProgress(/** @type {number} */ sent) {
      if (began.sent < 0) Object.assign(began, { at: performance.now(), sent });
      one.sent = Math.round((sent * one.size) / file.size);
      const seconds = (performance.now() - began.at) / 1000;
      one.speed = seconds > 1 ? (sent - began.sent) / seconds : 0;
      tell();
    },
    onError: (/** @type {Error} */ error) => fail(one, refusalOf(error)),
    onSuccess: () => void looked(one, upload.url?.split('/').pop() ?? ''),
  });
  runs.set(one, upload);
  const [before] = await upload.findPreviousUploads().catch(() => []);
  if (!all.includes(one)) return;
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
}

/** The server has all of it: it is ready when that has looked at it. @param {Going} one @param {string} id */
async function looked(one, id) {
  Object.assign(one, { state: 'looked', sent: one.size });
  next();
  try {
    while (all.includes(one)) {
      const found = await api('GET', `/files/${id}`);
      if (found.state === 'refused') throw new WireError('badRequest', found.refusal);
      if (found.state === 'ready') {
        const files = one.inside && (await app().features.keeping?.files());
        Object.assign(one, { state: 'ready', known: one.inside && files ? files.openFile(one.inside, id) : found });
        return tell();
      }
      await new Promise((done) => setTimeout(done, ASK_AGAIN));
    }
  } catch (error) {
    fail(one, /** @type {WireError} */ (error));
  }
}

/** @param {Going} one @param {WireError} error */
async function fail(one, error) {
  if (!all.includes(one)) return;
  if (error.code === 'offline') broken.add(one);
  const why = await explain(error);
  Object.assign(one, { state: 'failed', why, error, isFinal: FINAL.has(error.code) });
  next();
}

/** What the server said as it refused something. @param {Error & {originalResponse?: {getBody: () => string}|null}} error @returns {WireError} */
function refusalOf({ originalResponse }) {
  if (!originalResponse) return new WireError('offline');
  try {
    const { error } = JSON.parse(originalResponse.getBody());
    return new WireError(error.code, error.message, error.retryAfter, error);
  } catch {
    return new WireError('other');
  }
}
