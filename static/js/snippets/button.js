// @ts-check
/** The toolbar's button that puts a snippet into the box. */
import { paneOf, tellPane } from '../core/dom/pane.js';
import { signal } from '../core/store/signals.js';

/** @param {HTMLTextAreaElement} area @param {HTMLElement} box */
export function bind(area, box) {
  const pane = paneOf(area);
  box.querySelector('[data-action="snippet"]')?.addEventListener('click', () =>
    signal('pickSnippet', { query: '', done: (text) => tellPane(pane, 'offerText', { text, why: '' }) }),
  );
}
