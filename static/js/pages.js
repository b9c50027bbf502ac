// @ts-check
/** What every page has, also those without a conversation: theme, times, copying, asking before. */
import { whenUsed } from './core/dom/lazy.js';
import { guardInputMethods } from './core/dom/input-method.js';
import { countUnsent } from './core/net/database.js';
import { forget, moveIn, onMovedOut } from './core/net/forget.js';
import { confirmed, copyFrom, localTimes } from './core/dom/page.js';
import { renewIds, sendable, sendOnce } from './core/dom/once.js';
import { person } from './core/net/person.js';
import { followVersion } from './core/dom/version.js';
import { signal } from './core/store/signals.js';
import { clock } from './core/i18n/time.js';
import { words } from './core/i18n/words.js';

const YEAR = 31_536_000;
const MINUTE = 60_000;

export function startPage() {
  followVersion();
  guardInputMethods();
  whenUsed(() => import('./core/dom/dialogs.js'), ({ closeDialogsByPointer }) => closeDialogsByPointer());
  whenUsed(() => import('./core/dom/menus.js'), ({ closeMenus }) => closeMenus());
  whenUsed(() => import('./core/dom/focus.js'), ({ keepFocus }) => keepFocus());
  const me = person();
  if (me !== undefined) moveIn(me);
  // The page of a room says why before it goes; any other one is simply not theirs any more.
  if (me && !document.getElementById('state')) onMovedOut(me, () => going || location.reload());
  localTimes(document);
  if (document.querySelector('input[data-utc]')) import('./core/dom/own-clock.js').then(({ ownClock }) => ownClock(), () => {});
  followZone();
  startTheme();
  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const copying = /** @type {HTMLElement|null} */ (target.closest('[data-copy]'));
    if (copying) copyFrom(copying);
    target.closest('[data-action="dismiss"]')?.closest('.toast')?.remove();
  });
  document.addEventListener('submit', (event) => submitted(event));
  // A page out of the back button's memory is as it was left: sending.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) sendable(form);
    renewIds(document);
  });
}

/** What no script has taken over goes to the server, once. @param {SubmitEvent} event */
function submitted(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== 'post') return;
  if (sendOnce(form)) askFirst(event);
  else event.preventDefault();
}

/** A laptop travels: times are those of where it is. */
function followZone() {
  const look = () => {
    if (!clock.moved()) return;
    localTimes(document);
    signal('zone');
  };
  setInterval(look, MINUTE);
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
}

/** Whether a form of this page is on its way: what its answer clears here is no news, and nothing may overtake it. */
let going = false;

/** @param {SubmitEvent} event */
async function askFirst(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const leaving = new URL(form.action, location.href).pathname === '/logout';
  const question = form.dataset.confirm;
  going = !question && !leaving;
  if (going) return;
  event.preventDefault();
  if (question && !(await confirmed(question, event.submitter?.textContent?.trim() || words.yes))) return sendable(form);
  if (leaving && !(await leave(form))) return sendable(form);
  // Without the event, or it would be asked again; with the button, whose value may matter.
  const button = /** @type {HTMLButtonElement|null} */ (event.submitter);
  if (button?.name) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value }));
  going = true;
  form.submit();
}

/** Before logging out: what would be lost is said, and then nothing is left. @param {HTMLFormElement} form @returns {Promise<boolean>} whether to go on */
async function leave(form) {
  const me = person() ?? 0;
  const { mine, others } = await countUnsent(me).catch(() => ({ mine: 0, others: 0 }));
  if (mine && !(await confirmed(words.unsent(mine), words.leave))) return false;
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[name="leaving"]'))) {
    const feature = await import(meta.content).catch(() => null);
    if (feature && !(await feature.leave(me))) return false;
  }
  signal('leaving');
  await forget({ unsentOf: me });
  // What others could not send is sealed, and waits for them: the server must not have it cleared.
  if (others) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'keep', value: 'unsent' }));
  return true;
}

function startTheme() {
  const root = document.documentElement;
  const fields = document.querySelectorAll('[data-part="theme"]');
  const chosen = root.dataset.theme ?? 'system';
  for (const field of fields) {
    const radio = /** @type {HTMLInputElement|null} */ (field.querySelector(`input[value="${chosen}"]`));
    if (radio) radio.checked = true;
    field.addEventListener('change', (event) => choose(/** @type {HTMLInputElement} */ (event.target).value));
  }

  function choose(/** @type {string} */ theme) {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    // A cookie: it belongs to the screen and not to the person, and stays when they log out.
    document.cookie = `theme=${theme}; path=/; max-age=${theme === 'system' ? 0 : YEAR}; samesite=lax`;
  }
}
