// @ts-check
/** Doing what a command does, where no box takes what comes of it. */
import { announce, toast } from './page.js';
import { tellPane } from './pane.js';

/**
 * @param {import('./registry.js').Command} command
 * @param {string} args
 * @param {import('./registry.js').Where} where
 * @throws what the command throws, as a request does
 */
export async function runCommand(command, args, where) {
  const { send, write, said, error } = (await command.run(args.trim(), where)) ?? {};
  if (send) where.app.outbox.send({ key: where.key, room: where.room.id }, send);
  if (write) tellPane(where.pane, 'offerText', { text: write, why: '' });
  if (said) announce(said);
  if (error) toast(error, 'error');
}
