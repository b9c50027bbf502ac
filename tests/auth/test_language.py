"""In which language pages speak: the person's, else the browser's; programs are told English."""

import json
import re

import pytest
from pydantic import ValidationError
from werkzeug.test import TestResponse

from tests.auth.conftest import Visitor
from tests.harness.answers import first, json_of
from weconnect.engine.i18n.catalogues import LANGUAGES, catalogue
from weconnect.engine.i18n.formats import clock, date, number
from weconnect.engine.i18n.translate import explain
from weconnect.wire.auth import EditProfile, FindUsers
from weconnect.wire.errors import Forbidden, refusal
from weconnect.wire.messages import PatchMessage
from weconnect.wire.reactions import ReactionPath
from weconnect.wire.rooms import RoomSearch


def speaks(visitor: Visitor, path: str, accept: str | None) -> str:
    page = visitor.get(path, headers={"Accept-Language": accept} if accept else {}).text
    return first(r'<html lang="([^"]+)" dir="([^"]+)"', page)[1]


@pytest.mark.parametrize(
    ("accept", "tag"),
    [
        (None, "en"),
        ("de", "de"),
        ("de-AT,en;q=0.5", "de"),
        ("fr,ar;q=0.8,de;q=0.7", "ar"),
        ("fr", "en"),
        ("fr, de;q=0", "en"),
        ("*", "en"),
        ("nonsense;;;q=x", "en"),
    ],
)
def test_a_stranger_is_spoken_to_in_the_language_of_the_browser(sqlite_app, accept, tag):
    visitor = Visitor(sqlite_app)
    assert speaks(visitor, "/login", accept) == tag


def test_what_a_person_chose_counts_more_than_the_browser(sqlite_app):
    visitor = Visitor(sqlite_app)
    visitor.register("ann")
    assert speaks(visitor, "/profile", "de") == "de"
    answer = visitor.post("/profile", action="language", language="ar")
    assert answer.status_code == 303
    page = visitor.get("/profile", headers={"Accept-Language": "de"}).text
    assert '<html lang="ar" dir="rtl">' in page
    assert "تم الحفظ." in page
    visitor.post("/profile", action="language", language="")
    assert speaks(visitor, "/profile", "de") == "de"
    for odd in ({"language": "xx"}, {"language": "../../x"}, {"language": "x" * 99}, {}):
        assert visitor.post("/profile", action="language", **odd).status_code == 400
    page = visitor.get("/profile", headers={"Accept-Language": "de"}).text
    assert "Gespeichert." not in page


def test_errors_are_told_in_english_to_programs_and_in_their_language_to_people(sqlite_app):
    visitor = Visitor(sqlite_app)
    visitor.register("ann")
    german = {"Accept-Language": "de"}
    error = json_of(visitor.get("/api/v1/rooms/999", headers=german))["error"]
    assert error == {"code": "notFound", "message": "There is nothing here."}
    page = visitor.get("/rooms/999", headers=german)
    assert page.status_code == 404
    assert "Hier ist nichts" in page.text


def test_a_script_speaks_the_language_of_the_page_and_is_fetched_once(sqlite_app):
    visitor = Visitor(sqlite_app)
    english = visitor.get("/login").text
    assert re.search(r'src="/static/[0-9a-f]{16}/js/main.js"', english)
    page = visitor.get("/login", headers={"Accept-Language": "de"}).text
    main = first(r'src="(/static/[0-9a-f]{16}/de/js/main.js)"', page)[1]

    def script(name: str) -> TestResponse:
        return visitor.get(main.replace("main.js", name))

    acting = script("messages/acting.js")
    assert "immutable" in acting.headers["Cache-Control"]
    assert 't("Löschen")' in acting.text
    assert "t('Delete')" in visitor.get(main.replace("/de/js/main", "/js/messages/acting")).text
    mentions = script("mentions/mention-list.js").text
    assert 'tn(["{n} Ergebnis","{n} Ergebnisse"], "", ' in mentions
    assert """tc('key', "Strg")""" in script("rooms/key-groups.js").text
    old = visitor.get(re.sub("[0-9a-f]{16}", "0" * 16, main))
    assert old.headers["Cache-Control"] == "no-cache"
    assert visitor.get(main.replace("/de/", "/xx/")).status_code == 404
    # Styles are the same for all.
    assert re.search(r'href="/static/[0-9a-f]{16}/css/of-every-page.css"', page)


def test_what_an_error_may_say_comes_in_a_script_of_its_own(sqlite_app):
    visitor = Visitor(sqlite_app)
    told = visitor.get("/static/ar/js/core/i18n/told.js").text
    said = json.loads(told.removeprefix("export default ").removesuffix(";\n"))
    assert said["There is nothing here."] == "لا شيء هنا."
    assert not {"Delete", "Send"} & {*said}
    # English is said by the error itself.
    assert visitor.get("/static/js/core/i18n/told.js").text.strip() == "export default {};"


