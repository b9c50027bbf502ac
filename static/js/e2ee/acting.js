// @ts-check
/** What the button of a sealed message does, by why it is there. */
import { signal } from '../core/store/signals.js';
import { toggleWhy } from './marks.js';
import { askForKeys, lookAtChanged, openStanding } from './room.js';

/** @type {import('../core/dom/registry.js').Act} */
export function act(item, button) {
  const message = item.view?.message;
  if (!message || !button) return;
  const { why } = button.dataset;
  if (!why) toggleWhy(button);
  else if (why === 'noKey' || why === 'withheld') askForKeys(message.room);
  else if (why === 'changedSender') signal('e2ee', { show: 'person', person: message.sender.id, name: message.sender.displayName });
  else if (why === 'identityChanged') lookAtChanged(message.room);
  else openStanding();
}
