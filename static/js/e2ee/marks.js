// @ts-check
/** What is said of a sealed message in its place: why it can't be read and what to do, a shield, that it was not sealed. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { t } from '../core/i18n/translate.js';
import { h, icon } from './dom.js';
import { heldBack } from './sealing.js';
import { helpFor, notSealed, shieldSays, whyNot } from './why.js';

/** @param {HTMLElement} item the part of the message, made when there is something to say */
function placeIn(item) {
  const found = part(item, 'seal');
  if (found) return found;
  const made = h('div', { class: 'seal', 'data-part': 'seal' });
  part(item, 'status').before(made);
  return made;
}

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message @param {string} stands how, see `showSeal` */
export function drawSeal(item, message, stands) {
  const { view } = /** @type {{view?: {state: string}}} */ (/** @type {unknown} */ (item));
  if (view?.state === 'failed') return drawRefusal(item, heldBack(message.clientId));
  const { opened } = /** @type {import('./sealed.js').Readable} */ (/** @type {unknown} */ (message));
  const shut = stands === 'shut' && opened && opened.text === null ? opened.why : '';
  const shield = opened && opened.text !== null ? opened.shield : stands === 'plain' ? 'red' : '';
  const told = JSON.stringify([stands, shut, shield, opened?.why]);
  const place = part(item, 'seal');
  if (!shut && !shield) return place?.remove();
  if (place?.dataset.told === told) return;
  const box = placeIn(item);
  box.dataset.told = told;
  setAttribute(box, 'data-shield', shield || 'shut');
  box.replaceChildren();
  if (shut) {
    const help = helpFor(shut);
    return box.append(icon('lock'), h('span', {}, whyNot(shut), help && ' ', help && h('button', { type: 'button', class: 'link-button', 'data-action': 'seal', 'data-why': shut }, help)));
  }
  const text = stands === 'plain' ? notSealed() : shieldSays(/** @type {'grey'|'red'} */ (shield), opened?.why);
  const says = h('span', { hidden: shield === 'grey' }, text);
  const sign = h('button', { type: 'button', class: 'shield', 'data-action': 'seal', 'aria-expanded': String(shield !== 'grey'), title: text, 'aria-label': t('How safe this message is') }, icon('shield'));
  box.append(sign, says);
}

/** Opens and closes the sentence. @param {HTMLElement} button */
export function toggleWhy(button) {
  const says = /** @type {HTMLElement} */ (button.nextElementSibling);
  says.hidden = !says.hidden;
  setAttribute(button, 'aria-expanded', String(!says.hidden));
}

/** One's own message that was not sent, for a reason of encryption: what to do stands in the place of sending it again. @param {HTMLElement} item @param {string} code */
function drawRefusal(item, code) {
  const retry = part(part(item, 'status'), 'retry');
  if (!retry) return;
  if (code === 'identityChanged') setText(retry, t('Look at it'));
  if (code === 'notReady') setText(retry, t('Set it up'));
  setAttribute(retry, 'data-action', ['identityChanged', 'notReady'].includes(code) ? 'seal' : 'retry');
  setAttribute(retry, 'data-why', code);
}
