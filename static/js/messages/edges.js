// @ts-check
/** What stands above the first message: that there are earlier ones, or that the conversation begins here. */
import { setAttribute, setText } from '../core/dom/element.js';
import { words } from '../core/i18n/words.js';
import { beyond } from './view-window.js';

/** @param {import('./message-list.js').MessageList} list */
export function showEdges(list) {
  const { entry, log } = list;
  if (!entry) return;
  const complete = beyond(log.list, list.window, entry.lastSeq ?? 0, log).above === 'nothing';
  list.find('earlier').hidden = complete || !log.loaded;
  list.find('beginning').hidden = !complete || !log.loaded;
  list.find('empty').hidden = !complete || !log.loaded || log.list.length + log.pending.length > 0 || Boolean(entry.visibleFromSeq);
  setAttribute(list, 'data-complete', String(complete));
}

/** Of which conversation this is the beginning. @param {import('./message-list.js').MessageList} list */
export function nameBeginning(list) {
  if (!list.entry) return;
  const { name, kind, visibleFromSeq } = list.entry;
  list.setAttribute('aria-label', words.list.label(name));
  setText(list.find('beginning-title'), kind === 'direct' ? words.list.between(name) : name);
  const invite = list.find('or-invite');
  // Nobody comes into a conversation by an invitation to the team.
  if (invite) invite.hidden = kind === 'direct';
  setText(list.find('beginning-text'), visibleFromSeq ? words.list.sinceYouCame : words.list.beginning(kind, list.state.team));
}
