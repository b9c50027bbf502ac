// @ts-check
/** People among whom one chooses. */
import { fromTemplate, part } from './element.js';
import { setAvatar } from './people.js';

/** A person among those whom one may mean. @param {{id: number, username: string, displayName: string, avatar: string|null}} user @returns {HTMLElement} */
export function suggestionOf(user) {
  const option = fromTemplate('tpl-suggestion');
  option.dataset.username = user.username;
  setAvatar(part(option, 'avatar'), user);
  part(option, 'name').textContent = user.displayName;
  part(option, 'username').textContent = `@${user.username}`;
  return option;
}
