// Makes the devices of a crowd: two a person, each by an access token of its own. Reads {url, people: [[token, token], …]}.
import { readFileSync } from 'node:fs';
import { environment, restOf } from '../docs/bot/environment.mjs';
import { openKeyring } from '../static/js/e2ee/worker/keyring.js';

const { url, people } = JSON.parse(readFileSync(0, 'utf8'));

async function deviceOf(token) {
  const rest = restOf(url, token);
  const { id } = await rest('GET', '/me');
  return openKeyring(environment({ me: id, name: 'Node', rest }));
}

for (const [first, second] of people) {
  const { recoveryKey } = await (await deviceOf(first)).setUp({});
  await (await deviceOf(second)).recover(recoveryKey);
}
process.exit(0);
