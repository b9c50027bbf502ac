"""Mail between devices: in order, at least once, exactly as often as it was sent, and bounded."""

import pytest

from tests.e2ee.conftest import Crew
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts import usage
from weconnect.e2ee import mail, mailboxes
from weconnect.engine.database import transactions
from weconnect.rooms.service import remove_member
from weconnect.wire import e2ee as wire
from weconnect.wire.errors import NotFound, RateLimited


def texts(news: wire.DeviceNews) -> list[str]:
    return [one.content["text"] for one in news.messages]


def test_it_comes_in_order_and_again_until_it_is_acknowledged(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    for number in range(5):
        assert ann.send(bo, transaction=f"t{number}", text=str(number)) == []

    first = bo.sync(limit=3)
    again = bo.sync(limit=3)
    assert texts(first) == texts(again) == ["0", "1", "2"]
    assert not first.complete
    assert {(one.sender, one.type) for one in first.messages} == {(ann.id, "m.test")}

    rest = bo.sync(mail=first.mail)
    assert texts(rest) == ["3", "4"]
    assert rest.complete
    last = bo.sync(mail=rest.mail)
    assert (last.messages, last.mail) == ([], rest.mail)
    # What is acknowledged twice takes nothing else with it.
    ann.send(bo, transaction="t5", text="5")
    assert texts(bo.sync(mail=rest.mail)) == ["5"]


def test_the_same_transaction_is_taken_once(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    gone = wire.Claimed(person=bo.id, device="A" * 16)
    there = wire.MailTo(person=bo.id, device=bo.device, content={"text": "once"})
    wish = wire.SendMail(
        transaction="t", type="m.test", messages=[there, wire.MailTo(**dict(gone), content={})]
    )

    answers = team.together(*[lambda: mail.send_mail(ann.actor, wish)] * 6)

    assert answers == [wire.MailSent(undelivered=[gone])] * 6
    assert texts(bo.sync()) == ["once"]
    # Another device may call its own the same.
    assert crew.login(ann.actor).send(bo, transaction="t") == []
    assert texts(bo.sync()) == ["once", "hello"]


def test_people_who_write_to_each_other_at_once_do_not_wait_for_each_other(
    team: Team, crew: Crew, monkeypatch
):
    # What waited crosswise would be tried again, after a second.
    monkeypatch.setattr(transactions, "RETRYABLE", set())
    people = crew.people("ann", "bo", "cy")
    answers = team.together(
        *[
            lambda one=one, number=number: one.send(*people, transaction=f"t{number}")
            for number in range(10)
            for one in people
        ]
    )

    assert answers == [[]] * 30
    assert [len(one.sync().messages) for one in people] == [30] * 3


def test_all_devices_of_a_person_but_the_one_that_sends(crew: Crew, stage: Stage):
    ann, bo = crew.people("ann", "bo")
    phone = crew.login(ann.actor)
    sockets = {one: stage.connect(one.actor) for one in (ann, bo)}

    ann.send(ann, bo, device="*")

    assert [len(one.sync().messages) for one in (ann, phone, bo)] == [0, 1, 1]
    told = {
        one: [data["device"] for data in stage.of("deviceMail", sockets[one])] for one in sockets
    }
    assert told == {ann: [phone.device], bo: [bo.device]}


def test_a_full_box_refuses_and_says_so_without_holding_up_others(crew: Crew, monkeypatch):
    monkeypatch.setattr(mailboxes, "MOST_PIECES", 4)
    ann, bo, cy = crew.people("ann", "bo", "cy")
    full = wire.Claimed(person=bo.id, device=bo.device)
    for number in range(2):
        assert ann.send(bo, transaction=f"t{number}") == []

    assert ann.send(bo, cy, transaction="t2") == [full]
    assert ann.send(bo, transaction="t3") == [full]
    assert ann.send(bo, transaction="t3") == [full]

    assert len(cy.sync().messages) == 1
    news = bo.sync()
    assert (len(news.messages), news.lost) == (2, 2)
    assert bo.sync().lost == 2, "the answer may have been lost"
    assert bo.sync(mail=news.mail).lost == 0
    assert ann.send(bo, transaction="t4") == []


def test_nobody_can_shut_a_box_to_others(crew: Crew, monkeypatch):
    monkeypatch.setattr(mailboxes, "MOST_PIECES", 12)
    monkeypatch.setattr(mailboxes, "MOST_BYTES", 100_000)
    ann, bo, cy, dee = crew.people("ann", "bo", "cy", "dee")

    assert len(ann.send(*[bo] * 12)) == 1, "one device, whose box is full"
    assert len(ann.send(bo, transaction="more")) == 1
    assert cy.send(*[bo] * 3) == []
    assert len(cy.send(bo, transaction="more")) == 1
    assert dee.send(bo) == []

    news = bo.sync()
    assert [one.sender for one in news.messages] == [ann.id] * 6 + [cy.id] * 3 + [dee.id]
    bo.sync(mail=news.mail)
    # By bytes as well.
    assert ann.send(bo, transaction="large", text="x" * 45_000) == []
    assert len(ann.send(bo, transaction="larger", text="x" * 20_000)) == 1
    assert cy.send(bo, transaction="large", text="x" * 20_000) == []


def test_it_is_bounded_in_bytes_too(crew: Crew, monkeypatch):
    monkeypatch.setattr(mailboxes, "MOST_BYTES", 1000)
    ann, bo = crew.people("ann", "bo")

    assert ann.send(bo, text="x" * 900) == []
    assert len(ann.send(bo, transaction="t2", text="x" * 900)) == 1


def test_what_one_person_sends_in_a_day_is_bounded(crew: Crew, monkeypatch):
    monkeypatch.setattr(mail, "MOST_A_DAY", 1000)
    ann, bo = crew.people("ann", "bo")
    second = crew.login(ann.actor)
    assert ann.send(bo, text="x" * 600) == []

    for sender in (ann, second):
        with pytest.raises(RateLimited) as refused:
            sender.send(bo, transaction="t2", text="x" * 600)
        assert 0 < (refused.value.retry_after or 0) <= usage.DAY_S
    assert bo.send(ann, text="x" * 600) == []
    assert second.send(bo, transaction="t2", text="x" * 200) == []
    assert ann.send(bo, text="x" * 600) == [], "the same once more is no more"
    assert len(bo.sync().messages) == 2

    # Nothing of what was refused is remembered, and another day is another one.
    tomorrow = usage.today() + 1
    monkeypatch.setattr(usage, "today", lambda: tomorrow)
    assert ann.send(bo, transaction="t2", text="x" * 600) == []
    assert [len(one.content["text"]) for one in bo.sync().messages] == [600, 200, 600]
    monkeypatch.setattr(usage, "today", lambda: tomorrow - 1)
    with pytest.raises(RateLimited):
        ann.send(bo, transaction="t3", text="x" * 600)


def test_large_mail_comes_in_pages_that_are_not_too_large(crew: Crew):
    ann, bo = crew.people("ann", "bo")
    for number in range(6):
        ann.send(bo, transaction=f"t{number}", text="x" * 60_000)

    news = bo.sync()
    assert (len(news.messages), news.complete) == (4, False)
    assert len(bo.sync(mail=news.mail).messages) == 2


def test_only_so_many_transactions_are_remembered(crew: Crew, monkeypatch):
    monkeypatch.setattr(mail, "MOST_TRANSACTIONS", 2)
    ann, bo = crew.people("ann", "bo")
    for name in ("a", "b", "c", "b", "c", "a"):
        ann.send(bo, transaction=name)

    assert len(bo.sync().messages) == 4


def test_nobody_else_can_send_or_read_any(team: Team, crew: Crew):
    ann, bo = crew.people("ann", "bo")
    stranger = crew.login(team.person("stranger"))
    refused = [wire.Claimed(person=bo.id, device=bo.device)]

    assert stranger.send(bo) == refused
    remove_member(ann.actor, crew.room, bo.id)
    assert ann.send(bo) == refused
    assert bo.sync().messages == []
    team_mate = team.person("cy")
    with pytest.raises(NotFound):
        mail.send_mail(team_mate, wire.SendMail(transaction="t", type="t", messages=[]))
