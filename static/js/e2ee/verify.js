// @ts-check
/** Comparing with another device, of one's own or of somebody else: by emoji, or by a code that one shows and the other reads. */
import { person } from '../core/net/person.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { openSheet } from './dialog.js';
import { button, field, h } from './dom.js';
import { emojiName } from './emoji-names.js';
import { clientOf, keyring } from './keyring.js';

/** @typedef {import('./worker/api').Verification} Verification */

/** Milliseconds. */
const LOOK_EVERY = 700;
/** A page without a live connection is told of nothing: there, with every so many looks the server is asked. */
const ASK_EVERY = 4;

/** Those that are being looked at. @type {Map<string, (now: Verification) => void>} */
const open = new Map();
let listening = false;

function listen() {
  if (listening) return;
  listening = true;
  clientOf().on('verification', (now) => open.get(now.flow)?.(now));
}

/** How it ended. @param {string|undefined} why */
function endOf(why = '') {
  if (why === 'm.mismatched_sas' || why === 'm.key_mismatch') return t('They were not the same. Somebody may stand between the two devices: do not trust either until you know why.');
  if (why === 'm.accepted') return t('It went on on another device.');
  if (why === 'm.timeout') return t('Nobody answered in time. Try again when both devices are at hand.');
  return t('It was cancelled.');
}

/**
 * @param {string} flow
 * @param {{name?: string, now?: Verification}} [known] `name`: the other person's
 */
