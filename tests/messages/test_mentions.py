"""Which names a text calls for, however it is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weconnect.auth.accounts.names import UsernameRefused, check_username, username_key
from weconnect.mentions import names as mentions
from weconnect.wire.body import TextBody

from .texts import SLOW, grows_linearly, nasty


def names(text: str) -> set[str]:
    return {key for keys in names_in(text) for key in keys}


def names_in(text: str) -> list[list[str]]:
    return mentions.names_in(TextBody.model_construct(content=text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ann", {"ann"}),
        ("hello @ann, and @bo!", {"ann", "bo"}),
        ("(@ann)", {"ann"}),
        ("@ann's", {"ann"}),
        ("@Ann", {"ann"}),
        ("@ann.", {"ann", "ann."}),
        ("@ann-lee.", {"ann-lee", "ann-lee."}),
        ("@a.b-c_d", {"a.b-c_d"}),
        ("@жанна и @Zoë", {"жанна", "zoë"}),
        ("ａ @ＡＮＮ", {"ann"}),
        ("@हिन्दी", {"हिन्दी"}),
        ("@STRASSE, @straße", {"strasse"}),
        ("你好@ann", {"ann"}),
        ("請＠ann 看", {"ann"}),
        ("＠＠ann", set()),
        ("@علی\u200cجان سلام", {"علی", "علیجان"}),
        ("@ann\u200c", {"ann"}),
        ("@हिन्\u200dदी", {"हिन्दी", "हिन्"}),
        ("สวัสดี@ann", {"ann"}),
        ("안녕@ann", {"ann"}),
        ("*@ann*", {"ann"}),
        ("_@ann_", set()),
        ("привет@ann", set()),
        ("mail@ann.de", set()),
        ("mail@ann", set()),
        ("https://x.y/@ann", set()),
        ("https://x.y/ @ann", {"ann"}),
        ("mailto:bo@x.example, @ann", {"ann"}),
        ("mail@example.com", set()),
        ("mail.@ann", set()),
        ("@@ann", set()),
        ("@", set()),
        ("@ ann", set()),
        ("no one", set()),
        ("line\n@ann\n@bo", {"ann", "bo"}),
    ],
)
def test_names_in_a_text(text: str, found: set[str]):
    assert names(text) == found


def test_one_message_calls_for_so_many_and_no_more():
    text = " ".join(f"@person{number}" for number in range(1000))
    assert len(names_in(text)) == mentions.MOST


def test_a_word_may_follow_where_words_are_not_set_apart():
    assert names_in("@ann你好") == [["ann你好", "ann你", "ann"]]
    assert names_in("@王伟你好")[0][:3] == ["王伟你好", "王伟你", "王伟"]
    assert names_in("@สมชายครับ")[0][0] == "สมชายครับ"
    assert "สมชาย" in names_in("@สมชายครับ")[0]


@given(texts=nasty)
def test_no_text_is_too_strange(texts: list[str]):
    for text in texts:
        assert all(isinstance(name, str) for name in names(text))
        assert sum(map(len, names_in(text))) < mentions.MOST_FORMS + 20


@given(
    st.text(
        st.characters(categories=("L", "M", "Nd")) | st.sampled_from("._-\u200c\u200d"), max_size=32
    )
)
def test_whatever_may_be_a_username_can_be_called(name: str):
    try:
        username = check_username(name)
    except UsernameRefused:
        return
    for form in (username, unicodedata.normalize("NFD", username)):
        assert names_in(f"hello @{form} there")[0][0] == username_key(username)


@pytest.mark.parametrize("bit", SLOW)
def test_no_text_takes_long(bit: str):
    assert grows_linearly(names, bit)
