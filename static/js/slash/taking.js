// @ts-check
/** What becomes of a text that begins with a slash. */
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

/** @type {import('../core/dom/registry.js').Take} */
export async function take(text, where) {
  if (text.startsWith('//')) return { send: text.slice(1) };
  const [, name, args] = /** @type {string[]} */ (/^\/(\S+)\s*(.*)$/su.exec(text));
  try {
    const commands = await where.app.features.commands();
    const command = commands.find((one) => one.name === name.toLowerCase());
    if (!command) return { error: t('There is no command /{name}. Write // at the beginning to send it as it is.', { name }) };
    if (command.when && !command.when(where)) return { error: t('/{name} does nothing in this conversation.', { name }) };
    return (await command.run(args.trim(), where)) ?? {};
  } catch (error) {
    return { error: await explain(error) };
  }
}