export async function openVerification(flow, { name = '', now: first } = {}) {
  if (open.has(flow)) return;
  listen();
  let shown = '';
  let last = /** @type {Verification|undefined} */ (first);
  const sheet = openSheet({
    kind: 'verify-dialog',
    closed() {
      open.delete(flow);
      if (last && !['done', 'cancelled'].includes(last.phase)) keyring().cancelVerification(flow).catch(() => {});
    },
  });
  const ring = keyring();
  const who = () => isolated(name || t('Somebody'));
  const compare = () => (last?.own ? t('Compare with your other device') : t('Compare with {name}', { name: who() }));
  const waiting = () => (last?.own ? t('Waiting for your other device') : t('Waiting for {name}', { name: who() }));

  const steps = {
    requested(/** @type {Verification} */ now) {
      if (now.mine) {
        const text = now.own ? t('Open WeConnect on your other device, in an encrypted room, and accept there.') : t('{name} has to accept it. Tell them, in a way by which you know that it is them.', { name: who() });
        return sheet.show(waiting(), h('p', { role: 'status' }, text), h('div', { class: 'dialog-actions' }, button(t('Cancel'), sheet.close)));
      }
      const text = now.own ? t('A device that has just logged in as you asks to be confirmed. If that is not you, say no and change your password.') : t('{name} wants to compare with you, so that both of you know whom you write to.', { name: who() });
      sheet.show(now.own ? t('Is this your new device?') : compare(), h('p', {}, text), h('div', { class: 'dialog-actions' }, button(now.own ? t('No') : t('Not now'), sheet.close), button(now.own ? t('Yes, go on') : t('Go on'), () => sheet.doing(() => ring.acceptVerification(flow)), 'button-primary')));
    },

    async ready(/** @type {Verification} */ now) {
      const emoji = button(t('Compare emoji'), () => sheet.doing(() => ring.startEmoji(flow)), 'button-primary button-wide');
      const picture = /** @type {HTMLInputElement} */ (h('input', { type: 'file', accept: 'image/*', capture: 'environment', 'aria-label': t('A photo of the code') }));
      const typed = field(t('Or the code as text'), { dir: 'ltr' });
      const code = h('div', { class: 'qr', role: 'img', 'aria-label': t('A code for the other device') });
      const text = h('code', { class: 'code-text', dir: 'ltr' });
      const codes = h(
        'details',
        { class: 'codes' },
        h('summary', {}, t('With a code instead')),
        now.canShow && h('div', {}, h('p', { class: 'quiet' }, t('The other device reads this one:')), code, h('details', {}, h('summary', { class: 'quiet' }, t('As text')), text)),
        now.canScan && h('div', {}, h('p', { class: 'quiet' }, t('Or take a photo of the code that the other device shows.')), picture, typed.node, button(t('Read the code'), () => read(), 'button-small')),
      );
      sheet.show(compare(), h('p', {}, t('Both devices show seven small pictures. If they are the same, nobody stands between you.')), emoji, now.canShow || now.canScan ? codes : null);
      const read = () =>
        sheet.doing(async () => {
          const { bytesOfPicture, bytesOfText } = await import('./codes.js');
          const file = picture.files?.[0];
          const bytes = file ? await bytesOfPicture(file) : bytesOfText(typed.input.value);
          if (!bytes) return sheet.complain(t('There is no code to be seen in it.'));
          await ring.scanned(flow, bytes);
        });
      picture.addEventListener('change', read);
      codes.addEventListener('toggle', async () => {
        if (!(/** @type {HTMLDetailsElement} */ (codes).open) || code.firstChild || !now.canShow) return;
        const [{ drawCode, textOfBytes }, bytes] = await Promise.all([import('./codes.js'), ring.code(flow)]);
        if (!bytes) return;
        code.append(drawCode(bytes));
        text.textContent = textOfBytes(bytes);
      });
    },

    emoji(/** @type {Verification} */ now) {
      if (!now.emoji?.length) {
        // The other one has begun: this one goes along.
        if (shown !== 'waiting') ring.startEmoji(flow).catch(() => {});
        shown = 'waiting';
        return sheet.show(compare(), h('p', { role: 'status' }, t('One moment…')));
      }
      const list = h('ol', { class: 'sas' }, ...now.emoji.map(({ symbol, name: called }) => h('li', {}, h('span', { class: 'sas-sign', 'aria-hidden': 'true' }, symbol), h('span', {}, emojiName(called)))));
      const say = (/** @type {boolean} */ same) => () =>
        sheet.doing(async () => {
          await ring.confirmEmoji(flow, same);
          if (same && last?.phase === 'emoji') sheet.show(compare(), h('p', { role: 'status' }, t('Waiting until they are confirmed on the other side, too.')));
        });
      sheet.show(t('Are these the same, in the same order?'), list, h('div', { class: 'dialog-actions' }, button(t('They differ'), say(false), 'button-danger'), button(t('They are the same'), say(true), 'button-primary')));
    },

    scanned() {
      sheet.show(t('Did the other device say that it worked?'), h('p', {}, t('If it shows that the code was read, say yes here.')), h('div', { class: 'dialog-actions' }, button(t('No'), () => sheet.doing(() => ring.confirmScanned(flow, false))), button(t('Yes'), () => sheet.doing(() => ring.confirmScanned(flow, true)), 'button-primary')));
    },

    done() {
      sheet.show(t('Confirmed'), h('p', {}, last?.own ? t('Both of your devices trust each other now.') : t('You know now that it is {name} to whom you write.', { name: who() })), h('div', { class: 'dialog-actions' }, button(t('Done'), sheet.close, 'button-primary')));
    },

    cancelled(/** @type {Verification} */ now) {
      sheet.show(t('Not confirmed'), h('p', {}, endOf(now.why)), h('div', { class: 'dialog-actions' }, button(t('Close'), sheet.close)));
    },
  };

  /** @param {Verification} now */
  function render(now) {
    last = now;
    const step = `${now.phase} ${now.emoji?.length ?? 0}`;
    if (step === shown || (now.phase === 'emoji' && shown === 'waiting' && !now.emoji?.length)) return;
    shown = step;
    steps[now.phase](now);
  }

  open.set(flow, render);
  if (first) render(first);
  const live = document.querySelector('seal-bar');
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (!live && looks % ASK_EVERY === 0) await ring.news().catch(() => {});
    const found = (await ring.verifications().catch(() => [])).find((one) => one.flow === flow);
    if (found && open.has(flow)) render(found);
  };
  await look();
  // A step is over when what it says was sent, of which nobody is told.
  const looking = setInterval(look, LOOK_EVERY);
  sheet.dialog.addEventListener('close', () => clearInterval(looking));
}

/** Begins one, and shows it. @param {{person: number, device?: string, name?: string}} whom */
export async function beginVerification({ name, ...whom }) {
  const flow = await keyring().requestVerification(whom);
  await openVerification(flow, { name });
}

/** Whether it is about oneself. @param {number} id */
export const isMe = (id) => id === person();
