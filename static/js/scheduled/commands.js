// @ts-check
/** `/scheduled`: what is sent later in a conversation. */
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'scheduled',
    bare: true,
    says: t('What you have written here that is sent later: change it, send it now, delete it'),
    when: ({ room }) => !room.archived,
    run: (_, { pane }) => signal('showScheduled', { pane }),
  },
];
