"""The broker: several servers are one, joined by Redis.

What is published to sockets of this server goes to those of all others as well: on one channel per
room for its live feed, one per room for its members, one per person (`channels.py`). The packet is
encoded once in the whole cluster and forwarded as it is (`envelope.py`); the client manager
(`socketio/manager.py`) hands it to the sockets. Between servers go notes, in the same envelopes:
that somebody was thrown out, logged out, is online.

Redis is a hint, the database is the truth. What Redis loses is found again: changes of messages by
their versions (`feeds.py`), ended logins and memberships by looking them up whenever a
subscription has begun (`reconcile.py`), presence by asking the others (`presence.py`).
"""

import atexit
import json
import logging
import time
from collections.abc import Callable
from typing import Any, cast

from weconnect.engine.database.transactions import db
from weconnect.engine.lifecycle import before_exit
from weconnect.engine.realtime.hub.audience import Audience, Skip
from weconnect.engine.realtime.hub.connections import Part
from weconnect.engine.realtime.hub.delivery import packet_of
from weconnect.engine.realtime.hub.engine import Realtime
from weconnect.wire.base import Event, PresenceState, RawJson

from .arrivals import ClusterArrivals
from .channels import ALL_SERVERS, Channel, Channels
from .envelope import Envelope, Forged, Seal
from .feeds import Change, Feeds
from .local_sockets import LocalSockets
from .ports import HearNote, Store, Versioned
from .presence import ClusterPresence
from .reconcile import HEARTBEAT_S, Reconciler
from .redis.pubsub import PubSub

log = logging.getLogger(__name__)

EVENT = "event"
# At most one line of the log in this time about envelopes that are not ours.
COMPLAIN_S = 10.0
# How long a server that ends waits until what it published has left.
LAST_WORDS_S = 0.5


