"""The broker: several servers are one, joined by Redis.

What `publish.py` sends to sockets of this server goes to those of all others as well: on one
channel per room for its live feed, one per room for its members, one per person (`channels.py`).
The packet is encoded once in the whole cluster and forwarded as it is (`envelope.py`); the client
manager (`socketio/manager.py`) hands it to the sockets. Between servers go notes, in the same
envelopes: that somebody was thrown out, logged out, is online.

Redis is a hint, the database is the truth. What Redis loses is found again: changes of messages by
their versions (`feeds.py`), ended logins and memberships by looking them up whenever a
subscription has begun (`reconcile.py`), presence by asking the others (`presence.py`).
"""

import atexit
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from weconnect.engine.database.transactions import db
from weconnect.engine.realtime.hub.connections import Part
from weconnect.engine.realtime.hub.engine import Realtime
from weconnect.engine.realtime.hub.publish import Audience
from weconnect.engine.realtime.socketio.packets import event_packet
from weconnect.engine.serving.shutdown import before_exit
from weconnect.wire.auth import Closing
from weconnect.wire.base import Event
from weconnect.wire.messages import MessageChanged, NewMessage
from weconnect.wire.presence import PresenceState, UserTyping

from .arrivals import Elsewhere
from .channels import ALL_SERVERS, Channel, Channels
from .envelope import Envelope, Forged, Seal
from .feeds import Change, Feeds
from .local_delivery import Local, Skip
from .presence import Roster
from .reconcile import HEARTBEAT_S, Truth, Upkeep
from .redis.pubsub import Line

log = logging.getLogger(__name__)

EVENT = "event"
# For how long a note that somebody types is news.
TYPING_USEFUL_S = 3.0
# At most one line of the log in this time about envelopes that are not ours.
COMPLAIN_S = 10.0
# How long a server that ends waits until what it published has left.
LAST_WORDS_S = 0.5

Note = Callable[[int, Any, str], None]


