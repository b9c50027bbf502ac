"""Emojis of the team: who makes them, what is kept of their pictures, and where they are shown."""

import io
from dataclasses import replace

import gevent
import psycopg
import pytest
from flask import Flask
from markupsafe import Markup
from PIL import Image
from sqlalchemy import insert

from tests.harness.questions import questions
from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.models import Team as TheTeam
from weconnect.emoji import drawing, own, service, shrink
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.pictures.process import PictureRefused
from weconnect.formatting.emoji import standard
from weconnect.formatting.html import emoji_html
from weconnect.reactions import service as reactions
from weconnect.wire import emoji as wire
from weconnect.wire.errors import BadRequest, Conflict, Forbidden, NotFound
from weconnect.wire.parts.reactions import Reactions


def png(side: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (side, side // 2), (250, 120, 0, 200)).save(out, "PNG")
    return out.getvalue()


def gif(frames: int = 4, side: int = 60) -> bytes:
    out = io.BytesIO()
    all_ = [Image.new("RGB", (side, side), (number * 7 % 256, 90, 90)) for number in range(frames)]
    all_[0].save(out, "GIF", save_all=True, append_images=all_[1:], duration=50, loop=0)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture
def admin(team: Team):
    return team.person("chief", admin=True)


def allow(team: Team, monkeypatch, whom: str) -> None:
    settings = team.app.config["WECONNECT"]
    monkeypatch.setitem(team.app.config, "WECONNECT", replace(settings, emoji_by=whom))


def test_everybody_makes_emojis_and_deletes_their_own(team: Team, admin):
    ann, bo = team.people("ann", "bo")
    made = service.add(ann, "wiggle", png())
    assert (made.name, made.may_delete) == ("wiggle", True)
    assert made.picture == made.still
    service.add(bo, "blob-2", gif())
    seen = service.found(bo).emojis or []
    assert [(one.name, one.may_delete) for one in seen] == [
        ("blob-2", True),
        ("wiggle", False),
    ]
    assert seen[0].picture != seen[0].still
    with pytest.raises(Forbidden):
        service.remove(bo, "wiggle")
    with pytest.raises(NotFound):
        service.remove(bo, "nobody")
    service.remove(ann, "wiggle")
    service.remove(admin, "blob-2")
    assert service.found(ann).emojis == []


def test_where_only_administrators_may(team: Team, admin, monkeypatch):
    ann = team.person("ann")
    before = service.add(ann, "before", png())
    allow(team, monkeypatch, "admins")
    assert (service.found(ann).may_add, service.found(admin).may_add) == (False, True)
    with pytest.raises(Forbidden):
        service.add(ann, "wiggle", png())
    with pytest.raises(Forbidden):
        service.remove(ann, before.name)
    service.add(admin, "wiggle", png())


def test_a_name_is_there_once_and_none_of_unicodes(team: Team):
    ann = team.person("ann")
    service.add(ann, "wiggle", png())
    for name in ("wiggle", "tada", "+1", "heart"):
        with pytest.raises(Conflict):
            service.add(ann, name, png())


@pytest.mark.parametrize(
    "name",
    [
        *("", "a", "A1", "a b", "-a", "a:", "a" * 33, "a/b", "a\n", "Ähre", "Ж1", "\u0301a", "好"),
        *("a\u200db", "a\u202eb", "🎉🎉", "a<b", "a\u00a0b", "\u0600\u0601"),
    ],
)
def test_names_that_are_refused(name: str):
    with pytest.raises(ValueError, match="name"):
        wire.EmojiPath(name=name)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *(("ährenfeld", "ährenfeld"), ("jose\u0301", "josé"), ("ｗｉｇｇｌｅ", "wiggle")),
        *(("مرحبا", "مرحبا"), ("हिन्दी", "हिन्दी"), ("好的", "好的"), ("straße_1", "straße_1")),
    ],
)
def test_names_are_of_any_script(team: Team, name: str, known: str):
    ann = team.person("ann")
    made = service.add(ann, wire.EmojiPath(name=name).name, png())
    assert made.name == known
    room = team.room(ann)
    sent = team.say(ann, room)
    sign = wire.UseEmojis(emojis=[f":{known}:"]).emojis[0]
    shown = Reactions.of(reactions.add_reaction(ann, sent.id, sign)).reactions
    assert [one.emoji for one in shown] == [f":{known}:"]
    with team.app.test_request_context():
        assert f'alt=":{known}:"' in drawing.draw(Markup(emoji_html(known)))


def test_of_two_names_that_look_the_same_there_is_one(team: Team):
    ann = team.person("ann")
    service.add(ann, "coco", png())
    service.add(ann, "straße", png())
    # Cyrillic letters; one folded form; one of Unicode's.
    for name in ("сосо", "strasse", "јоу"):
        with pytest.raises(Conflict):
            service.add(ann, name, png())
    with pytest.raises(BadRequest):
        service.add(ann, "pаypаl_two", png())
    # What looks like itself is no reason against another name of it.
    assert service.rename(ann, "straße", "strasse").name == "strasse"


