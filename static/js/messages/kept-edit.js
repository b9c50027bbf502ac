// @ts-check
/** An edit that was under way when its room, the page or its part of the history was left: it goes on where its message is. */
import { byId } from '../core/store/log.js';
import { words } from '../core/i18n/words.js';

/** @param {import('./message-list.js').MessageList} list */
export function bindKeptEdit(list) {
  const { local } = list.app;
  /** @type {import('../core/net/local.js').Edit | null} */
  let kept = null;
  list.onPane('editLeft', (edit) => (kept = edit));

  /** That of another conversation. */
  function enter() {
    kept = list.room === null ? null : local.edit(list.key);
  }

  enter();
  list.schedule();
  return {
    enter,
    /** Opens it, if its message is on the page. */
    takeUp() {
      const message = kept && byId(list.log.list, kept.message);
      if (!kept || !message) return;
      const { text } = kept;
      const node = list.nodeOf(message);
      // It may have been saved in the moment in which the page was left.
      if (text === message.content) local.saveEdit(list.key, null);
      else if (message.deleted) {
        local.saveEdit(list.key, null);
        // When the page is just beginning, the box may not be there yet.
        requestAnimationFrame(() => list.tellPane('offerText', { text, why: words.message.editedGone }));
      } else if (node) node.edit(() => list.tellPane('focusInput'), text);
      else return;
      kept = null;
    },
  };
}
