// @ts-check
/**
 * Holding messages back. What waits stands in the outbox as anything that is not sent yet: it is kept over a reload, and
 * sent once. Whoever takes it back waits until the browser has forgotten it, so that no other tab sends it.
 */
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { mainPane } from '../core/dom/pane.js';
import { takeBack } from '../core/dom/take-back.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { logOf } from '../core/store/log.js';

/** @typedef {import('../core/store/log.js').Pending} Pending */

/** What waits, in the order written, and how its waiting ends. @type {Map<string, {entry: Pending, release: () => void}>} */
const held = new Map();
/** What is taken back, until the browser has forgotten it. @type {Map<string, Promise<void>>} */
const takenBack = new Map();

/** The page is left: what waits goes. */
function releaseAll() {
  if (document.visibilityState === 'hidden') for (const { release } of held.values()) release();
}
document.addEventListener('visibilitychange', releaseAll);

/** Its place on the page. @param {string} clientId @returns {HTMLElement[]} in each pane that shows it */
const itemsOf = (clientId) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('message-item[data-state="pending"]')].filter((item) => /** @type {HTMLElement} */ (item).dataset.clientId === clientId));

/** @param {string} clientId */
function offer(clientId) {
  for (const item of itemsOf(clientId)) if (!part(item, 'undo-send')) item.append(fromTemplate('tpl-undo'));
}

/** Waits as long as a message can be taken back. @param {Pending} entry @param {number} time milliseconds since it was written */
export async function hold(entry, time) {
  const { clientId } = entry;
  const left = Math.min(time, entry.at + time - serverTime.now());
  if (left > 0 && document.visibilityState === 'visible') {
    await new Promise((done) => {
      const release = () => done(undefined);
      held.set(clientId, { entry, release });
      setTimeout(release, left);
      // It is drawn with the next frame.
      requestAnimationFrame(() => requestAnimationFrame(() => offer(clientId)));
      announce(t('Not sent yet. Ctrl+Z takes it back.'));
    });
    held.delete(clientId);
    for (const item of itemsOf(clientId)) part(item, 'undo-send')?.remove();
  }
  await takenBack.get(clientId);
  // Another tab may have taken back what this one took over from it.
  if (app().outbox.tookOver(clientId)) await forgetIfGone(entry);
}

/** @param {Pending} entry */
async function forgetIfGone(entry) {
  const kept = await app().local.entries().catch(() => null);
  if (kept && !kept.some(({ clientId }) => clientId === entry.clientId)) app().outbox.discard(entry);
}

/** The last one of a conversation that waits. @param {string} key @returns {string|undefined} */
export const lastHeld = (key) => [...held.values()].findLast(({ entry }) => logOf(entry) === key)?.entry.clientId;

/** Takes a message back: it stands where it was written. @param {string} clientId @param {HTMLElement|null} [pane] */
export async function undo(clientId, pane = mainPane()) {
  const { entry, release } = held.get(clientId) ?? {};
  if (!entry || takenBack.has(clientId)) return;
  const forgotten = app()
    .local.remove(clientId)
    .catch(() => {})
    .then(() => {
      app().outbox.discard(entry);
      takenBack.delete(clientId);
    });
  takenBack.set(clientId, forgotten);
  await forgotten;
  release?.();
  // A form that opens says so by itself.
  if (takeBack(entry, pane ?? document.body, '')) announce(t('Taken back. It stands in the box.'));
}
