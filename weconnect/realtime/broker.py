"""The broker: several servers are one, joined by Redis.

What `publish.py` sends to sockets of this server goes to those of all others as well: on one
channel per room for its live feed, one per room for its members, one per person. A server
subscribes to a channel only while somebody connected to it is concerned. The packet is encoded once
in the whole cluster and forwarded as it is (`envelope.py`); the client manager (`fanout.py`) hands
it to the sockets. Between servers go notes, in the same envelopes: that somebody was thrown out,
logged out, is online.

Redis is a hint, the database is the truth. What Redis loses is found again: changes of messages by
their versions (`feeds.py`), ended logins and memberships by looking them up whenever a
subscription has begun, presence by asking the others (`roster.py`).
"""

import functools
import json
import logging
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol

import gevent
from gevent.event import Event as Signal

from weconnect.db import db
from weconnect.wire.auth import Closing, User
from weconnect.wire.base import Event
from weconnect.wire.messages import MessageChanged, NewMessage
from weconnect.wire.presence import PresenceState, UserTyping

from . import Realtime
from .connections import Part
from .crowd import Elsewhere
from .envelope import Envelope, Forged, Seal
from .feeds import Change, Feeds, Store
from .gather import Gather
from .line import Line, connector
from .packets import event_packet
from .publish import Audience, disconnect_here, evict_here, feed, sids_of
from .roster import Roster
from .shutdown import before_exit

log = logging.getLogger(__name__)

EVENT = "event"
# How long whoever joins a room waits for the subscription, and for who is online elsewhere.
PATIENCE_S = 0.25
# A subscription is kept for a while after the last one left: pages are loaded again.
KEPT_S = 5.0
# How often a server says that it lives, and looks who else does.
HEARTBEAT_S = 2.0
# How often feeds are compared with the database: in general, and while Redis is away.
CHECK_S, AWAY_CHECK_S = 5.0, 1.0
# How often logins and memberships are looked up while Redis is away.
AWAY_RECHECK_S = 3.0
# For how long a note that somebody types is news.
TYPING_USEFUL_S = 3.0
# How far back news is looked for beyond the time that Redis was away: until that was noticed.
MARGIN_S = 10.0
# At most one line of the log in this time about envelopes that are not ours.
COMPLAIN_S = 10.0


class Truth(Store, Protocol):
    """What the database knows, asked of the features when Redis may have lost something."""

    def recheck(self, user_ids: Collection[int]) -> None:
        """Close sockets of these people whose login has ended; correct which rooms are theirs."""

    def overlooked(self, seconds: float) -> None:
        """Tell sockets elsewhere of rooms with messages of the last so many seconds."""

    def users(self, ids: Collection[int]) -> Collection[User]:
        """These people."""


