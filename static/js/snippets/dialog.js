// @ts-check
/** The dialog in which one chooses a snippet. */
import { api } from '../core/net/api.js';
import { optionKeys } from '../core/dom/combobox.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { fold } from '../core/i18n/fold.js';
import { explain } from '../core/i18n/words.js';
import { onSignal } from '../core/store/signals.js';

/** @typedef {import('../core/wire.js').Snippet} Snippet */

/** @param {Snippet} snippet */
function optionOf({ id, name, text, team }) {
  const option = fromTemplate('tpl-snippet');
  option.dataset.id = String(id);
  part(option, 'name').textContent = name;
  part(option, 'text').textContent = text;
  part(option, 'team').hidden = !team;
  return option;
}

export function start() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog-snippets'));
  const field = part(dialog, 'find', HTMLInputElement);
  const list = part(dialog, 'results');
  /** @type {Snippet[]} */
  let snippets = [];
  let done = (/** @type {string} */ _text) => {};

  const keys = optionKeys(field, list, (option) => {
    const chosen = snippets.find(({ id }) => String(id) === option.dataset.id);
    dialog.close();
    if (chosen) done(chosen.text);
  });

  function show() {
    const wanted = fold(field.value).trim();
    const found = snippets.filter(({ name, text }) => fold(`${name}\n${text}`).includes(wanted));
    // Whose name begins so stands first.
    found.sort((a, b) => Number(fold(b.name).startsWith(wanted)) - Number(fold(a.name).startsWith(wanted)));
    list.replaceChildren(...found.map(optionOf));
    field.setAttribute('aria-expanded', String(found.length > 0));
    part(dialog, 'none').hidden = found.length > 0 || !snippets.length;
    part(dialog, 'empty').hidden = snippets.length > 0;
    keys.first();
  }

  field.addEventListener('input', show);
  onSignal('pickSnippet', async (asked) => {
    ({ done } = asked);
    field.value = asked.query;
    try {
      ({ snippets } = await api('GET', '/snippets'));
    } catch (error) {
      return toast(await explain(error), 'error');
    }
    show();
    if (!dialog.open) dialog.showModal();
    field.focus();
  });
}
