// @ts-check
/** The team's emojis and one's own may change while the page is open, also while the line is away. */
import { UNTOLD, kept } from '../core/dom/recent-emojis.js';
import { apart } from '../core/net/crowd.js';

/** After a break not all pages ask in the same moment, where there are many at all; milliseconds. */
const SPREAD = 2000;
const OF_MANY = 60_000;

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const live = () => import('./live.js');
  const tellUsed = async () => kept(UNTOLD).length && (await import('../core/dom/used-emojis.js')).tellUsed();
  const hear = (/** @type {PageState['emojiChange']} */ change) => change && void live().then(({ hear }) => hear(change), () => {});

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const catchUp = () => {
    timer = undefined;
    live().then((now) => now.catchUp()).catch(() => {});
  };

  store.subscribe((state, before) => {
    if (state.emojiChange !== before.emojiChange) hear(state.emojiChange);
    if (state.connection.state !== 'complete' || before.connection.state === 'complete') return;
    void tellUsed().catch(() => {});
    timer ??= setTimeout(catchUp, Math.random() * SPREAD + apart(state, OF_MANY));
  });
  hear(store.get().emojiChange);
  // What the page before could not tell any more.
  void tellUsed().catch(() => {});
}