class Broker:
    """One server's part in the cluster."""

    def __init__(
        self,
        engine: Realtime,
        truth: Truth,
        secret: str,
        make_line: Callable[["Broker"], Line],
    ) -> None:
        self._engine = engine
        self._app = engine.app
        self._truth = truth
        self._seal = Seal(secret)
        self.id = self._seal.id
        self.line = make_line(self)
        self.feeds = Feeds(engine.app, truth, self._to_feed)
        self.roster = Roster(self, engine)
        self.crowd = Elsewhere(self, engine, truth.users)
        # Envelopes that were not sealed by one of us.
        self.forged = 0
        # How old the last envelope was when it came in, in seconds.
        self.lag_s = 0.0
        self._complained_at = float("-inf")
        self._awaited: dict[str, Signal] = {}
        self._ending: dict[str, float] = {}
        # Which sockets were told already of what goes to several channels.
        self._served: dict[str, tuple[float, set[str]]] = {}
        self._count = 0
        self._running = False
        self._turned = Signal()
        self._to_check: Gather[str, int] = Gather(engine.app, self._check, delay=0.02, interval=0.2)
        self._notes: dict[str, Callable[[int, Any, str], None]] = {
            "end": self._end,
            "evict": lambda user_id, room_id, _origin: self._evict(user_id, room_id),
            "admit": lambda user_id, room_id, _origin: self._admit(user_id, room_id),
            "alive": lambda _number, _data, _origin: None,
            **self.roster.notes,
            **self.crowd.notes,
        }
        engine.connections.watcher = self
        engine.state = self.roster.state

    # For the metrics

    @property
    def published(self) -> int:
        """Envelopes that went to Redis."""
        return self.line.counters.published

    @property
    def received(self) -> int:
        """Envelopes that came from Redis, also this server's own."""
        return self.line.counters.received

    @property
    def dropped(self) -> int:
        """Envelopes given up because the queue was full, or too late to be of use."""
        return self.line.counters.dropped

    @property
    def caught_up(self) -> int:
        """Changes of messages that were read from the database, as Redis did not bring them."""
        return self.feeds.caught_up

    @property
    def queue(self) -> int:
        """Envelopes that wait to be published."""
        return self.line.queue

    @property
    def subscriptions(self) -> int:
        """Channels whose envelopes come in."""
        return len(self.line.confirmed)

    @property
    def up(self) -> bool:
        """Whether Redis answers, as far as one knows."""
        return self.line.up

    # Sending

    def send(
        self, event: Event, to: Audience, skip: str | list[str] | None, text: str | None
    ) -> None:
        """Send an event to its audience on all servers. Never waits."""
        packet = event_packet(event.event, text or event.model_dump_json(by_alias=True))
        if to.sockets:
            self._to_sockets(packet, to.sockets, skip)
        elif to.room is not None and isinstance(event, NewMessage | MessageChanged):
            change = Change(event.version, event.seq, packet)
            self.feeds.offer(to.room, change)
            self.post("room", to.room, EVENT, packet, v=change.version, q=change.seq)
        elif to.room is not None:
            self._to_room(to.room, packet, skip, to.without)
            fields: dict[str, Any] = {} if to.without is None else {"not": to.without}
            useful = TYPING_USEFUL_S if isinstance(event, UserTyping) else float("inf")
            self.post("room", to.room, EVENT, packet, useful_s=useful, **fields)
        else:
            self._to_people(event, to, packet, skip)

    def _to_people(
        self, event: Event, to: Audience, packet: str, skip: str | list[str] | None
    ) -> None:
        self._to_sockets(packet, sids_of(self._engine.connections, to), skip)
        fields: dict[str, Any] = {}
        if type(event) in self._engine.everywhere:
            fields["e"] = event.event
        channels: list[tuple[Part, int]] = [
            *(("members", room_id) for room_id in to.members),
            *(("person", user_id) for user_id in to.people),
        ]
        if to.members and len(channels) > 1:
            self._count += 1
            fields["g"] = self._count
        for part, number in channels:
            self.post(part, number, EVENT, packet, **fields)

    def tell(self, note: str, to: Audience, data: Any) -> None:
        """Tell the other servers that have somebody of this audience, and not their sockets."""
        channels: list[tuple[Part, int]] = [
            *(("room", room_id) for room_id in ([] if to.room is None else [to.room])),
            *(("members", room_id) for room_id in to.members),
            *(("person", user_id) for user_id in to.people),
        ]
        for part, number in channels:
            self.note(part, number, note, data)

    def note(self, part: str, number: int | str, kind: str, data: Any, **options: Any) -> None:
        """Send a note on a channel."""
        self.post(part, number, kind, json.dumps(data, separators=(",", ":")), **options)

    def post(
        self,
        part: str,
        number: int | str,
        kind: str,
        body: str,
        *,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
        **fields: Any,
    ) -> None:
        """Put an envelope into the queue; `answered` is told how many servers it reached."""
        channel = self._channel(part, number)
        try:
            data = self._seal.close(channel, Envelope(kind, body, fields))
        except ValueError as error:
            self.line.counters.dropped += 1
            log.error("not sent to other servers", extra={"reason": str(error)})  # noqa: TRY400
            return
        self.line.publish(channel, data, useful_s, answered)

    # Joining a room

    def open(self, room_id: int) -> None:
        """Have the feed of a room, before its first socket joins: it begins at what a page read
        after this shows. Waits for a moment, and never for a Redis that is away."""
        db.session.remove()
        self.feeds.open(room_id, functools.partial(self._listen, room_id))
        self._await(self._channel("members", room_id), self.roster.is_complete(room_id))
        self.roster.give_up(room_id)

    def close_unless_joined(self, room_id: int) -> None:
        """Forget an opened feed that nobody joined after all."""
        if not self._engine.connections.has_part("room", room_id):
            self.ends("room", room_id)

    def _listen(self, room_id: int) -> None:
        self.begins("room", room_id)
        channel = self._channel("room", room_id)
        self._await(channel, channel in self.line.confirmed)
        db.session.remove()

    def _await(self, channel: str, done: bool) -> None:
        if self.line.up and not done:
            self._awaited.setdefault(channel, Signal()).wait(PATIENCE_S)

    def arrived(self, channel: str) -> None:
        """Wake whoever waits for a channel."""
        if (signal := self._awaited.pop(channel, None)) is not None:
            signal.set()

    # What this server takes part in (see connections.Watcher)

    def begins(self, part: Part, number: int) -> None:
        """Subscribe."""
        self._start()
        channel = self._channel(part, number)
        self._ending.pop(channel, None)
        self.line.subscribe(channel)
        if part == "person":
            self.roster.came(number)

    def ends(self, part: Part, number: int) -> None:
        """Unsubscribe, after a while."""
        self._ending[self._channel(part, number)] = time.monotonic() + KEPT_S
        if part == "room":
            self.feeds.close(number)

    def leaves(self, user_id: int, state: PresenceState, rooms: frozenset[int]) -> None:
        """A person's last socket here is gone."""
        self.roster.left(user_id, state, rooms)

    def enters(self, user_id: int, room_id: int) -> None:
        """A connected person belongs to a room."""
        self.roster.touch(user_id, [room_id])

    def exits(self, user_id: int, room_id: int) -> None:
        """A connected person no longer belongs to a room."""
        self.roster.touch(user_id, [room_id])

    # What the line says (see line.Listener)

    def take_in(self, channel: str, data: bytes) -> None:
        """Something came from another server, or seems to."""
        if self._seal.is_own(data):
            return
        try:
            envelope = self._seal.open(channel, data)
        except Forged:
            self._complain()
            return
        self.lag_s = max(0.0, time.time() - envelope.sent_at)
        self.roster.heard(envelope.origin)
        part, name = channel.split(":")[-2:]
        number = int(name) if name.isdigit() else 0
        if envelope.kind == EVENT:
            self._pass_on(part, number, envelope)
        else:
            with self._app.app_context():
                self._hear(number, envelope)

    def subscribed(self, channel: str) -> None:
        """A subscription has begun, or begun again: something may have been missed before."""
        part, name = channel.split(":")[-2:]
        if part == "room":
            self._to_check.add("feeds", int(name))
            self.crowd.introduce(int(name))
            self.arrived(channel)
        elif part == "person":
            self._to_check.add("people", int(name))
        elif part == "members":
            self.roster.introduce(int(name))

    def line_changed(self) -> None:
        """Redis went or came back."""
        was_away_s = time.monotonic() - self.line.since
        self.feeds.patient = self.line.up
        self._turned.set()
        if self.line.up:
            self.roster.resume()
            self._to_check.add("overlooked", round(was_away_s + MARGIN_S))

    def _complain(self) -> None:
        self.forged += 1
        if time.monotonic() - self._complained_at > COMPLAIN_S:
            self._complained_at = time.monotonic()
            log.warning("forged envelope dropped", extra={"forged": self.forged})

    # Passing on to this server's sockets

    def _pass_on(self, part: str, number: int, envelope: Envelope) -> None:
        fields, packet = envelope.fields, envelope.body
        if part == "room" and "v" in fields:
            self.feeds.offer(number, Change(fields["v"], fields["q"], packet))
            return
        if part == "room":
            self._to_room(number, packet, None, fields.get("not"))
            return
        to = Audience(members=(number,)) if part == "members" else Audience(people=(number,))
        sids = sids_of(self._engine.connections, to)
        if "g" in fields:
            sids = self._not_served(f"{envelope.origin}/{fields['g']}", sids)
        self._to_sockets(packet, sids, None)
        if (name := fields.get("e")) is not None:
            self._take_effect(name, packet)

    def _not_served(self, group: str, sids: list[str]) -> list[str]:
        _, served = self._served.setdefault(group, (time.monotonic(), set()))
        fresh = [sid for sid in sids if sid not in served]
        served.update(fresh)
        return fresh

    def _take_effect(self, name: str, packet: str) -> None:
        for kind, subscribers in self._engine.everywhere.items():
            if kind.event == name:
                event = kind.model_validate_json(packet[packet.index(",") + 1 : -1], strict=False)
                with self._app.app_context():
                    for subscriber in subscribers:
                        subscriber(event)

    def _to_feed(self, room_id: int, packet: str) -> None:
        self._engine.socketio.server.manager.send_parts([packet], "/", feed(room_id))

    def _to_room(
        self, room_id: int, packet: str, skip: str | list[str] | None, without: int | None
    ) -> None:
        skipped = [skip] if isinstance(skip, str) else list(skip or ())
        if without is not None:
            skipped += [one.sid for one in self._engine.connections.of_user(without)]
        manager = self._engine.socketio.server.manager
        manager.send_parts([packet], "/", feed(room_id), skipped)

    def _to_sockets(self, packet: str, sids: Iterable[str], skip: str | list[str] | None) -> None:
        if targets := list(sids):
            self._engine.socketio.server.manager.send_parts([packet], "/", targets, skip)

    # Notes

    def _hear(self, number: int, envelope: Envelope) -> None:
        data = json.loads(envelope.body)
        if (handler := self._notes.get(envelope.kind)) is not None:
            handler(number, data, envelope.origin)
        elif (feature := self._engine.notes.get(envelope.kind)) is not None:
            feature(number, data)

    def _end(self, user_id: int, data: dict[str, Any], _origin: str) -> None:
        reason = Closing.model_validate(data["reason"])
        disconnect_here(reason, user_id, data["login"], data["token"])

    def _evict(self, user_id: int, room_id: int) -> None:
        evict_here(room_id, user_id)

    def _admit(self, user_id: int, room_id: int) -> None:
        self._engine.connections.note_member(room_id, user_id)

    # From time to time

    def _start(self) -> None:
        if not self._running:
            self._running = True
            self.line.subscribe(self._channel("servers", "all"))
            self.line.subscribe(self._channel("server", self.id))
            gevent.spawn(self._live)
            gevent.spawn(self._check_forever)

    def stop(self) -> None:
        """Say nothing of people any more, and publish what was accepted: the server ends.

        Its people are not gone: most come back elsewhere before the others take them for gone.
        """
        self._running = False
        self.roster.stop()
        self.line.flush(PATIENCE_S)

    def _live(self) -> None:
        while self._running:
            try:
                with self._app.app_context():
                    self.note("servers", "all", "alive", None, useful_s=HEARTBEAT_S)
                    self.roster.tick(judge=self.line.up)
                    self._tidy()
            except Exception:
                log.exception("heartbeat failed")
            gevent.sleep(HEARTBEAT_S)

    def _tidy(self) -> None:
        now = time.monotonic()
        for channel in [one for one, due in self._ending.items() if due <= now]:
            del self._ending[channel]
            self.line.unsubscribe(channel)
            part, name = channel.split(":")[-2:]
            if part == "members":
                self.roster.forget_room(int(name))
            elif part == "room":
                self.crowd.forget_room(int(name))
        for group in [one for one, (at, _) in self._served.items() if at < now - MARGIN_S]:
            del self._served[group]

    def _check_forever(self) -> None:
        rechecked_at = 0.0
        while self._running:
            self._turned.wait(CHECK_S if self.line.up else AWAY_CHECK_S)
            self._turned.clear()
            try:
                with self._app.app_context():
                    if not self.line.up:
                        if time.monotonic() - rechecked_at > AWAY_RECHECK_S:
                            rechecked_at = time.monotonic()
                            self._truth.recheck(self._engine.connections.people())
                        self._truth.overlooked(AWAY_CHECK_S + MARGIN_S)
                    self.feeds.check(list(self.feeds))
            except Exception:
                log.exception("check failed")

    def _check(self, what: str, numbers: list[int]) -> None:
        if what == "feeds":
            self.feeds.check(numbers)
        elif what == "people":
            self._truth.recheck(set(numbers))
        else:
            self._truth.overlooked(max(numbers))

    def lost(self, seconds: float) -> None:
        """A server is gone, heard of last so many seconds ago: perhaps in the middle of a word."""
        self._to_check.add("overlooked", round(seconds + MARGIN_S))

    def _channel(self, part: str, number: int | str) -> str:
        return f"wc:{self._seal.cluster}:{part}:{number}"

    def channel_of(self, part: str, number: int | str) -> str:
        """The channel's name."""
        return self._channel(part, number)


def join_servers(engine: Realtime, redis_url: str, secret: str, truth: Truth) -> None:
    """Make the server of `engine` one with all that share this Redis and this secret."""
    broker = Broker(
        engine, truth, secret, lambda one: Line(connector(redis_url), one, sharded=False)
    )
    engine.broker = broker
    before_exit(engine.app, broker.stop)