class Broker:
    """One server's part in the cluster.

    For the metrics: `pubsub.published`, `received`, `dropped`, `queue` and `subscriptions`,
    `feeds.caught_up`, `too_large` and `forged` (envelopes that could not be sent, or were not
    sealed by one of us) and `lag_s` (how old the last one was when it came in, in seconds by both
    servers' clocks).
    """

    def __init__(
        self,
        engine: Realtime,
        store: Store,
        secret: str,
        make_pubsub: Callable[["Broker"], PubSub],
    ) -> None:
        self._engine = engine
        self._seal = Seal(secret)
        self.pubsub = make_pubsub(self)
        self.channels = Channels(self._seal.cluster, self.pubsub)
        self._local = LocalSockets(
            engine.connections, engine.socketio.server.manager, engine.ports.unseen
        )
        self.feeds = Feeds(engine.app, store, self._send_to_feed)
        self.presence = ClusterPresence(self, self.channels, engine, self._lose)
        self.arrivals = ClusterArrivals(self, engine, store.users)
        self.reconciler = Reconciler(
            engine.app,
            engine.connections,
            self.feeds,
            store,
            lambda: self.pubsub.up,
            engine.ports.missed,
        )
        self.state, self.present = self.presence.state, self.presence.present
        self.noted, self.moved = self.presence.noted, self.arrivals.tell
        self.may_be_elsewhere = self.presence.may_be_elsewhere
        self.forged = self.too_large = 0
        self.lag_s = 0.0
        self._complained_at = float("-inf")
        self._groups = 0
        self._started = False
        # Events that have effects on each server.
        self._everywhere = {kind.event: kind for kind in engine.ports.everywhere}
        self._hears: dict[str, HearNote] = {
            "end": self._end,
            "evict": self._recheck,
            "admit": self._admit,
            **self.presence.hears,
            **self.arrivals.hears,
        }
        engine.connections.watch(self)

    @property
    def id(self) -> str:
        """The id of this server, as the others know it."""
        return self._seal.id

    # Sending: never waits

    def send(self, event: Event, to: Audience, skip: Skip, written: RawJson[Any] | None) -> None:
        """Send an event to its audience on all servers."""
        packet = packet_of(event, written)
        if to.sockets:
            self._local.send_packet(packet, to, skip)
        elif to.room is None:
            self._send_to_people(event, to, packet, skip)
        elif event.ordered:
            change = _change(cast(Versioned, event), to, packet)
            self.feeds.offer(to.room, change)
            fields = {"v": change.version, "q": change.seq, "p": change.people}
            self.post(Channel("room", to.room), EVENT, packet, fields)
        else:
            self._local.send_packet(packet, to, skip)
            fields = {} if to.without is None else {"not": to.without}
            channel = Channel("room", to.room)
            self.post(channel, EVENT, packet, fields, useful_s=event.useful_s)

    def _send_to_people(self, event: Event, to: Audience, packet: str, skip: Skip) -> None:
        self._local.send_packet(packet, to, skip)
        fields: dict[str, Any] = {}
        if event.event in self._everywhere:
            fields["e"] = event.event
        channels = _channels_of(to)
        if len(channels) > 1 and to.members:
            self._groups += 1
            fields["g"] = self._groups
        for channel in channels:
            self.post(channel, EVENT, packet, fields)

    def _send_to_feed(self, room_id: int, change: Change) -> None:
        self._local.send_change(room_id, change.version, change.seq, change.packet)

    def tell(self, note: str, to: Audience, data: Any) -> None:
        """Tell the other servers that have somebody of this audience, and not their sockets."""
        for channel in _channels_of(to):
            self.note(channel, note, data)

    def note(
        self,
        channel: Channel,
        kind: str,
        data: Any,
        *,
        useful_s: float = float("inf"),
        answered: Callable[[int], None] | None = None,
    ) -> None:
        """Send a note; see `ports.Notes`."""
        text = json.dumps(data, separators=(",", ":"))
        self.post(channel, kind, text, {}, useful_s=useful_s, answered=answered)

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
        self.pubsub.publish(name, data, useful_s, answered)

    # Joining a room

    def open(self, room_id: int) -> None:
        """Have the feed of a room, before its first socket joins: it begins at what a page read
        after this shows. Waits for a moment, and never for a Redis that is away."""
        db.session.remove()
        self.feeds.open(room_id, lambda: self._listen(room_id))
        complete = self.presence.is_complete(room_id)
        self.channels.wait(Channel("members", room_id), is_done=complete)
        self.presence.give_up(room_id)
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
            self.presence.came(number)

    def ends(self, part: Part, number: int) -> None:
        """Unsubscribe, after a while."""
        self.channels.end(Channel(part, number))
        if part == "room":
            self.feeds.close(number)

    def enters(self, user_id: int, room_id: int) -> None:
        """A connected person belongs to a room."""
        self.presence.touch(user_id, [room_id])

    def exits(self, user_id: int, room_id: int) -> None:
        """A connected person no longer belongs to a room."""
        self.presence.touch(user_id, [room_id])

    def leaves(self, user_id: int, state: PresenceState, rooms: frozenset[int]) -> None:
        """A person's last socket here is gone."""
        self.presence.left(user_id, state, rooms)

    # What Redis says (see redis/pubsub.py, Subscriptions)

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
        self.presence.heard(envelope.origin)
        channel = self.channels.read(name)
        if envelope.kind == EVENT:
            self._pass_on(channel, envelope)
        else:
            self._hear(channel, envelope)

    def subscribed(self, name: str) -> None:
        """A subscription has begun, or begun again: something may have been missed before."""
        channel = self.channels.read(name)
        if channel.part == "room":
            self.reconciler.check_feed(channel.number)
            self.arrivals.introduce(channel.number)
            self.channels.arrived(channel)
        elif channel.part == "person":
            self.reconciler.check_person(channel.number)
        elif channel.part == "members":
            self.presence.introduce(channel.number)
        elif channel == ALL_SERVERS:
            self.reconciler.check_everybody()

    def pubsub_changed(self, lasted_s: float) -> None:
        """Redis went or came back, after so many seconds."""
        self.feeds.patient = self.pubsub.up
        if self.pubsub.up:
            self.presence.resume()
            self.reconciler.check_activity(lasted_s)
        else:
            self.reconciler.look_oneself()

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
                self._local.send_packet(packet, Audience(room=number, without=fields.get("not")))
            return
        if channel == ALL_SERVERS:
            to = Audience(everybody=True)
        elif channel.part == "person":
            to = Audience(people=(number,))
        else:
            to = Audience(members=(number,))
        if "g" in fields:
            self._local.send_once(packet, to, f"{envelope.origin}/{fields['g']}")
        else:
            self._local.send_packet(packet, to)
        if (kind := self._everywhere.get(fields.get("e", ""))) is not None:
            self._take_effect(kind, packet)

    def _take_effect(self, kind: type[Event], packet: str) -> None:
        """Let an event of another server have its effects here."""
        event = kind.model_validate_json(packet[packet.index(",") + 1 : -1])
        with self._engine.app.app_context():
            for subscriber in self._engine.ports.everywhere[kind]:
                subscriber(event)

    # Notes

    def _hear(self, channel: Channel, envelope: Envelope) -> None:
        data = json.loads(envelope.body)
        with self._engine.app.app_context():
            if (handler := self._hears.get(envelope.kind)) is not None:
                handler(channel.number, data, envelope.origin)
            elif (feature := self._engine.notes.get(envelope.kind)) is not None:
                feature(channel.number, data)

    def _end(self, user_id: int, reason: Any, _origin: str) -> None:
        self._engine.connections.revocations += 1
        self.reconciler.recheck(user_id, reason)

    def _recheck(self, user_id: int, _data: Any, _origin: str) -> None:
        self._engine.connections.revocations += 1
        self.reconciler.recheck(user_id)

    def _admit(self, user_id: int, room_id: int, _origin: str) -> None:
        self._engine.connections.note_member(room_id, user_id)
        self.reconciler.recheck(user_id)

    def _lose(self, server: str, silent_s: float) -> None:
        """A server is taken for dead."""
        self.arrivals.lose(server)
        # Perhaps it had written something, and not come to say so.
        self.reconciler.check_activity(silent_s)

    # From time to time

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        self.channels.begin(ALL_SERVERS)
        self.channels.begin(Channel("server", self.id))
        self.reconciler.start(self._heartbeat)

    def _heartbeat(self) -> None:
        self.note(ALL_SERVERS, "alive", None, useful_s=HEARTBEAT_S)
        self.presence.tick(judge=self.pubsub.up)
        self.channels.tidy(self._forget)
        self._local.tidy()

    def _forget(self, channel: Channel) -> None:
        if channel.part == "members":
            self.presence.forget_room(channel.number)
        elif channel.part == "room":
            self.arrivals.forget_room(channel.number)

    def stop(self) -> None:
        """Say nothing of people any more, and publish what was accepted: the server ends.

        Its people are not gone: most come back elsewhere before the others take them for gone.
        """
        self.reconciler.stop()
        self.presence.stop()
        self.flush()

    def flush(self) -> None:
        """Publish what waits, if Redis takes it."""
        if self.pubsub.up:
            self.pubsub.flush(LAST_WORDS_S)


def _change(event: Versioned, to: Audience, packet: str) -> Change:
    return Change(event.version, event.seq, to.people_version, packet)


def _channels_of(to: Audience) -> list[Channel]:
    if to.everybody:
        return [ALL_SERVERS]
    rooms = [] if to.room is None else [Channel("room", to.room)]
    members = [Channel("members", room_id) for room_id in to.members]
    return [*rooms, *members, *(Channel("person", user_id) for user_id in to.people)]


def join_servers(engine: Realtime, redis_url: str, secret: str, store: Store) -> Broker:
    """Make the server of `engine` one with all that share this Redis and this secret."""
    broker = Broker(engine, store, secret, lambda one: PubSub(redis_url, one))
    before_exit(engine.app, broker.stop)
    # A command, such as one that resets a password, is a server too, and ends sooner.
    atexit.register(broker.flush)
    return broker
