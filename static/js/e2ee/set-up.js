// @ts-check
/** Making one's keys: an identity, a backup, and the recovery key, which is shown once. */
import { copy, toast } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { person } from '../core/net/person.js';
import { words } from '../core/i18n/words.js';
import { openSheet } from './dialog.js';
import { button, field, h, newId } from './dom.js';
import { keyring } from './keyring.js';
import { noteUnkept } from './rooms-known.js';

/** OWASP and NIST SP 800-63B count length; so many characters of a phrase, as nobody limits how often it is tried. */
const SHORTEST = 16;

/** @typedef {(how: {passphrase?: string}) => Promise<{recoveryKey: string|null}>} Make */

/**
 * @param {object} [options]
 * @param {Make} [options.make] what makes it
 * @param {string} [options.title]
 * @param {string} [options.lead]
 * @param {Node|null} [options.more] what else is asked for
 * @param {() => void} [options.done]
 * @param {() => void} [options.closed]
 */
export function openSetUp({
  make = (how) => keyring().setUp(how),
  title = t('Set up encrypted rooms'),
  lead = t('Your browser makes keys that stay with you. If you lose this browser, a recovery key brings back what was said. The server never sees it.'),
  more = null,
  done = () => {},
  closed = () => {},
} = {}) {
  const sheet = openSheet({ closed });
  const me = person() ?? 0;
  const name = newId();
  const choice = (/** @type {string} */ value, /** @type {string} */ label, /** @type {string} */ help, checked = false) =>
    h('label', { class: 'choice' }, h('input', { type: 'radio', name, value, checked }), h('span', { class: 'choice-text' }, h('span', { class: 'choice-label' }, label), h('span', { class: 'field-help' }, help)));
  const phrase = field(t('Passphrase'), { type: 'password', autocomplete: 'new-password' }, t('At least {n} characters: a few words that nobody would guess.', { n: SHORTEST }));
  phrase.node.hidden = true;
  const choices = h(
    'fieldset',
    { class: 'choices', change: () => (phrase.node.hidden = chosen() !== 'phrase') },
    h('legend', {}, t('What gets you back in')),
    choice('key', t('A recovery key'), t('Made for you. Keep it in a password manager, or on paper.'), true),
    choice('phrase', t('A passphrase of my own'), t('Easier to remember, and only as good as it is long.')),
  );
  const chosen = () => /** @type {HTMLInputElement} */ (choices.querySelector('input:checked')).value;

  const begin = () =>
    sheet.doing(async () => {
      const passphrase = chosen() === 'phrase' ? phrase.input.value.trim() : undefined;
      if (passphrase !== undefined && [...passphrase].length < SHORTEST) return sheet.complain(t('This passphrase is too short.'));
      // Asked for in answer to a click, as browsers want it.
      navigator.storage?.persist?.().catch(() => {});
      sheet.say(t('Making your keys…'));
      const { recoveryKey } = await make(passphrase === undefined ? {} : { passphrase });
      if (recoveryKey) showKey(recoveryKey);
      else finish();
    });

  /** @param {string} key */
  function showKey(key) {
    noteUnkept(me, true);
    const again = field(t('To be sure, put it in once more'), { class: 'recovery-input', dir: 'ltr' });
    const check = () =>
      sheet.doing(async () => {
        if (!(await keyring().checkRecovery(again.input.value))) return sheet.complain(t('That is not the same key. Look whether a letter is missing or too many.'));
        finish();
      });
    const groups = key.split(' ').map((group) => h('span', {}, group));
    const shown = h('code', { class: 'recovery-key', dir: 'ltr', tabindex: '0', 'aria-label': t('Recovery key') }, ...groups.flatMap((group, i) => (i ? [' ', group] : [group])));
    sheet.show(
      t('Your recovery key'),
      h('p', {}, t('Keep it where only you get at it. It is shown this one time.')),
      shown,
      h('p', { class: 'buttons' }, button(t('Copy'), async () => toast((await copy(key)) ? words.copyDone : words.message.copyFailed)), download(key)),
      again.node,
      h('div', { class: 'dialog-actions' }, button(t('Done'), check, 'button-primary')),
    );
    again.input.addEventListener('keydown', (event) => event.key === 'Enter' && check());
    shown.focus();
  }

  function finish() {
    noteUnkept(me, false);
    sheet.close();
    toast(t('Encryption is set up.'));
    done();
  }

  sheet.show(
    title,
    h('p', {}, lead),
    more,
    choices,
    phrase.node,
    h('p', { class: 'quiet' }, h('a', { href: '/encryption', target: '_blank' }, t('What encryption does, and what not'))),
    h('div', { class: 'dialog-actions' }, button(t('Make my keys'), begin, 'button-primary')),
  );
  phrase.input.addEventListener('keydown', (event) => event.key === 'Enter' && begin());
}

/** Another recovery key, or the first one. @param {Parameters<typeof openSetUp>[0]} more */
export const openRecovery = (more) =>
  openSetUp({ title: t('Make a recovery key'), lead: t('With it you get back in when this browser is gone. The server never sees it.'), make: (how) => keyring().replaceRecovery(how), ...more });

/** As a file. @param {string} key */
function download(key) {
  const text = `${t('WeConnect recovery key')}\n${location.origin}\n\n${key}\n`;
  return h('a', { class: 'button', download: 'weconnect-recovery-key.txt', href: `data:text/plain;charset=utf-8,${encodeURIComponent(text)}` }, t('Save as a file'));
}
