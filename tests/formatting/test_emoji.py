"""`:name:` is an emoji, on the server and in the browser alike; what is none stays text."""

import pytest

from tests.formatting.drawn import drawn_at_once
from tests.harness.twin import Twin
from weconnect.formatting import emoji
from weconnect.formatting.emoji import LONGEST_NAME, is_alone
from weconnect.formatting.html import plain_of
from weconnect.formatting.markdown import parsed
from weconnect.wire.text import one_emoji


def html(text: str) -> str:
    return drawn_at_once(text, plain=False)


def named(name: str) -> str:
    return f'<emoji-name data-name="{name}">:{name}:</emoji-name>'


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (":tada:", "🎉"),
        ("so :tada:!", "so 🎉!"),
        ("好:tada:好", "好🎉好"),
        (":heart::+1::100:", "❤\ufe0f👍💯"),
        ("**:joy:** _:joy:_ ~~:joy:~~", "<strong>😂</strong> <em>😂</em> <del>😂</del>"),
        (":white_check_mark: a_b_c", "✅ a_b_c"),
        ("- :joy: one", '<ul dir="auto"><li>😂 one</li></ul>'),
        (":a\n:joy:", ":a<br>😂"),
        *((f"so :{one}: 好", f"so {named(one)} 好") for one in ("ähre", "مرحبا", "हिन्दी", "好的")),
        ("标题:内容:好", f"标题{named('内容')}好"),
        (":jose\u0301:", named("josé")),
    ],
)
def test_a_name_is_an_emoji(text: str, made: str) -> None:
    assert html(text) == made


@pytest.mark.parametrize(
    "text",
    [
        *("10:30:45", "std::vec::Vec", "a:joy:", ":joy:a", ":Joy:", ": joy:", ":joy :", "::joy::"),
        *(
            "١٠:٣٠:٤٥",
            ":Ähre:",
            ":a\u200db:",
            ":好。:",
            ":\u00a0好:",
            f":{'好' * (LONGEST_NAME + 1)}:",
        ),
        *(":joy", "joy:", "::", ":::", "http:joy:", f":{'a' * (LONGEST_NAME + 1)}:", "\\:joy:"),
    ],
)
def test_this_names_none(text: str) -> None:
    assert html(text) == text.removeprefix("\\")


def test_code_and_addresses_are_left_alone() -> None:
    for text in ("`:joy:`", "```\n:joy:\n```", "    :joy:", "$$:joy:$$"):
        assert ":joy:" in html(text)
        assert "😂" not in html(text)
    for text in ("https://a.example/:joy:", "<https://a.example/:joy:>", "a:joy:@b.example"):
        assert "😂" not in html(text), text
    assert html("[:joy:](https://a.example/:joy:)").endswith(">😂</a>")
    assert 'href="https://a.example/:joy:"' in html("[:joy:](https://a.example/:joy:)")


def test_what_unicode_has_not_stays_text_that_says_its_name() -> None:
    assert html("so :no_such:!") == f"so {named('no_such')}!"
    assert plain_of(parsed(":no_such: :joy:"), "") == ":no_such: 😂"


def test_the_names_are_those_that_people_know() -> None:
    known = emoji.standard()
    assert len(known) > 3000
    for name, sign in {
        "+1": "👍",
        "smile": "😄",
        "heart": "❤️",
        "tada": "🎉",
        "de": "🇩🇪",
        "umbrella": "☔",
    }.items():
        assert known[name] == sign
    wrong = [name for name in known if html(f":{name}:") != known[name]]
    assert wrong == []
    assert {one_emoji(sign) for sign in known.values()} == set(known.values())


def test_it_takes_no_longer_than_the_text(twin: Twin) -> None:
    bits = [":", ":a", ":a:", ":a::", ":-:", "::-", ":aaaaaaaaa", ":a:b", ":好", ":好:", "::好"]
    assert twin.answers("growthOfEmojis", bits) == [True] * len(bits)


def test_the_script_finds_the_same_large(twin: Twin) -> None:
    signs = [*emoji.standard().values()]
    bits = [
        "a",
        " ",
        "\n",
        "1",
        "#",
        ":joy:",
        ":好的:",
        "\ufe0e",
        "\ufe0f",
        "\u200d",
        "🏽",
        "🇩",
        "❤",
        "™",
    ]
    pairs = zip(signs, signs[9:], strict=False)
    texts = [*signs[::7], *(f"{one} {other}" for one, other in pairs), *bits]
    texts += [one + other for one in bits for other in [*bits, "😀", "👍🏽"]]
    assert twin.answers("few", texts) == [is_alone(text, plain=False) for text in texts]


@pytest.fixture
def twin():
    twin = Twin()
    yield twin
    twin.close()


@pytest.mark.parametrize(
    "text",
    [
        *("😀", "😀😀", "😀 😀 😀", " 😀\n", "❤", "❤️", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣"),
        *("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", ":joy:", ":joy: 😀"),
    ],
)
def test_emojis_alone_are_large(text: str) -> None:
    assert is_alone(text, plain=False)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "😀a", "😀😀😀😀", "1", "12", "#", "❤\ufe0e", "\u200d", "😀" * 400, "a:joy:"],
)
def test_what_is_more_or_less_is_not(text: str) -> None:
    assert not is_alone(text, plain=False)
    assert not is_alone(":joy:", plain=True)
