// @ts-check
/** What one can do with a message, by pointer, key or touch. One toolbar serves them all. */
import { fromTemplate, isForBrowser } from '../core/dom/element.js';
import { pressed } from '../core/dom/keys.js';

const LONG_PRESS = 450;

/**
 * @typedef {import('./message-item.js').MessageItem} MessageItem
 * @param {import('./message-list.js').MessageList} list
 */
export function bindActions(list) {
  const toolbar = fromTemplate('tpl-actions');
  // It stands inside of a live region, and its coming and going is no news.
  toolbar.setAttribute('aria-live', 'off');
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (toolbar.querySelectorAll('button'));
  for (const button of buttons) button.tabIndex = -1;

  /** @param {MessageItem|null} item */
  function attach(item) {
    if (!item?.view || item.editing || item === toolbar.parentNode) return;
    const can = possible(list, item);
    if (!can.length) return toolbar.remove();
    for (const button of buttons) button.hidden = !can.includes(button.dataset.action ?? '');
    item.append(toolbar);
    keepInView();
  }

  /** Nor is it above what one sees of the list, nor below the day that stands there. */
  function keepInView() {
    const item = toolbar.parentElement;
    if (!item) return;
    toolbar.style.translate = '';
    const days = [...list.items.querySelectorAll('.day')].filter((day) => day.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING);
    const edge = Math.max(list.getBoundingClientRect().top, ...days.slice(-1).map((day) => day.getBoundingClientRect().bottom));
    const { top, height } = toolbar.getBoundingClientRect();
    // Where it fits nowhere below the day it lies upon that.
    const place = Math.min(edge, list.getBoundingClientRect().bottom - height);
    toolbar.toggleAttribute('data-over', place < edge);
    if (height && top < place && edge < item.getBoundingClientRect().bottom) toolbar.style.translate = `0 ${Math.round(place - top)}px`;
  }
  list.on(list, 'scroll', keepInView, { passive: true });
  // It grows when what is often reacted with has come.
  new ResizeObserver(keepInView).observe(toolbar);

  list.on(list, 'click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const item = itemOf(target);
    if (!item?.view) return;
    const button = /** @type {HTMLElement|null} */ (target.closest('[data-action]'));
    if (button && !button.closest('form') && !(button.matches('a') && isForBrowser(event))) {
      event.preventDefault();
      return list.app.features.act(button.dataset.action ?? '', item, button, list.app);
    }
    const jump = /** @type {HTMLElement|null} */ (target.closest('[data-part="reply"], [data-part="link"]'));
    if (!jump || isForBrowser(event)) return;
    event.preventDefault();
    const id = jump.dataset.part === 'reply' ? item.view.message.replyTo : item.view.message.id;
    if (id) list.tellPane('jumpTo', { id });
  });

  list.on(list, 'pointerover', (event) => event.pointerType === 'mouse' && attach(itemOf(event.target)));
  list.on(list, 'pointerleave', () => {
    if (!toolbar.contains(document.activeElement) && !toolbar.parentElement?.matches(':focus-within')) toolbar.remove();
  });
  list.on(list, 'focusin', (event) => attach(itemOf(event.target)));

  bindTouch(list, attach, keepInView);
  bindKeys(list, (item, action) => {
    if (possible(list, item).includes(action)) list.app.features.act(action, item, null, list.app);
  });
}

/** What is possible with a message, for this person, in this room. @param {import('./message-list.js').MessageList} list @param {MessageItem} item */
export function possible(list, { view }) {
  if (!view) return [];
  const { message, state } = view;
  const room = list.entry;
  return list.app.features.possible({
    message,
    room,
    there: !state && !message.deleted,
    open: Boolean(room) && !room.archived,
    own: message.sender.id === list.state.me.id,
    readable: Boolean(message.content),
    fixed: list.app.features.fixed(message),
    chief: ['owner', 'admin'].includes(room?.role ?? ''),
  });
}

/** @param {EventTarget|null} target @returns {MessageItem|null} */
const itemOf = (target) => (target instanceof Element ? target.closest('message-item') : null);

/** A long press opens the toolbar; a tap elsewhere closes it. @param {import('./message-list.js').MessageList} list @param {(item: MessageItem) => void} attach @param {() => void} keepInView */
function bindTouch(list, attach, keepInView) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {HTMLElement|null} */
  let open = null;
  const stop = () => clearTimeout(timer);
  list.on(list, 'pointerdown', (event) => {
    stop();
    if (open && !open.contains(/** @type {Element} */ (event.target))) open.removeAttribute('data-actions');
    const item = itemOf(event.target);
    if (event.pointerType === 'mouse' || !item) return;
    timer = setTimeout(() => {
      open?.removeAttribute('data-actions');
      open = item;
      attach(item);
      item.setAttribute('data-actions', '');
      keepInView();
    }, LONG_PRESS);
  });
  for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'pointermove'])) list.on(list, type, stop, { passive: true });
  list.on(list, 'contextmenu', (event) => /** @type {Element} */ (event.target).closest('[data-actions]') && event.preventDefault());
}

/** The list is one stop for Tab; arrows move in it. @param {import('./message-list.js').MessageList} list @param {(item: MessageItem, action: string) => void} act */
function bindKeys(list, act) {
  const items = () => /** @type {MessageItem[]} */ ([...list.items.querySelectorAll(':scope > message-item')]);
  const move = (/** @type {HTMLElement|undefined} */ to) => {
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: 'nearest' });
  };
  list.on(list, 'keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const item = itemOf(target);
    if ((target !== list && !item) || target.closest('form')) return;
    const all = items();
    const at = item ? all.indexOf(item) : -1;
    const key = pressed(event, 'list');
    const wish = pressed(event, 'message');
    if (key === 'previousMessage') move(item ? all[Math.max(0, at - 1)] : all.at(-1));
    else if (key === 'nextMessage') move(item ? all[Math.min(all.length - 1, at + 1)] : all.at(-1));
    else if (key === 'firstMessage' && item) move(all[0]);
    else if (key === 'newestMessage') list.newest?.toNewest().then(() => move(items().at(-1)));
    else if (key === 'intoMessage' && item) alongMessage(list, item, target, 1);
    else if (key === 'outOfMessage' && item) alongMessage(list, item, target, -1);
    else if (key === 'leaveList') list.tellPane('focusInput');
    else if (item && target === item && wish) act(item, wish);
    else return;
    event.preventDefault();
  });
}

/**
 * Along what one can do in a message: its tools, then links, what hangs on it, what failed, its time.
 * @param {import('./message-list.js').MessageList} list
 * @param {HTMLElement} item
 * @param {HTMLElement} from
 * @param {number} by
 */
function alongMessage(list, item, from, by) {
  const found = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...item.querySelectorAll(selector)]);
  const hanging = list.app.features.parts.map(({ places }) => places).filter(Boolean);
  const places = [
    ...found('.message-actions button'),
    ...found(['[data-part="content"] :is(a, button, .spoiler)', '[data-part="status"] button', ...hanging].join()),
    ...found('[data-part="link"][href]'),
  ].filter((node) => node.checkVisibility());
  const at = places.indexOf(from);
  (places[at + by] ?? (at < 0 ? places[0] : item))?.focus();
}