@pytest.mark.parametrize(
    ("tag", "odd", "missing"),
    [
        ("de", "Emoji: muss ein Emoji sein", "Text: muss angegeben werden"),
        ("ar", "الرمز التعبيري: يجب أن يكون رمزًا تعبيريًا", "النص: مطلوب"),
    ],
)
def test_what_does_not_fit_is_told_to_people_in_their_language(sqlite_app, tag, odd, missing):
    with pytest.raises(ValidationError) as emoji:
        ReactionPath(message=1, emoji="no")
    with pytest.raises(ValidationError) as text:
        PatchMessage.model_validate({})
    with sqlite_app.test_request_context(headers={"Accept-Language": tag}):
        assert explain(refusal(emoji.value)) == odd
        assert explain(refusal(text.value)) == missing


@pytest.mark.parametrize(
    ("model", "values", "template"),
    [
        (FindUsers, {"limit": 0}, "{field}: Input should be greater than or equal to {ge}"),
        (FindUsers, {"limit": 1000}, "{field}: Input should be less than or equal to {le}"),
        (EditProfile, {"reach": "x"}, "{field}: Input should be {expected}"),
        (EditProfile, {"odd": 1}, "{field}: Extra inputs are not permitted"),
        (PatchMessage, {"content": 1}, "{field}: Input should be a valid string"),
        (RoomSearch, {"cursor": "x"}, "{field}: String should match pattern '{pattern}'"),
    ],
)
def test_what_pydantic_says_is_said_as_it_says_it(model, values, template):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    first = caught.value.errors()[0]
    error = refusal(caught.value)
    assert error.template == template
    assert error.message == f"{first['loc'][0]}: {first['msg']}"


@pytest.mark.parametrize(
    ("tag", "time", "said"),
    [
        ("en", "5 hours", "in 5 hours"),
        ("de", "5 hours", "in 5 Stunden"),
        ("de", "1 hour", "in einer Stunde"),
        ("de", "12 minutes", "in 12 Minuten"),
        ("ar", "2 hours", "ساعتين"),
        ("ar", "12 minutes", "12 دقيقة"),
    ],
)
def test_measures_in_an_error_are_said_in_the_language(sqlite_app, tag, time, said):
    error = Forbidden(
        "You have written as much today as one person may ({size}). Go on in {time}, or ask"
        " an administrator for more.",
        size="1.5 MB",
        time=time,
    )
    with sqlite_app.test_request_context(headers={"Accept-Language": tag}):
        text = explain(error)
    assert said in text
    assert ("1,5 MB" if tag == "de" else "1.5") in text


def test_a_person_chooses_their_language_over_the_api_too(sqlite_app):
    visitor = Visitor(sqlite_app)
    visitor.register("ann")

    def chosen(change: dict[str, str | None]) -> str | None:
        answer = json_of(visitor.api("PATCH", "/me", change))["language"]
        assert json_of(visitor.get("/api/v1/me"))["language"] == answer
        return answer

    assert json_of(visitor.get("/api/v1/me"))["language"] is None
    assert chosen({"language": "ar"}) == "ar"
    assert speaks(visitor, "/profile", "de") == "ar"
    assert chosen({"displayName": "Ann"}) == "ar"
    odd = visitor.api("PATCH", "/me", {"language": "xx"})
    assert odd.status_code == 400
    assert json_of(odd)["error"]["message"] == "language: none of en, de, ar"
    assert chosen({"language": ""}) is None
    assert chosen({"language": "de"}) == "de"
    assert chosen({"language": None}) is None
    assert speaks(visitor, "/profile", "de") == "de"


def test_a_text_without_a_translation_is_english(sqlite_app):
    for tag in LANGUAGES:
        assert catalogue(tag).text("no catalogue has this") == "no catalogue has this"
        assert catalogue(tag).plural("{n} odd thing", "{n} odd things", 2) == "{n} odd things"


def test_arabic_has_six_forms_of_a_plural():
    arabic = catalogue("ar")
    forms = [arabic.plural("{n} person", "{n} people", n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(forms)) == 6


def test_dates_times_and_numbers_are_written_as_the_language_writes_them():
    english, german, arabic = (LANGUAGES[tag] for tag in ("en", "de", "ar"))
    assert date(english, "2026-11-24T14:05:00Z") == "24 November 2026"
    assert date(german, "2026-11-24") == "24. November 2026"
    assert date(arabic, "2026-11-24") == "24 نوفمبر 2026"
    assert [clock(one, "14:05") for one in (english, german)] == ["14:05", "14:05"]
    assert clock(arabic, "14:05").endswith("م")
    assert [number(one, 12345) for one in (english, german)] == ["12,345", "12.345"]
