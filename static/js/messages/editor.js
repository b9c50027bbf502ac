// @ts-check
/**
 * Editing a message in its place. What was typed is not lost: not to an error, a change of rooms, or a
 * reload, after which the editor is there again with it.
 */
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { wentFrom } from '../core/dom/focus.js';
import { pressed } from '../core/dom/keys.js';
import { isOdd, mended, shows, trimmed } from '../core/i18n/letters.js';
import { announce, toast } from '../core/dom/page.js';
import { MAX_CONTENT, autosize, lengthOf, showHidden } from '../core/dom/text-area.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';

/** What was typed and left by Escape, by messages: the next edit goes on with it. @type {Map<number, string>} */
const left = new Map();

/**
 * @param {HTMLElement} item the <message-item>
 * @param {import('../core/wire.js').Message} message
 * @param {(went: boolean) => void} closed `went`: whether the focus is somewhere else by now
 * @param {string|null} [kept] what an edit had come to that is taken up again: nobody's focus is taken for it
 * @returns {{close: () => void, unsaved: () => string}} `close`: without saving; `unsaved`: what was changed and not saved
 */
export function openEditor(item, message, closed, kept = null) {
  const { local, link, store, features } = app();
  const where = conversationOf(paneOf(item), store.get());
  const form = fromTemplate('tpl-edit', HTMLFormElement);
  const area = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('content'));
  // The conversation is a live region: a form in it is no news.
  form.setAttribute('aria-live', 'off');
  area.value = kept ?? left.get(message.id) ?? message.content;
  part(item, 'content').after(form);
  item.dataset.state = 'editing';
  autosize(area);
  showHidden(part(form, 'hidden'), area.value);
  if (kept === null) area.focus();
  area.setSelectionRange(area.value.length, area.value.length);

  for (const load of features.aids) load().then(({ bind }) => bind(area, form), () => {});

  const unsaved = () => (area.value.trim() && area.value !== message.content ? area.value : '');
  const keep = (/** @type {string} */ text) => local.saveEdit(where, text ? { message: message.id, text } : null);

  /** By the first feature that does it otherwise. @param {string} content */
  async function put(content) {
    for (const edit of features.edits) {
      const answer = await edit(message, content);
      if (answer) return answer;
    }
    return link.request('editMessage', { message: message.id, content });
  }

  const close = () => {
    if (!form.isConnected) return;
    const went = wentFrom(item);
    keep('');
    left.delete(message.id);
    form.remove();
    delete item.dataset.state;
    closed(went);
  };

  const fail = (/** @type {string} */ text) => {
    const error = part(form, 'error');
    error.textContent = text;
    error.hidden = false;
    area.disabled = false;
    area.focus();
  };

  async function save() {
    const content = trimmed(area.value);
    if (isOdd(content)) return area.focus();
    if (!shows(content) || content === message.content) return close();
    if (lengthOf(content) > MAX_CONTENT) return fail(words.input.tooLong);
    area.disabled = true;
    try {
      const answer = await put(content);
      // The room may have been left meanwhile, and with it this form.
      keep('');
      store.dispatch({ type: 'messageChanged', data: answer.message });
      close();
      announce(words.list.edited);
    } catch (error) {
      fail(`${await explain(error)} ${t('Your change was not saved. The text is still here.')}`);
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save();
  });
  form.querySelector('[data-action="cancel"]')?.addEventListener('click', close);
  form.addEventListener('keydown', (event) => {
    const key = pressed(event, 'edit');
    if (key === 'leaveEdit') {
      event.stopPropagation();
      const text = unsaved();
      close();
      if (text) {
        left.set(message.id, text);
        toast(t('Your change is not saved. Edit the message again to go on with it.'));
      }
    }
    if (key === 'save' && event.target === area) {
      event.preventDefault();
      save();
    }
  });
  const changed = () => {
    autosize(area);
    keep(unsaved());
    showHidden(part(form, 'hidden'), area.value);
    part(form, 'odd').hidden = !isOdd(area.value);
  };
  area.addEventListener('input', changed);
  form.querySelector('[data-action="mend"]')?.addEventListener('click', () => {
    area.value = mended(area.value);
    changed();
    area.focus();
  });
  return { close, unsaved };
}