def test_there_are_so_many_at_most(team: Team, monkeypatch):
    ann = team.person("ann")
    monkeypatch.setattr(wire, "MOST", 1)
    service.add(ann, "wiggle", png())
    with pytest.raises(Conflict, match="There are 1 emojis"):
        service.add(ann, "another", png())


def test_nobody_but_administrators_takes_all_places(team: Team, admin, monkeypatch):
    ann, bo = team.people("ann", "bo")
    settings = team.app.config["WECONNECT"]
    monkeypatch.setitem(team.app.config, "WECONNECT", replace(settings, emoji_per_person=2))
    for name in ("one-1", "one-2"):
        service.add(ann, name, png())
    with pytest.raises(Conflict, match="You have made 2 emojis, as many as one person may"):
        service.add(ann, "one-3", png())
    service.add(bo, "two-1", png())
    for number in range(3):
        service.add(admin, f"three-{number}", png())
    service.remove(ann, "one-1")
    service.add(ann, "one-3", png())
    assert (service.most_of(ann), service.most_of(admin)) == (2, wire.MOST)


def test_renaming(team: Team, admin):
    ann, bo = team.people("ann", "bo")
    before = service.add(ann, "wiggle", gif())
    after = service.rename(ann, "wiggle", "waggle")
    assert (after.name, after.picture) == ("waggle", before.picture)
    assert service.rename(admin, "waggle", "waggle-2").name == "waggle-2"
    with pytest.raises(Forbidden):
        service.rename(bo, "waggle-2", "mine")
    with pytest.raises(NotFound):
        service.rename(ann, "wiggle", "waggle")
    with pytest.raises(Conflict):
        service.rename(ann, "waggle-2", "tada")


@transaction
def begin() -> None:
    """There is a team, as the first registration makes it."""
    db.session.execute(insert(TheTeam).values(id=1, name="Team"))


def test_everybody_is_told_of_each_change_and_who_was_not_finds_it_out(team: Team, stage: Stage):
    begin()
    ann, bo = team.people("ann", "bo")
    start = service.found(ann).version
    hers, his = stage.connect(ann), stage.connect(bo)
    made = service.add(ann, "wiggle", png())
    service.rename(ann, "wiggle", "waggle")
    service.rename(ann, "waggle", "waggle")
    service.remove(ann, "waggle")
    there = {"name": "wiggle", "picture": made.picture, "still": made.still}
    told = [
        {"version": start + 1, "gone": None, "emoji": there},
        {"version": start + 2, "gone": "wiggle", "emoji": there | {"name": "waggle"}},
        {"version": start + 3, "gone": "waggle", "emoji": None},
    ]
    assert stage.of("emojiChanged", hers) == stage.of("emojiChanged", his) == told
    assert service.found(bo, start + 3).emojis is None
    assert service.found(bo, start).emojis == []
    with pytest.raises(NotFound):
        service.remove(ann, "waggle")
    assert service.found(bo).version == start + 3


def test_what_one_used_lately_is_known_on_all_devices(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    phone, desk, other = stage.connect(ann), stage.connect(ann), stage.connect(bo)
    service.add(ann, "wiggle", png())

    def used(*emojis: str) -> list[str]:
        return [one.emoji for one in own.use(ann, wire.UseEmojis(emojis=[*emojis])).recent]

    assert used("🎉", ":wiggle:") == ["🎉", ":wiggle:"]
    assert used("👍🏽", "🎉") == ["👍🏽", "🎉", ":wiggle:"]
    assert used(":wiggle:", ":nobody:") == [":wiggle:", "👍🏽", "🎉"]
    times = [one.at for one in own.of_actor(ann).recent]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == len(times)
    told = stage.of("ownEmojisChanged", phone)
    assert [one["emoji"] for one in told[-1]["recent"]] == [":wiggle:", "👍🏽", "🎉"]
    assert stage.of("ownEmojisChanged", desk) == told
    assert stage.of("ownEmojisChanged", other) == []
    assert own.of_actor(bo).recent == []
    own.choose_tone(ann, wire.ChooseSkinTone(skin_tone=2))
    assert stage.of("ownEmojisChanged", desk)[-1]["skinTone"] == 2
    # What there is no more is not offered, and comes back with it.
    service.remove(ann, "wiggle")
    assert [one.emoji for one in own.of_actor(ann).recent] == ["👍🏽", "🎉"]
    assert own.page_state(ann)["recentEmojis"][0]["emoji"] == "👍🏽"


def test_so_many_are_kept_and_each_once(team: Team):
    ann = team.person("ann")
    many = list(dict.fromkeys(standard().values()))[: 2 * wire.MOST_RECENT]
    for emoji in (*many, *many):
        own.use(ann, wire.UseEmojis(emojis=[emoji]))
    last = many[::-1][: wire.MOST_RECENT]
    assert [one.emoji for one in own.of_actor(ann).recent] == last
    for wrong in ([], ["👍"] * (wire.MOST_RECENT + 1), ["a"], [":A:"], ["x" * 99]):
        with pytest.raises(ValueError, match="emojis"):
            wire.UseEmojis(emojis=wrong)


def test_pictures_are_drawn_anew_and_small(team: Team):
    ann = team.person("ann")
    key = service.add(ann, "wiggle", png(900)).still.split("/")[-1].removesuffix("-still.webp")
    still = opened(service.picture(key, still=True))
    assert (still.format, still.size) == ("WEBP", (128, 128))
    assert service.picture(key, still=False) == service.picture(key, still=True)
    key = service.add(ann, "moving", gif(5)).picture.split("/")[-1].removesuffix(".webp")
    assert getattr(opened(service.picture(key, still=False)), "n_frames", 1) == 5
    assert getattr(opened(service.picture(key, still=True)), "n_frames", 1) == 1
    for wrong in ("", "x", "0" * 32, "../" + key):
        with pytest.raises(NotFound):
            service.picture(wrong, still=False)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png()[:60],
        b"GIF89a" + bytes(2000),
        gif(shrink.MOST_FRAMES + 1, 8),
        png(4000),
        bytes(shrink.MOST_BYTES + 1),
    ],
    ids=["nothing", "SVG", "half", "a GIF by name", "too long", "too many pixels", "too large"],
)
def test_what_is_no_picture_or_costs_too_much_is_refused(team: Team, upload: bytes):
    with pytest.raises(PictureRefused):
        service.add(team.person("ann"), "wiggle", upload)


