"""Emojis on messages: one of each kind from each person, in the order in which they came."""

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.reactions import service
from weconnect.rooms import service as rooms
from weconnect.wire.errors import Conflict, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.parts.reactions import Reactions
from weconnect.wire.reactions import FindReactions


def shown(message: Message) -> list[tuple[str, list[int]]]:
    return [(one.emoji, one.users) for one in Reactions.of(message).reactions]


def test_reactions_stand_in_the_order_in_which_they_came(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    sent = team.say(ann, room)
    tab = stage.connect(ann, room)
    for person, emoji in ((bo, "🎉"), (cy, "👍"), (ann, "🎉")):
        service.add_reaction(person, sent.id, emoji)
    (now,) = team.everything(ann, room)
    assert shown(now) == [("🎉", [bo.id, ann.id]), ("👍", [cy.id])]
    assert (now.seq, now.version, now.edited_at) == (1, 4, None)
    assert [one["version"] for one in stage.of("messageChanged", tab)] == [2, 3, 4]


def test_the_same_once_more_changes_nothing(team: Team, stage: Stage):
    ann = team.person("ann")
    room = team.room(ann)
    sent = team.say(ann, room)
    tab = stage.connect(ann, room)
    first = service.add_reaction(ann, sent.id, "🎉")
    assert service.add_reaction(ann, sent.id, "🎉") == first
    assert service.remove_reaction(ann, sent.id, "👍") == first
    assert len(stage.of("messageChanged", tab)) == 1


def test_taken_back_it_is_gone_and_others_stay(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room)
    for person in (ann, bo):
        service.add_reaction(person, sent.id, "🎉")
    assert shown(service.remove_reaction(ann, sent.id, "🎉")) == [("🎉", [bo.id])]
    assert shown(service.remove_reaction(bo, sent.id, "🎉")) == []


def test_a_crowd_that_reacts_at_once(team: Team):
    crowd = team.crowd(40)
    room = team.room(crowd[0], *crowd[1:])
    sent = team.say(crowd[0], room)
    done = team.together(
        *(lambda one=one: service.add_reaction(one, sent.id, "🎉") for one in crowd * 2)
    )
    assert {one.version for one in done} == set(range(2, 42))
    (now,) = team.everything(crowd[0], room)
    ((_, people),) = shown(now)
    assert sorted(people) == [one.id for one in crowd]


def test_so_many_kinds_and_no_more(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room)
    kinds = [chr(0x1F600 + number) for number in range(service.MOST_EMOJIS)]
    for emoji in kinds:
        service.add_reaction(ann, sent.id, emoji)
    with pytest.raises(Conflict):
        service.add_reaction(ann, sent.id, "🎉")
    assert service.add_reaction(bo, sent.id, kinds[0]), "more of a kind that is there"


def test_a_reaction_does_not_count_as_unread(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room)
    service.add_reaction(bo, sent.id, "🎉")
    assert team.unread(ann, room) == (0, 0)
    assert team.unread(bo, room) == (1, 0)


def test_former_members_keep_no_hand_in_it(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private")
    sent = team.say(ann, room)
    service.add_reaction(bo, sent.id, "🎉")
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        service.remove_reaction(bo, sent.id, "🎉")
    (now,) = team.everything(ann, room)
    assert shown(now) == [("🎉", [bo.id])]


def formed(message: Message) -> list[tuple[str, int, list[str] | None]]:
    return [(one.emoji, one.count, one.forms) for one in Reactions.of(message).reactions]


def test_there_is_one_for_all_skin_tones(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    sent = team.say(ann, room)
    tab = stage.connect(ann, room)
    assert formed(service.add_reaction(ann, sent.id, "👍")) == [("👍", 1, None)]
    assert formed(service.add_reaction(bo, sent.id, "👍🏽")) == [("👍", 2, ["👍", "👍🏽"])]
    service.add_reaction(cy, sent.id, "👍🏿")
    # In another tone it is still one's only one; in the same it changes nothing.
    again = service.add_reaction(bo, sent.id, "👍🏻")
    assert formed(again) == [("👍", 3, ["👍", "👍🏻", "👍🏿"])]
    assert service.add_reaction(bo, sent.id, "👍🏻") == again
    assert stage.of("messageChanged", tab)[-1]["reactions"][0]["forms"] == ["👍", "👍🏻", "👍🏿"]
    # It is taken back in whichever tone.
    service.remove_reaction(bo, sent.id, "👍🏿")
    service.remove_reaction(cy, sent.id, "👍")
    (now,) = team.everything(ann, room)
    assert formed(now) == [("👍", 1, None)]


def test_who_reacted_page_by_page(team: Team):
    ann, bo, *crowd = team.crowd(12)
    room = team.room(ann, bo, *crowd)
    sent = team.say(ann, room)
    for person in (bo, *crowd):
        service.add_reaction(person, sent.id, "👍🏽" if person is bo else "👍")
    service.add_reaction(bo, sent.id, "🎉")
    seen: list[tuple[int, str, str]] = []
    after: int | None = 0
    while after is not None:
        page = service.who(ann, sent.id, FindReactions(after=after, limit=5))
        assert len(page.reactions) <= 5
        seen += [(one.user.id, one.emoji, one.form) for one in page.reactions]
        after = page.next
    assert seen == [
        (bo.id, "👍", "👍🏽"),
        *((one.id, "👍", "👍") for one in crowd),
        (bo.id, "🎉", "🎉"),
    ]
    some = service.who(ann, sent.id, FindReactions(emoji="🎉"))
    assert [(one.user.id, one.form) for one in some.reactions] == [(bo.id, "🎉")]
    toned = service.who(ann, sent.id, FindReactions(emoji="👍🏿", limit=1))
    assert (toned.reactions[0].form, toned.next is not None) == ("👍🏽", True)


def test_who_reacted_is_for_those_who_may_read_it(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, kind="private")
    sent = team.say(ann, room)
    service.add_reaction(bo, sent.id, "🎉")
    with pytest.raises(NotFound):
        service.who(cy, sent.id, FindReactions())
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        service.who(bo, sent.id, FindReactions())
