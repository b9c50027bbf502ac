// The published socket.io-client under Node, told what to do by lines of JSON on its standard
// input; everything that happens to it is a line of JSON on its standard output.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [url, options] = process.argv.slice(2);
const socket = io(url, JSON.parse(options));
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

socket.on("connect", () => {
  say({ event: "connect", data: { transport: socket.io.engine.transport.name } });
  socket.io.engine.on("upgrade", (transport) => {
    say({ event: "upgrade", data: { transport: transport.name } });
  });
});
socket.on("connect_error", (error) => {
  say({ event: "connect_error", data: error.data ?? { message: error.message } });
});
socket.on("disconnect", (reason) => say({ event: "disconnect", data: { reason } }));
socket.onAny((event, data) => say({ event, data }));

for await (const line of createInterface({ input: process.stdin })) {
  const { number, event, payload } = JSON.parse(line);
  socket
    .timeout(20_000)
    .emitWithAck(event, payload)
    .then((answer) => say({ number, answer }))
    .catch((error) => say({ number, error: String(error) }));
}
socket.disconnect();
