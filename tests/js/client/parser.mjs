// What the published socket.io-parser makes of packets: a JSON array of texts comes in, and one of
// packets goes out, with null for each text that it refuses.
import { readFileSync } from 'node:fs';
import { Decoder } from 'socket.io-parser';

const decoder = new Decoder();

function read(text) {
  try {
    const { type, nsp, id, data, attachments } = decoder.decodeString(text);
    return { type, nsp, id: id === undefined ? '' : String(id), data: data ?? null, attachments: attachments ?? 0 };
  } catch {
    return null;
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(read)));
