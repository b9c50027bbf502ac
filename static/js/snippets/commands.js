// @ts-check
/** `/snippet`: puts a text into the box. */
import { api } from '../core/net/api.js';
import { tellPane } from '../core/dom/pane.js';
import { fold } from '../core/i18n/fold.js';
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';

/** @typedef {import('../core/wire.js').Snippet} Snippet */

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'snippet',
    args: t('its name'),
    bare: true,
    says: t('Put a snippet into the box; without a name choose one'),
    async run(args, { pane }) {
      const { snippets } = await api('GET', '/snippets');
      const found = args && snippets.find((/** @type {Snippet} */ { name }) => fold(name) === fold(args));
      if (found) return { write: found.text };
      signal('pickSnippet', { query: args, done: (text) => tellPane(pane, 'offerText', { text, why: '' }) });
    },
  },
];
