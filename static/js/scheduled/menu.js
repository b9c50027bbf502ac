// @ts-check
/** The menu beside the button that sends: when what stands in the box is to be sent. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { dialogsHere } from '../core/dom/markup.js';
import { toast } from '../core/dom/page.js';
import { conversationOf, paneOf, tellPane } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { choices } from './moments.js';
import { schedule, whySealed } from './scheduling.js';

/** @param {HTMLTextAreaElement} area @param {HTMLElement} box */
export function bind(area, box) {
  const menu = part(box, 'send-later', HTMLDetailsElement);
  if (!menu) return;
  styled('scheduled');
  Promise.all([defined(), dialogsHere()]).then(() => part(box, 'composer')?.prepend(fromTemplate('tpl-scheduled-here')), () => {});
  // Where it is a bad time for somebody, that is said, and this offered.
  paneOf(area).addEventListener('click', ({ target }) => {
    if (!(/** @type {HTMLElement} */ (target).closest('[data-part="offer-later"]'))) return;
    menu.open = true;
    menu.querySelector('summary')?.focus();
  });
  menu.addEventListener('toggle', () => menu.open && fill(area, menu));
  menu.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!button?.dataset.choice) return;
    event.preventDefault();
    menu.open = false;
    area.focus();
    choose(area, button.dataset.choice);
  });
}

/** What says above the box how much waits. */
const defined = () => import('./here.js').then(({ ScheduledHere }) => void (customElements.get('scheduled-here') ?? customElements.define('scheduled-here', ScheduledHere)));

/** @param {HTMLTextAreaElement} area @param {HTMLElement} menu */
function fill(area, menu) {
  const why = whyNot(area);
  const not = part(menu, 'later-not');
  if (!not) return;
  not.hidden = !why;
  setText(not, why);
  const found = why ? [] : choices(new Date(serverTime.now())).map(({ label, says }, at) => button(String(at), label, says));
  part(menu, 'later-choices').replaceChildren(...found, ...(why ? [] : [button('other', t('Choose a time…'), '')]));
}

/** @param {HTMLTextAreaElement} area */
function whyNot(area) {
  const { room } = conversationOf(paneOf(area), app().store.get());
  return whySealed(room) || (area.value.trim() ? '' : t('Write a message first; then choose here when it is sent.'));
}

/** @param {string} choice @param {string} label @param {string} says */
function button(choice, label, says) {
  const node = Object.assign(document.createElement('button'), { type: 'button' });
  node.dataset.choice = choice;
  node.append(Object.assign(document.createElement('span'), { textContent: label }), ' ', Object.assign(document.createElement('span'), { className: 'quiet', textContent: says }));
  const row = document.createElement('li');
  row.append(node);
  return row;
}

/** @param {HTMLTextAreaElement} area @param {string} choice */
function choose(area, choice) {
  tellPane(area, 'handOut', {
    take(written) {
      if (!written) return;
      if (written.command) return toast(t('This is a command: it is done when it is sent, and not later.'), 'error');
      if (choice === 'other') return void dialogsHere().then(() => import('./dialog.js')).then(({ ask }) => ask(area, (when, date) => schedule(area, written, when, date)), missing);
      const { when, date } = choices(new Date(serverTime.now()))[Number(choice)];
      schedule(area, written, when, date).catch(async (error) => toast(await explain(error), 'error'));
    },
  });
}
