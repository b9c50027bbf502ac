// @ts-check
/** `/poll`: asks a question to a room. */
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'poll',
    bare: true,
    args: t('a question'),
    says: t('Ask a question with options to choose from'),
    when: ({ room }) => !room.archived,
    run(question, { key, room, pane }) {
      const box = /** @type {(HTMLElement & {extra?: (() => Record<string, unknown>)|null})|null} */ (pane.querySelector('input-box'));
      signal('newPoll', { question, key, room: room.id, pane, extra: box?.extra?.() ?? {} });
    },
  },
];
