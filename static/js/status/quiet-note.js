// @ts-check
/** <quiet-note>: above the box of a direct conversation, if it is a bad time for the other one. */
import { AppElement, setText } from '../core/dom/element.js';
import { isolated } from '../core/i18n/direction.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { quietFor, timeIn } from './times.js';

const MINUTE = 60_000;

class QuietNote extends AppElement {
  start() {
    const timer = setInterval(() => this.schedule(), MINUTE);
    this.cleanup(() => clearInterval(timer));
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.statuses !== before.statuses || state.roomId !== before.roomId || state.rooms !== before.rooms;
  }

  render(/** @type {PageState} */ state) {
    const room = state.rooms[this.conversation.room ?? 0];
    const [person, more] = room?.kind === 'direct' && !room.archived ? (room.people ?? []) : [];
    const status = person && !more ? state.statuses[person.id] : null;
    const now = serverTime.now();
    const why = quietFor(status, now);
    this.hidden = !why;
    setText(this.find('text'), why && status ? wordsOf(why, person.displayName, status, now) : '');
  }
}

/** @param {'dnd'|'hours'} why @param {string} who @param {import('../core/wire.js').Status} status @param {number} now */
function wordsOf(why, who, { dndUntil, timeZone }, now) {
  const name = isolated(who);
  const time = timeIn(timeZone, now);
  if (why === 'hours') return t('It is {time} for {name}, outside of their working hours.', { name, time });
  const until = new Date(dndUntil ?? now);
  const end = clock.key(until) === clock.key(new Date(now)) ? clock.time(until) : clock.datetime(until);
  return time ? t('It is {time} for {name}, who does not want to be disturbed until {end}.', { name, time, end }) : t('{name} does not want to be disturbed until {end}.', { name, end });
}

/** It is not needed until somebody says something. */
export const start = () => customElements.define('quiet-note', QuietNote);
