// @ts-check
/** `/status`, `/away`, `/back`, `/dnd`. */
import { api } from '../core/net/api.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';
import { endOf } from './ends.js';

/** An emoji as the first sign. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const SPAN = /^(\d{1,4})\s*(m|min|h)$/iu;
const HOUR = 60;

/** @param {object} change */
const save = (change) => api('PATCH', '/me/status', change);

/** @param {string} args @returns {{emoji: string|null, text: string}} */
function parsed(args) {
  const [first] = new Intl.Segmenter().segment(args);
  const emoji = first && EMOJI.test(first.segment) ? first.segment : null;
  return { emoji, text: args.slice(emoji?.length ?? 0).trim() };
}

/** Until when, as one writes it: `30m`, `2h`, `today`; without a word for an hour. @param {string} args @returns {string|null|undefined} undefined for what is no time */
function untilOf(args) {
  const now = serverTime.now();
  if (/^(?:today|week)$/iu.test(args)) return endOf(args.toLowerCase(), '', now);
  const [, number, unit] = SPAN.exec(args || '1h') ?? [];
  if (!number) return undefined;
  const minutes = Number(number) * (unit.toLowerCase() === 'h' ? HOUR : 1);
  return new Date(now + minutes * 60_000).toISOString();
}

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'status',
    bare: true,
    args: t('🙂 what you are up to'),
    says: t('Say what you are up to'),
    async run(args) {
      if (!args) return void signal('editStatus');
      await save({ ...parsed(args), until: null });
      return { said: t('Your status is set.') };
    },
  },
  {
    name: 'away',
    says: t('Say for the rest of the day that you are away'),
    async run(args) {
      await save({ emoji: '🚪', text: args || t('Away'), until: endOf('today', '', serverTime.now()) });
      return { said: t('Your status is set.') };
    },
  },
  {
    name: 'back',
    says: t('Take your status away, and be disturbed again'),
    async run() {
      await save({ emoji: null, text: '', dndUntil: null });
      return { said: t('Your status is gone.') };
    },
  },
  {
    name: 'dnd',
    bare: true,
    args: '1h',
    says: t('Do not be disturbed, for an hour or as long as you say: /dnd 30m, /dnd today, /dnd off'),
    async run(args) {
      const off = /^off$/iu.test(args);
      const dndUntil = off ? null : untilOf(args);
      if (dndUntil === undefined) return { error: t('Write how long: /dnd 30m, /dnd 2h, /dnd today, /dnd off') };
      await save({ dndUntil });
      return { said: off ? t('You can be disturbed again.') : t('Whoever writes to you is told that you do not want to be disturbed.') };
    },
  },
];
