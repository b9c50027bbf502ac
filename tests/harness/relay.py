"""The proxy's process: relays TCP connections, and does to them what it is told on its stdin.

Each line of stdin is one JSON object `{"link": number, "do": name, "with": {…}}`, answered by one
line; tests/harness/proxy.py speaks it. It ends when stdin does.
"""

import asyncio
import ctypes
import json
import socket
import struct
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

CHUNK = 65536
# How much may be under way in one direction of a connection, in chunks.
UNDER_WAY = 64
# A throttled direction passes on so many pieces a second.
PIECES_A_SECOND = 50

_ATTACH_FILTER, _DETACH_FILTER = 26, 27  # SO_ATTACH_FILTER and its opposite, of Linux
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # the packet filter's program: return 0

# What was read, and when it is due.
Queue = asyncio.Queue[tuple[float, bytes]]


class Flow:
    """One direction of a link."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.rate = 0.0
        self.bytes = 0
        self.lost = False
        self.moving = asyncio.Event()
        self.moving.set()


class Pair:
    """One connection: the socket that came in, and the one to the server behind."""

    def __init__(self, link: "Link", near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self._link = link
        self._tasks = [
            *self._relay(near, far, link.flows["up"]),
            *self._relay(far, near, link.flows["down"]),
        ]

    def _relay(self, source: socket.socket, target: socket.socket, flow: Flow) -> list[Any]:
        queue: Queue = asyncio.Queue(UNDER_WAY)
        tasks = [self._read(source, flow, queue), self._write(target, flow, queue)]
        return [asyncio.create_task(self._guard(task)) for task in tasks]

    async def _guard(self, task: Coroutine[Any, Any, None]) -> None:
        try:
            await task
        except OSError:
            self.reset()

    async def _read(self, source: socket.socket, flow: Flow, queue: Queue) -> None:
        data = b"."
        while data:
            await flow.moving.wait()
            data = await asyncio.get_running_loop().sock_recv(source, CHUNK)
            flow.bytes += len(data)
            await queue.put((time.monotonic() + flow.delay, data))

    async def _write(self, target: socket.socket, flow: Flow, queue: Queue) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, data = await queue.get()
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if not data:
                target.shutdown(socket.SHUT_WR)
                return
            while data:
                await flow.moving.wait()
                size = max(1, int(flow.rate / PIECES_A_SECOND)) if flow.rate else len(data)
                await loop.sock_sendall(target, data[:size])
                if flow.rate:
                    await asyncio.sleep(len(data[:size]) / flow.rate)
                data = data[size:]

    def deafen(self, up: bool, down: bool) -> None:
        """Let packets from either side be lost, or be heard again."""
        deafen(self.near, up)
        deafen(self.far, down)

    def reset(self) -> None:
        """End the connection on both sides, as if each peer had been killed."""
        self._link.pairs.discard(self)
        for task in self._tasks:
            task.cancel()
        for one in (self.near, self.far):
            hang_up(one)

    @property
    def over(self) -> bool:
        """Whether both sides have said all they had to say."""
        return all(task.done() for task in self._tasks)


class Link:
    """A port that leads to another one."""

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.flows = {"up": Flow(), "down": Flow()}
        self.pairs: set[Pair] = set()
        # Connections that nobody will ever hear of again.
        self.vanished: set[Pair] = set()
        self.connections = 0
        self._accepting: asyncio.Task[None] | None = None
        self._listener = self.listen()

    def listen(self) -> socket.socket:
        """Take connections (again)."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        listener.setblocking(False)
        self._listener = listener
        self._accepting = asyncio.create_task(self._accept(listener))
        return listener

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            near, _ = await loop.sock_accept(listener)
            near.setblocking(False)
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            far = socket.socket()
            far.setblocking(False)
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                await loop.sock_connect(far, ("127.0.0.1", self.target))
            except OSError:
                hang_up(near)
                hang_up(far)
                continue
            for pair in [one for one in self.pairs if one.over]:
                pair.reset()
            pair = Pair(self, near, far)
            pair.deafen(self.flows["up"].lost, self.flows["down"].lost)
            self.pairs.add(pair)

    def directions(self, direction: str) -> list[Flow]:
        """One flow, or both."""
        return [self.flows[direction]] if direction in self.flows else [*self.flows.values()]

    def delay(self, seconds: float, direction: str) -> None:
        for flow in self.directions(direction):
            flow.delay = seconds

    def throttle(self, rate: float, direction: str) -> None:
        for flow in self.directions(direction):
            flow.rate = rate

    def freeze(self, direction: str) -> None:
        for flow in self.directions(direction):
            flow.moving.clear()

    def lose(self, direction: str) -> None:
        for flow in self.directions(direction):
            flow.lost = True
        self._deafen()

    def vanish(self) -> None:
        for pair in self.pairs:
            pair.deafen(True, True)
        self.vanished |= self.pairs
        self.pairs = set()

    def cut(self) -> None:
        if self._accepting:
            self._accepting.cancel()
        self._listener.close()
        for pair in list(self.pairs):
            pair.reset()

    def heal(self) -> None:
        for flow in self.flows.values():
            flow.delay = flow.rate = 0.0
            flow.lost = False
            flow.moving.set()
        if self._listener.fileno() < 0:
            self.listen()
        self._deafen()

    def figures(self) -> dict[str, int]:
        return {
            "connections": self.connections,
            "open": sum(not one.over for one in self.pairs),
            "up": self.flows["up"].bytes,
            "down": self.flows["down"].bytes,
        }

    def _deafen(self) -> None:
        up, down = self.flows["up"].lost, self.flows["down"].lost
        for pair in self.pairs:
            pair.deafen(up, down)
        if self._listener.fileno() >= 0:
            deafen(self._listener, up or down)


def deafen(one: socket.socket, deaf: bool) -> None:
    """Let the kernel drop every packet that comes to a socket, or no more of them.

    What is dropped is not acknowledged either: to its sender the network is gone, not the program.
    """
    if deaf:
        program = ctypes.create_string_buffer(_DROP_ALL)
        filters = struct.pack("HL", 1, ctypes.addressof(program))
        one.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, filters)
    else:
        try:
            one.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)
        except OSError:  # there was none
            pass


def hang_up(one: socket.socket) -> None:
    """Close a socket with a reset."""
    if one.fileno() >= 0:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()


async def obey() -> None:
    """Do what stdin says, line by line."""
    lines = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    links: list[Link] = []
    while line := await lines.readline():
        order = json.loads(line)
        answer: Any = None
        if order["do"] == "link":
            links.append(Link(**order["with"]))
            answer = len(links) - 1
        else:
            act: Callable[..., Any] = getattr(links[order["link"]], order["do"])
            answer = act(**order["with"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(obey())
