// @ts-check
/** The dialog in which one says what one is up to, and that one does not want to be disturbed. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { part } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { once } from '../core/dom/once.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { onSignal } from '../core/store/signals.js';
import { endOf } from './ends.js';

/** @typedef {{emoji: string, text: string, ends: string}} Preset */

/** @type {Preset[]} */
const PRESETS = [
  { emoji: '🗓️', text: t('In a meeting'), ends: '1h' },
  { emoji: '🎧', text: t('Concentrating'), ends: '4h' },
  { emoji: '🚌', text: t('On the way'), ends: '30m' },
  { emoji: '🤒', text: t('Ill'), ends: 'today' },
  { emoji: '🌴', text: t('On holiday'), ends: 'week' },
];

export function start() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog-status'));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const presets = part(dialog, 'presets');
  presets.replaceChildren(
    ...PRESETS.map(({ emoji, text }) => Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small', textContent: `${emoji} ${text}` })),
  );

  /** @param {Partial<Preset>} preset */
  function fill({ emoji = '', text = '', ends = '' }) {
    field('emoji').value = emoji;
    field('text').value = text;
    field('ends').value = ends;
    showEnd();
  }

  function showEnd() {
    part(dialog, 'at').hidden = field('ends').value !== 'at';
    field('at').required = field('ends').value === 'at';
  }

  const own = () => app().store.get().statuses[app().store.get().me.id];

  /** What holds now stays as it is unless another end is chosen: it is one of the choices. @param {string} name @param {string|null|undefined} until @param {(when: string) => string} words */
  function offerPresent(name, until, words) {
    const kept = /** @type {HTMLOptionElement} */ (form.querySelector(`select[name="${name}"] option[value="kept"]`));
    kept.hidden = kept.disabled = !until;
    // Its template has a label, which is what browsers show.
    kept.label = until ? words(clock.datetime(new Date(until))) : '–';
    field(name).value = until ? 'kept' : '';
  }

  async function save() {
    const now = serverTime.now();
    const [ends, dnd] = [field('ends').value, field('dnd').value];
    const until = ends === 'kept' ? (own()?.until ?? null) : endOf(ends, field('at').value, now);
    const dndUntil = dnd === 'kept' ? (own()?.dndUntil ?? null) : endOf(dnd, '', now);
    try {
      const status = await api('PATCH', '/me/status', { emoji: field('emoji').value.trim() || null, text: field('text').value, until, dndUntil });
      app().store.dispatch({ type: 'statusChanged', data: { status } });
      dialog.close();
    } catch (error) {
      showError(form, await explain(error));
    }
  }

  presets.addEventListener('click', (event) => {
    const at = [...presets.children].indexOf(/** @type {Element} */ (/** @type {Element} */ (event.target).closest('button')));
    if (PRESETS[at]) fill(PRESETS[at]);
  });
  form.addEventListener('change', showEnd);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, save);
  });
  part(dialog, 'clear').addEventListener('click', () => {
    fill({});
    form.requestSubmit();
  });
  onSignal('editStatus', () => {
    const { emoji, text, until, dndUntil } = own() ?? {};
    showError(form, '');
    fill({ emoji: emoji ?? '', text });
    offerPresent('ends', until, (when) => t('as it is: {when}', { when }));
    offerPresent('dnd', dndUntil, (when) => t('until {when}', { when }));
    part(dialog, 'clear').hidden = !emoji && !text;
    showEnd();
    if (!dialog.open) dialog.showModal();
    field('text').focus();
  });
}
