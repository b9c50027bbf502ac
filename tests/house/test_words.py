"""The catalogues: up to date, and true to what they translate."""

import re

import pytest

from tools.words import merged, problems, words, written
from weconnect.engine.i18n.catalogues import FOLDER, LANGUAGES, SOURCE, catalogue
from weconnect.settings import ROOT

OTHERS = [tag for tag in LANGUAGES if tag != SOURCE]


@pytest.fixture(scope="module")
def found():
    return words()


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_is_up_to_date_and_true_to_its_texts(found, tag):
    # What is missing in it `bin/words` says, and a release waits for.
    catalogues, _, wrong = merged(tag, found)

    assert not wrong
    stale = [name for name, one in catalogues.items() if on_disk(tag, name) != written(one, tag)]
    assert not stale, "run bin/words"


# What has Latin letters in Arabic as well: names, formats, and what is printed on keys.
NAMES = (
    *("WeConnect", "API", "UTC", "NUL", "PNG", "JPEG", "WebP", "GIF"),
    *("Ctrl", "Alt", "Shift", "Enter", "Esc", "Escape", "Home", "End", "PgUp"),
    *("Delete", "Backspace"),
)
# Commands are written the same in all languages.
NO_WORDS = re.compile(r"\{[^{}]*\}|<[^<>]*>|https?:\S+|[/@][a-z]+(?: [a-z0-9]+)?")


def test_arabic_has_no_latin_word_but_names():
    found = {}
    for message, said in catalogue("ar").texts.items():
        for text in [said] if isinstance(said, str) else said:
            words = re.findall(r"[A-Za-z]{2,}", NO_WORDS.sub(" ", text))
            if odd := [word for word in words if word not in NAMES]:
                found[message] = odd
    assert found == {}


@pytest.mark.parametrize("tag", OTHERS)
def test_no_translation_says_the_same_sentence_twice(tag):
    found = {}
    for message, said in catalogue(tag).texts.items():
        for text in [said] if isinstance(said, str) else said:
            sentences = [one.strip() for one in re.split(r"[.!?؟]", text) if len(one.split()) > 2]
            if len(set(sentences)) < len(sentences):
                found[message] = text
    assert found == {}


def test_emojis_are_named_in_the_languages_that_there_is_data_for():
    script = (ROOT / "static/js/emoji/catalogue.js").read_text()
    named = re.search(r"NAMED = \[(.*)\]", script)
    files = (ROOT / "static/vendor").glob("emojibase-data@*/names-*.json")
    data = sorted(one.stem.removeprefix("names-") for one in files)
    assert named
    assert re.findall(r"'(\w+)'", named[1]) == data == ["ar", "de", "en"]


def on_disk(tag: str, name: str) -> str:
    file = FOLDER / tag / f"{name}.po"
    return file.read_text() if file.exists() else ""


def test_a_translation_keeps_what_is_filled_in_and_marked():
    assert not list(problems("Hello {name}", ["{name}, hallo"]))
    assert not list(problems(("{n} day", "{n} days"), ["Ein Tag", "{n} Tage"]))
    assert list(problems("Hello {name}", ["Hallo"]))
    assert list(problems("Hello {name}", ["Hallo {nome}"]))
    assert list(problems("Hello {name}", ["Hallo {name} {"]))
    assert list(problems("<b>Now</b>", ["<b onclick=x>Jetzt</b>"]))
