// @ts-check
/** What one can do with a message, by pointer, key or touch. One toolbar serves them all. */
import { fromTemplate } from '../core/dom/element.js';
import { pressed } from '../core/dom/keys.js';
import { missing, whenUsed } from '../core/dom/lazy.js';
import { signal } from '../core/store/signals.js';

const LONG_PRESS = 450;

/** @param {import('./message-list.js').MessageList} list */
export function bindActions(list) {
  const toolbar = fromTemplate('tpl-actions');
  // It stands inside of a live region, and its coming and going is no news.
  toolbar.setAttribute('aria-live', 'off');
  for (const button of toolbar.querySelectorAll('button')) button.tabIndex = -1;
  const itemOf = (/** @type {any} */ node) => node?.closest?.('message-item');

  /** What is possible with a message, for this person, in this room. @param {any} item @returns {Record<string, boolean>} */
  function possible(item) {
    const { message, state } = item.view;
    const open = Boolean(list.entry) && !list.entry.archived;
    const own = message.sender.id === list.state.me.id;
    const chief = ['owner', 'admin'].includes(list.entry?.role ?? '');
    const there = !state && !message.deleted;
    return {
      react: there && open,
      reply: there && open,
      edit: there && open && own,
      delete: there && open && (own || chief),
      'copy-link': there,
    };
  }

  /** @param {any} item */
  function attach(item) {
    if (!item?.view || item.editing || item === toolbar.parentNode) return;
    const can = possible(item);
    if (!Object.values(can).some(Boolean)) return toolbar.remove();
    for (const button of toolbar.querySelectorAll('[data-action]')) button.hidden = !can[button.dataset.action];
    item.append(toolbar);
  }

  /** @type {ReturnType<typeof import('./acting.js').actionsOf> | undefined} */
  let actions;
  const fetchActions = async () => (actions ??= (await import('./acting.js')).actionsOf(list));
  whenUsed(fetchActions);

  /** @param {string} name @param {any} item @param {any} button */
  async function act(name, item, button) {
    // Once it is there it is done at once, so that no key goes elsewhere.
    if (!actions) await fetchActions().catch(missing);
    actions?.[name]?.(item, button);
  }

  list.on(list, 'click', (event) => {
    const item = itemOf(event.target);
    if (!item?.view) return;
    const button = event.target.closest('[data-action]');
    if (button && !button.closest('form')) event.preventDefault();
    if (button && !button.closest('form')) return act(button.dataset.action, item, button);
    const jump = event.target.closest('[data-part="reply"], [data-part="link"]');
    if (!jump || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    signal('jumpTo', { id: jump.dataset.part === 'reply' ? item.view.message.replyTo : item.view.message.id });
  });

  list.on(list, 'pointerover', (event) => event.pointerType === 'mouse' && attach(itemOf(event.target)));
  list.on(list, 'pointerleave', () => {
    if (!toolbar.contains(document.activeElement) && !toolbar.parentNode?.matches(':focus-within')) toolbar.remove();
  });
  list.on(list, 'focusin', (event) => attach(itemOf(event.target)));

  bindTouch(list, attach);
  bindKeys(list, (item, action) => {
    if (possible(item)[action]) act(action, item, null);
  });
}

/** A long press opens the toolbar; a tap elsewhere closes it. @param {import('./message-list.js').MessageList} list @param {(item: any) => void} attach */
function bindTouch(list, attach) {
  /** @type {any} */
  let timer = null;
  /** @type {HTMLElement|null} */
  let open = null;
  const stop = () => clearTimeout(timer);
  list.on(list, 'pointerdown', (event) => {
    stop();
    if (open && !open.contains(event.target)) open.removeAttribute('data-actions');
    const item = event.target.closest('message-item');
    if (event.pointerType === 'mouse' || !item) return;
    timer = setTimeout(() => {
      open?.removeAttribute('data-actions');
      open = item;
      attach(item);
      item.setAttribute('data-actions', '');
    }, LONG_PRESS);
  });
  for (const type of ['pointerup', 'pointercancel', 'pointermove']) list.on(list, type, stop, { passive: true });
  list.on(list, 'contextmenu', (event) => event.target.closest('[data-actions]') && event.preventDefault());
}

/** The list is one stop for Tab; arrows move in it. @param {import('./message-list.js').MessageList} list @param {(item: any, action: string) => void} act */
function bindKeys(list, act) {
  const items = () => /** @type {HTMLElement[]} */ ([...list.items.querySelectorAll(':scope > message-item')]);
  const move = (/** @type {HTMLElement|undefined} */ to) => {
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: 'nearest' });
  };
  list.on(list, 'keydown', (event) => {
    const item = event.target.closest('message-item');
    if (event.target !== list && !item) return;
    if (event.target.closest('form')) return;
    const all = items();
    const at = item ? all.indexOf(item) : -1;
    const key = pressed(event, 'list');
    const wish = pressed(event, 'message');
    if (key === 'previousMessage') move(item ? all[Math.max(0, at - 1)] : all.at(-1));
    else if (key === 'nextMessage') move(item ? all[Math.min(all.length - 1, at + 1)] : all.at(-1));
    else if (key === 'firstMessage' && item) move(all[0]);
    else if (key === 'newestMessage') list.newest?.toNewest().then(() => move(items().at(-1)));
    else if (key === 'intoMessage' && item) alongMessage(item, event.target, 1);
    else if (key === 'outOfMessage' && item) alongMessage(item, event.target, -1);
    else if (key === 'leaveList') signal('focusInput');
    else if (item && event.target === item && wish) act(item, wish);
    else return;
    event.preventDefault();
  });
}

/** Along what one can do in a message: its tools, then links, reactions, what failed, its time. @param {HTMLElement} item @param {HTMLElement} from @param {number} by */
function alongMessage(item, from, by) {
  const found = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...item.querySelectorAll(selector)]);
  const places = [
    ...found('.message-actions button'),
    ...found('[data-part="content"] a, [data-part="reply"]'),
    ...found('[data-part="reactions"] button, [data-part="status"] button'),
    ...found('[data-part="link"][href]'),
  ].filter((node) => node.checkVisibility());
  const at = places.indexOf(from);
  (places[at + by] ?? (at < 0 ? places[0] : item))?.focus();
}
