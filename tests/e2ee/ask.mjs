// Somebody says something to a bot, and hears it again. Reads {url, room, token}, writes what the bot said.
import { readFileSync } from 'node:fs';
import { deviceOf } from './client.mjs';

const { url, room, token } = JSON.parse(readFileSync(0, 'utf8'));
const device = await deviceOf(url, token, room);
await device.keyring.setUp({});
await device.say('Is anybody there?');
for (;;) {
  const heard = await device.read();
  if (heard.length > 1) {
    console.log(heard[1]);
    process.exit(0);
  }
  await new Promise((done) => setTimeout(done, 100));
}
