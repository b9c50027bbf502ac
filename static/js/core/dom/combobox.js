// @ts-check
import { pressed } from './keys.js';

let ids = 0;

/**
 * A field that chooses from a list of options below it, as a combobox does.
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @param {HTMLElement} list of `[role=option]`
 * @param {(option: HTMLElement) => void} choose
 * @param {() => Promise<unknown>|null} [settle] has the list follow what was just typed: whoever is quicker than the
 *   search means what they have typed, not what the list still shows
 */
export function optionKeys(field, list, choose, settle = () => null) {
  // The field names its list and its options by their ids, and there may be several such lists, of one field as well.
  list.id ||= `options-${(ids += 1)}`;
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="option"]')]);
  const current = () => options().find((option) => option.getAttribute('aria-selected') === 'true');

  /** @param {HTMLElement|undefined} option */
  function select(option) {
    for (const other of options()) other.setAttribute('aria-selected', String(other === option));
    if (option) {
      option.id ||= `option-${(ids += 1)}`;
      field.setAttribute('aria-controls', list.id);
      field.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  }

  /** @type {HTMLElement} */ (field).addEventListener('keydown', (event) => {
    const all = options();
    const at = all.indexOf(/** @type {HTMLElement} */ (current()));
    const key = pressed(event, 'options');
    const by = { down: 1, up: -1 }[key ?? ''];
    const answer = key === 'choose' ? settle() : null;
    const option = current();
    // Up from nowhere is the last one.
    if (by && all.length) select(all[((at < 0 && by < 0 ? 0 : at) + by + all.length) % all.length]);
    else if (key === 'choose' && option) choose(option);
    else if (answer) answer.then(chooseLate);
    else return;
    event.preventDefault();
  });

  function chooseLate() {
    // Whoever has gone on meanwhile chooses nothing any more.
    if (document.activeElement !== field) return;
    const option = current();
    if (option) choose(option);
    else field.form?.requestSubmit();
  }

  list.addEventListener('click', (event) => {
    const option = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[role="option"]'));
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  return {
    select,
    current,
    /** Chooses the first; when more were found, what was chosen before. @param {HTMLElement} [before] */
    first(before) {
      const again = before && options().find(({ dataset: { id, username } }) => id === before.dataset.id && username === before.dataset.username);
      select(again ?? options()[0]);
    },
  };
}
