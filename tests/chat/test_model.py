"""People do whatever comes into their heads; a plain model says what must come of it.

Hypothesis chooses who does what, and shrinks what goes wrong to the shortest story.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.team import Team, new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.messages import room_list, service, unread
from weconnect.reactions.service import add_reaction, remove_reaction
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError
from weconnect.wire.rooms import EditRoom
from weconnect.wire.text import shows

from .model import RANK, Place, Refusal, Said

PEOPLE = 4


EMOJIS = ("👍", "🎉")


# The team of the test under way, and how many steps were taken.
stage: dict[str, Any] = {}


class Chat(RuleBasedStateMachine):
    """Rooms of a few people."""

    places = Bundle("places")
    messages = Bundle("messages")
    who = st.integers(0, PEOPLE - 1)
    text = st.text(
        st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20
    ).filter(shows)

    def __init__(self) -> None:
        super().__init__()
        self.team: Team = stage["team"]
        self.people: list[Actor] = stage["people"]
        self.all: list[Place] = []
        self.by_key: dict[tuple[int, str], tuple[Place, Said]] = {}

    def both(self, model: Callable[[], Any], real: Callable[[], Any]) -> tuple[Any, Any]:
        """Ask the model and the service: both refuse with the same code, or neither does."""
        stage["steps"] += 1
        try:
            wanted, refused = model(), None
        except Refusal as refusal:
            wanted, refused = None, str(refusal)
        try:
            found, code = real(), None
        except AppError as error:
            found, code = None, error.code
        assert code == refused
        return wanted, found

    @rule(target=places, who=who, public=st.booleans())
    def make_a_room(self, who: int, public: bool) -> Place:
        room = self.team.room(self.people[who], kind="public" if public else "private")
        place = Place(room, public, {who: "owner"}, {who: 0})
        self.all.append(place)
        return place

    @rule(place=places, who=who)
    def join(self, place: Place, who: int) -> None:
        def model() -> None:
            if who in place.roles:
                return
            if not place.public:
                raise Refusal("notFound")
            place.require_open()
            place.enter(who, "member" if place.roles else "owner")

        self.both(model, lambda: rooms.join_room(self.people[who], place.id))

    @rule(place=places, who=who, whom=who)
    def invite(self, place: Place, who: int, whom: int) -> None:
        def model() -> None:
            if RANK[place.require_member(who)] < RANK["member"]:
                raise Refusal("forbidden")
            place.require_open()
            if whom not in place.roles:
                place.enter(whom, "member")

        name = self.people[whom].username
        self.both(model, lambda: rooms.add_member(self.people[who], place.id, name))

    @rule(place=places, who=who, whom=who)
    def remove(self, place: Place, who: int, whom: int) -> None:
        def model() -> None:
            role = place.require_member(who)
            if who != whom:
                if RANK[role] < RANK["admin"]:
                    raise Refusal("forbidden")
                if whom not in place.roles:
                    raise Refusal("notFound")
                if RANK[role] <= RANK[place.roles[whom]] and role != "owner":
                    raise Refusal("forbidden")
            place.leave(whom)

        target = self.people[whom].id
        self.both(model, lambda: rooms.remove_member(self.people[who], place.id, target))

    @rule(place=places, who=who, whom=who, role=st.sampled_from(list(RANK)))
    def give_a_role(self, place: Place, who: int, whom: int, role: Any) -> None:
        def model() -> None:
            own = place.require_member(who)
            if RANK[own] < RANK["admin"] or RANK[role] > RANK[own] or who == whom:
                raise Refusal("forbidden")
            if whom not in place.roles:
                raise Refusal("notFound")
            if RANK[own] <= RANK[place.roles[whom]] and own != "owner":
                raise Refusal("forbidden")
            place.roles[whom] = role

        target = self.people[whom].id
        self.both(model, lambda: rooms.change_role(self.people[who], place.id, target, role))

    @rule(place=places, who=who, archived=st.booleans())
    def archive(self, place: Place, who: int, archived: bool) -> None:
        def model() -> None:
            if RANK[place.require_member(who)] < RANK["admin"]:
                raise Refusal("forbidden")
            place.archived = archived

        change = EditRoom(archived=archived)
        self.both(model, lambda: rooms.edit_room(self.people[who], place.id, change))

    @rule(target=messages, place=places, who=who, text=text, reply=st.none() | st.integers(0, 9))
    def send(self, place: Place, who: int, text: str, reply: int | None) -> Any:
        key = new_id()
        reply_to = place.said[reply].id if reply is not None and reply < len(place.said) else None
        return self._send(place, who, text, key, reply_to)

    @rule(target=messages, told=messages, place=places, who=who, text=text)
    def send_again(self, told: tuple[Place, Said], place: Place, who: int, text: str) -> Any:
        return self._send(place, who, text, told[1].key, None)

    def _send(self, place: Place, who: int, text: str, key: str, reply_to: int | None) -> Any:
        def model() -> tuple[Place, Said]:
            if (who, key) in self.by_key:
                where, earlier = self.by_key[who, key]
                where.require_member(who)
                return where, earlier
            place.require_member(who)
            place.require_open()
            new = Said(0, len(place.said) + 1, place.version + 1, who, text, key, reply_to)
            place.said.append(new)
            place.version += 1
            place.read[who] = new.seq
            self.by_key[who, key] = place, new
            return place, new

        sender = self.people[who]
        wanted, found = self.both(
            model,
            lambda: self.team.say(sender, place.id, text, client_id=key, reply_to=reply_to),
        )
        if wanted is None:
            return multiple()
        wanted[1].id = wanted[1].id or found.id
        self.same(wanted[1], found)
        return wanted

    @rule(told=messages, who=who, text=text)
    def edit(self, told: tuple[Place, Said], who: int, text: str) -> None:
        place, message = told

        def model() -> None:
            self._open_message(place, who)
            if message.sender != who or message.deleted:
                raise Refusal("forbidden")
            if message.content != text:
                message.content, message.edited = text, True
                place.changed(message)

        self.both(
            model,
            lambda: service.edit_message(self.people[who], message.id, TextBody(content=text)),
        )

    @rule(told=messages, who=who)
    def delete(self, told: tuple[Place, Said], who: int) -> None:
        place, message = told

        def model() -> None:
            role = self._open_message(place, who)
            if message.sender != who and RANK[role] < RANK["admin"]:
                raise Refusal("forbidden")
            if not message.deleted:
                message.deleted, message.content, message.edited = True, "", False
                message.reactions = []
                place.changed(message)

        self.both(model, lambda: service.delete_message(self.people[who], message.id))

    @rule(told=messages, who=who, emoji=st.sampled_from(EMOJIS), add=st.booleans())
    def react(self, told: tuple[Place, Said], who: int, emoji: str, add: bool) -> None:
        place, message = told
        mine = (emoji, self.people[who].id)

        def model() -> None:
            self._open_message(place, who)
            if add and message.deleted:
                raise Refusal("forbidden")
            if add is (mine in message.reactions):
                return
            (message.reactions.append if add else message.reactions.remove)(mine)
            place.changed(message)

        change = add_reaction if add else remove_reaction
        self.both(model, lambda: change(self.people[who], message.id, emoji))

    @rule(place=places, who=who, seq=st.integers(0, 30))
    def read(self, place: Place, who: int, seq: int) -> None:
        def model() -> int:
            place.require_member(who)
            place.read[who] = max(place.read[who], min(seq, len(place.said)))
            return place.read[who]

        wanted, found = self.both(model, lambda: unread.mark_read(self.people[who], place.id, seq))
        assert wanted == found

    @rule(place=places, who=who, after=st.integers(0, 30))
    def catch_up(self, place: Place, who: int, after: int) -> None:
        def model() -> list[Said]:
            place.require_member(who)
            newer = [one for one in place.said if one.version > after]
            return sorted(newer, key=lambda one: one.version)

        wanted, found = self.both(
            model, lambda: self.team.changes(self.people[who], place.id, after, limit=100)
        )
        if wanted is not None:
            assert found.version == place.version
            for message, shown in zip(wanted, found.changes, strict=True):
                self.same(message, shown)

    @invariant()
    def what_members_see_is_what_happened(self) -> None:
        for place in self.all[-1:]:
            if not place.roles:
                continue
            reader = next(iter(place.roles))
            found = self.team.history(self.people[reader], place.id, limit=100)
            for message, shown in zip(place.said, found.messages, strict=True):
                self.same(message, shown)
            summary = room_list.summary(self.people[reader], place.id)
            assert summary is not None
            assert (summary.last_seq, summary.version) == (len(place.said), place.version)
            assert (summary.role, summary.archived) == (place.roles[reader], place.archived)
            assert summary.unread == len(place.said) - place.read[reader]

    def _open_message(self, place: Place, who: int) -> str:
        if who not in place.roles:
            raise Refusal("notFound")
        place.require_open()
        return place.roles[who]

    def same(self, message: Said, shown: Any) -> None:
        assert (shown.id, shown.seq, shown.version) == (message.id, message.seq, message.version)
        assert (shown.content, shown.deleted) == (message.content, message.deleted)
        assert (shown.sender.id, shown.client_id) == (self.people[message.sender].id, message.key)
        assert (shown.reply_to, shown.edited_at is not None) == (message.reply_to, message.edited)
        assert [(one.emoji, one.users) for one in shown.reactions] == message.shown()


@pytest.fixture(params=["sqlite", "postgres"])
def model_team(request, _apps: Apps, tmp_path: Path) -> Iterator[Team]:
    postgres: Postgres | None = None
    if request.param == "postgres":
        postgres = request.getfixturevalue("postgres")
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield Team(app)


def test_any_story_ends_as_the_model_says(model_team: Team, request, capsys, long):
    examples = {"sqlite": 8, "postgres": 4}[request.node.callspec.params["model_team"]] * (
        20 if long else 1
    )
    names = itertools.islice(("ann", "bo", "cy", "di"), PEOPLE)
    stage.update(team=model_team, people=model_team.people(*names), steps=0)
    run_state_machine_as_test(
        Chat,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )
    with capsys.disabled():
        print(f"\n  {request.node.name}: {stage['steps']} steps in {examples} stories")
    assert stage["steps"] > 10 * examples