class Broker:
    """One server's part in the cluster.

    For the metrics: `line.published`, `received`, `dropped`, `queue` and `subscriptions`,
    `feeds.caught_up`, `too_large` and `forged` (envelopes that could not be sent, or were not
    sealed by one of us) and `lag_s` (how old the last one was when it came in, in seconds by both
    servers' clocks).
    """

    def __init__(
        self,
        engine: Realtime,
        truth: Truth,
        secret: str,
        make_line: Callable[["Broker"], Line],
    ) -> None:
        self._engine = engine
        self._seal = Seal(secret)
        self.line = make_line(self)
        self.channels = Channels(self._seal.cluster, self.line)
        self._local = Local(engine)
        self.feeds = Feeds(engine.app, truth, self._local.to_feed)
        self.roster = Roster(self, engine)
        self.crowd = Elsewhere(self, engine, truth.users)
        self.upkeep = Upkeep(
            engine.app, engine.connections, self.feeds, truth, lambda: self.line.up
        )
        self.forged = self.too_large = 0
        self.lag_s = 0.0
        self._complained_at = float("-inf")
        self._groups = 0
        self._started = False
        self._notes: dict[str, Note] = {
            "end": self._end,
            "evict": self._recheck,
            "admit": self._admit,
            **self.roster.notes,
            **self.crowd.notes,
        }
        engine.connections.watcher = self
        engine.state = self.roster.state
        engine.present = self.roster.present

    @property
    def id(self) -> str:
        """The id of this server, as the others know it."""
        return self._seal.id

    # Sending: never waits

    def send(self, event: Event, to: Audience, skip: Skip, text: str | None) -> None:
        """Send an event to its audience on all servers."""
        packet = event_packet(event.event, text or event.model_dump_json(by_alias=True))
        if to.sockets:
            self._local.to_sockets(packet, to.sockets, skip)
        elif to.room is None:
            self._to_people(event, to, packet, skip)
        elif isinstance(event, NewMessage | MessageChanged):
            change = Change(event.version, event.seq, to.people_version, packet)
            self.feeds.offer(to.room, change)
            fields = {"v": change.version, "q": change.seq, "p": change.people}
            self.post(Channel("room", to.room), EVENT, packet, fields)
        else:
            self._local.to_room(to.room, packet, skip, to.without)
            useful = TYPING_USEFUL_S if isinstance(event, UserTyping) else float("inf")
            fields = {} if to.without is None else {"not": to.without}
            self.post(Channel("room", to.room), EVENT, packet, fields, useful_s=useful)

    def _to_people(self, event: Event, to: Audience, packet: str, skip: Skip) -> None:
        self._local.to_people(to, packet, skip, None)
        fields: dict[str, Any] = {}
        if type(event) in self._engine.everywhere:
            fields["e"] = event.event
        channels = _channels_of(to)
        if len(channels) > 1 and to.members:
            self._groups += 1
            fields["g"] = self._groups
        for channel in channels:
            self.post(channel, EVENT, packet, fields)

    def tell(self, kind: str, to: Audience, data: Any) -> None:
        """Tell the other servers that have somebody of this audience, and not their sockets."""
        for channel in _channels_of(to):
            self.note(channel, kind, data)

    def note(self, channel: Channel, kind: str, data: Any, **options: Any) -> None:
        """Send a note; `options` are those of `post`."""
        self.post(channel, kind, json.dumps(data, separators=(",", ":")), {}, **options)

    def post(
        self,
        channel: Channel,
        kind: str,
        body: str,
        fields: dict[str, Any],
        *,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
    ) -> None:
        """Put an envelope into the queue.

        It is dropped if it cannot leave within `useful_s`; `answered` is told how many servers it
        reached, this one included if it listens.
        """
        name = self.channels.name(channel)
        try:
            data = self._seal.close(name, Envelope(kind, body, fields))
        except ValueError as error:
            self.too_large += 1
            log.error("not sent to other servers", extra={"reason": str(error)})  # noqa: TRY400
            return
        self.line.publish(name, data, useful_s, answered)

    # Joining a room

    def open(self, room_id: int) -> None:
        """Have the feed of a room, before its first socket joins: it begins at what a page read
        after this shows. Waits for a moment, and never for a Redis that is away."""
        db.session.remove()
        self.feeds.open(room_id, lambda: self._listen(room_id))
        complete = self.roster.is_complete(room_id)
        self.channels.wait(Channel("members", room_id), is_done=complete)
        self.roster.give_up(room_id)
        # The page that is read after this is to be as new as the feed.
        db.session.remove()

    def close_unless_joined(self, room_id: int) -> None:
        """Forget an opened feed that nobody joined after all."""
        if not self._engine.connections.has_part("room", room_id):
            self.ends("room", room_id)

    def _listen(self, room_id: int) -> None:
        self.begins("room", room_id)
        self.channels.wait(Channel("room", room_id))
        db.session.remove()

    # What this server takes part in (see connections.Watcher)

    def begins(self, part: Part, number: int) -> None:
        """Subscribe."""
        self._start()
        self.channels.begin(Channel(part, number))
        if part == "person":
            self.roster.came(number)

    def ends(self, part: Part, number: int) -> None:
        """Unsubscribe, after a while."""
        self.channels.end(Channel(part, number))
        if part == "room":
            self.feeds.close(number)

    def enters(self, user_id: int, room_id: int) -> None:
        """A connected person belongs to a room."""
        self.roster.touch(user_id, [room_id])

    def exits(self, user_id: int, room_id: int) -> None:
        """A connected person no longer belongs to a room."""
        self.roster.touch(user_id, [room_id])

    def leaves(self, user_id: int, state: PresenceState, rooms: frozenset[int]) -> None:
        """A person's last socket here is gone."""
        self.roster.left(user_id, state, rooms)

    # What the line says (see line.Listener)

    def take_in(self, name: str, data: bytes) -> None:
        """Something came from another server, or seems to."""
        if self._seal.is_own(data):
            return
        try:
            envelope = self._seal.open(name, data)
        except Forged:
            self._complain()
            return
        self.lag_s = max(0.0, time.time() - envelope.sent_at)
        self.roster.heard(envelope.origin)
        channel = self.channels.read(name)
        if envelope.kind == EVENT:
            self._pass_on(channel, envelope)
        else:
            self._hear(channel, envelope)

    def subscribed(self, name: str) -> None:
        """A subscription has begun, or begun again: something may have been missed before."""
        channel = self.channels.read(name)
        if channel.part == "room":
            self.upkeep.check_feed(channel.number)
            self.crowd.introduce(channel.number)
            self.channels.arrived(channel)
        elif channel.part == "person":
            self.upkeep.check_person(channel.number)
        elif channel.part == "members":
            self.roster.introduce(channel.number)

    def line_changed(self, lasted_s: float) -> None:
        """Redis went or came back, after so many seconds."""
        self.feeds.patient = self.line.up
        if self.line.up:
            self.roster.resume()
            self.upkeep.check_activity(lasted_s)
        else:
            self.upkeep.line_changed()

    def _complain(self) -> None:
        self.forged += 1
        if time.monotonic() - self._complained_at > COMPLAIN_S:
            self._complained_at = time.monotonic()
            log.warning("forged envelope dropped", extra={"forged": self.forged})

    # Passing on to this server's sockets

    def _pass_on(self, channel: Channel, envelope: Envelope) -> None:
        fields, packet, number = envelope.fields, envelope.body, channel.number
        if channel.part == "room":
            if "v" in fields:
                self.feeds.offer(number, Change(fields["v"], fields["q"], fields["p"], packet))
            else:
                self._local.to_room(number, packet, None, fields.get("not"))
            return
        is_person = channel.part == "person"
        to = Audience(people=(number,)) if is_person else Audience(members=(number,))
        group = f"{envelope.origin}/{fields['g']}" if "g" in fields else None
        self._local.to_people(to, packet, None, group)
        if "e" in fields:
            self._local.take_effect(fields["e"], packet)

    # Notes

    def _hear(self, channel: Channel, envelope: Envelope) -> None:
        data = json.loads(envelope.body)
        with self._engine.app.app_context():
            if (handler := self._notes.get(envelope.kind)) is not None:
                handler(channel.number, data, envelope.origin)
            elif (feature := self._engine.notes.get(envelope.kind)) is not None:
                feature(channel.number, data)

    def _end(self, user_id: int, reason: dict[str, Any], _origin: str) -> None:
        self._engine.connections.endings += 1
        self.upkeep.recheck(user_id, Closing.model_validate(reason))

    def _recheck(self, user_id: int, _data: Any, _origin: str) -> None:
        self._engine.connections.endings += 1
        self.upkeep.recheck(user_id)

    def _admit(self, user_id: int, room_id: int, _origin: str) -> None:
        self._engine.connections.note_member(room_id, user_id)
        self.upkeep.recheck(user_id)

    # From time to time

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        self.channels.begin(ALL_SERVERS)
        self.channels.begin(Channel("server", self.id))
        self.upkeep.start(self._heartbeat)

    def _heartbeat(self) -> None:
        self.note(ALL_SERVERS, "alive", None, useful_s=HEARTBEAT_S)
        self.roster.tick(judge=self.line.up)
        self.channels.tidy(self._forget)
        self._local.tidy()

    def _forget(self, channel: Channel) -> None:
        if channel.part == "members":
            self.roster.forget_room(channel.number)
        elif channel.part == "room":
            self.crowd.forget_room(channel.number)

    def stop(self) -> None:
        """Say nothing of people any more, and publish what was accepted: the server ends.

        Its people are not gone: most come back elsewhere before the others take them for gone.
        """
        self.upkeep.stop()
        self.roster.stop()
        self.flush()

    def flush(self) -> None:
        """Publish what waits, if Redis takes it."""
        if self.line.up:
            self.line.flush(LAST_WORDS_S)


def _channels_of(to: Audience) -> list[Channel]:
    rooms = [] if to.room is None else [Channel("room", to.room)]
    members = [Channel("members", room_id) for room_id in to.members]
    return [*rooms, *members, *(Channel("person", user_id) for user_id in to.people)]


def join_servers(engine: Realtime, redis_url: str, secret: str, truth: Truth) -> None:
    """Make the server of `engine` one with all that share this Redis and this secret."""
    broker = Broker(engine, truth, secret, lambda one: Line(redis_url, one))
    engine.broker = broker
    before_exit(engine.app, broker.stop)
    # A command, such as one that resets a password, is a server too, and ends sooner.
    atexit.register(broker.flush)
