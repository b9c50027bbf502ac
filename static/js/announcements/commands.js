// @ts-check
/** `/announce`: asks everybody in a room to confirm something. */
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'announce',
    bare: true,
    args: t('what everybody is to confirm'),
    says: t('Ask everybody here to confirm that they have read something'),
    when: ({ room, key }) => !room.archived && key.startsWith('room:'),
    run: (text, { key, room, pane }) => signal('newAnnouncement', { text, key, room: room.id, pane }),
  },
];
