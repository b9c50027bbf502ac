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
    const where = { key: list.key, room: list.room };
    kept = list.room === null ? null : local.edit(where);
    local.fetchEdit(where).then((edit) => {
      if (!edit || kept || list.key !== where.key) return;
      kept = edit;
      list.schedule();
    });
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
      const where = { key: list.key, room: list.room };
      const node = list.nodeOf(message);
      // It may have been saved in the moment in which the page was left.
      if (text === message.content) local.saveEdit(where, null);
      else if (message.deleted) {
        local.saveEdit(where, null);
        // When the page is just beginning, the box may not be there yet.
        requestAnimationFrame(() => list.tellPane('offerText', { text, why: words.message.editedGone }));
      } else if (node) node.edit(() => list.tellPane('focusInput'), text);
      else return;
      kept = null;
    },
  };
}
