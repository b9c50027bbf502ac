// @ts-check
/**
 * What is heard of new messages. A few are read out as they come, by the conversation being a log; where many
 * come at once they are gathered: "12 new messages from Ann and Ben".
 */
import { announce } from '../core/dom/page.js';
import { words } from '../core/i18n/words.js';

const READ_OUT = 3;
const GATHERED_FOR = 4000;
const NAMED = 3;

/** @param {import('./message-list.js').MessageList} list the log */
export function bindAnnouncing(list) {
  let heard = 0;
  /** @type {import('../core/wire.js').Message[]} */
  let gathered = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function flush() {
    timer = undefined;
    heard = 0;
    if (!gathered.length) return list.removeAttribute('aria-live');
    const names = [...new Set(gathered.map(({ sender }) => sender.displayName))];
    announce(words.list.gathered(gathered.length, names.slice(0, NAMED), names.length - NAMED));
    gathered = [];
    // Where it goes on like this, the next ones are gathered as well.
    heard = READ_OUT;
    timer = setTimeout(flush, GATHERED_FOR);
  }

  list.cleanup(() => clearTimeout(timer));
  return {
    /** Before they are put into the log. @param {import('../core/wire.js').Message[]} fresh messages of others */
    expect(fresh) {
      if (!fresh.length) return;
      timer ??= setTimeout(flush, GATHERED_FOR);
      heard += fresh.length;
      if (heard <= READ_OUT) return;
      list.setAttribute('aria-live', 'off');
      gathered.push(...fresh);
    },
  };
}