def test_a_jpeg_is_none_as_it_has_no_transparency(team: Team):
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG")
    with pytest.raises(PictureRefused):
        service.add(team.person("ann"), "wiggle", out.getvalue())


def test_nothing_comes_along_that_was_written_beside_the_pixels():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    Image.new("RGB", (20, 20)).save(out, "WEBP", exif=exif)
    assert b"secret" in out.getvalue()
    still, moving = shrink.shrunk(out.getvalue())
    assert b"secret" not in still + moving


def test_reacting_with_one_of_the_team(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    sent = team.say(ann, room)
    with pytest.raises(NotFound):
        reactions.add_reaction(bo, sent.id, ":wiggle:")
    service.add(ann, "wiggle", png())
    for person in (ann, bo):
        shown = Reactions.of(reactions.add_reaction(person, sent.id, ":wiggle:")).reactions
    assert [(one.emoji, one.count) for one in shown] == [(":wiggle:", 2)]
    service.remove(ann, "wiggle")
    # What was there stays, as its name, and is taken back as before.
    left = Reactions.of(reactions.remove_reaction(bo, sent.id, ":wiggle:")).reactions
    assert [(one.emoji, one.count) for one in left] == [(":wiggle:", 1)]
    with pytest.raises(NotFound):
        reactions.add_reaction(bo, sent.id, ":wiggle:")


def test_skin_tones_are_kept_for_each_person(team: Team):
    ann, bo = team.people("ann", "bo")
    own.choose_tone(ann, wire.ChooseSkinTone(skin_tone=4))
    assert (own.of_actor(ann).tone, own.of_actor(bo).tone) == (4, 0)
    assert service.found(ann).skin_tone == 4
    own.choose_tone(ann, wire.ChooseSkinTone(skin_tone=0))
    assert own.of_actor(ann).tone == 0
    for wrong in (-1, 6):
        with pytest.raises(ValueError, match="skinTone"):
            wire.ChooseSkinTone.model_validate({"skinTone": wrong})


def test_what_is_drawn(team: Team):
    ann = team.person("ann")
    service.add(ann, "wiggle", gif())
    with team.app.test_request_context():
        html = drawing.draw(
            Markup('<emoji-name data-name="wiggle">:wiggle:</emoji-name> <b>:wiggle:</b>')
        )
        assert html.count("<img ") == 1
        assert 'media="(prefers-reduced-motion: reduce)"' in html
        assert 'alt=":wiggle:"' in html
        assert "<img" in drawing.sign(":wiggle:")
        assert (drawing.sign(":gone:"), drawing.sign("👍")) == (":gone:", "👍")


def test_a_page_asks_for_its_emojis_once(team: Team):
    ann = team.person("ann")
    names = [f"wiggle-{number}" for number in range(4)]
    for name in names:
        service.add(ann, name, png())
    with team.app.test_request_context(), questions() as asked:
        for name in [*names, "gone", "also-gone"]:
            text = Markup(f'<emoji-name data-name="{name}">:{name}:</emoji-name>')
            assert ("<img" in drawing.draw(text)) is (name in names)
            assert ("<img" in drawing.sign(f":{name}:")) is (name in names)
    assert sum("team_emojis" in one for one in asked) == 1


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_what_is_used_lately_holds_up_nobody_who_refers_to_the_person(app: Flask, team: Team):
    ann = team.person("ann")
    end_reads()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as other:
        # As the foreign key of a message does it.
        other.execute("SELECT FROM users FOR KEY SHARE")
        with gevent.Timeout(10):
            found = own.use(ann, wire.UseEmojis(emojis=["👍"])).recent
    assert [one.emoji for one in found] == ["👍"]
