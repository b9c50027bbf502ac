"""What may be a name, and when two names are one."""

import pytest

from weconnect.auth.accounts.confusables import skeleton
from weconnect.auth.accounts.names import (
    DisplayNameRefused,
    UsernameRefused,
    check_display_name,
    check_username,
    username_key,
)


@pytest.mark.parametrize(
    "name",
    [
        "user1", "alice_2", "bob", "J.R.R", "x-y", "ab", "a" * 32, "_ann_", "-ann-", "1234",
        "Müller", "straße", "zażółć", "Nguyễn", "Иван", "иван1", "Ωμέγα", "李小龍", "ひらカタ漢字",
        "さくらー", "한글", "नमस्ते", "สวัสดี", "محمد", "שלום", "test",
    ],
)  # fmt: skip
def test_names_of_all_alphabets_are_welcome(name: str):
    assert check_username(name) == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "2 to 32"),
        ("a", "2 to 32"),
        ("a" * 33, "2 to 32"),
        ("a b", "2 to 32"),
        ("a@b", "2 to 32"),
        ("<b>", "2 to 32"),
        ("a/b", "2 to 32"),
        ("ann\0", "2 to 32"),
        ("ann\n2", "2 to 32"),
        ("a\u202eb", "2 to 32"),
        ("a\u200bb", "2 to 32"),
        ("\ud800a", "2 to 32"),
        ("😀😀", "2 to 32"),
        ("--", "a letter or a digit"),
        ("_._", "a letter or a digit"),
        (".ann", "dot"),
        ("ann.", "dot"),
        ("pаypal", "one alphabet"),  # a Cyrillic а
        ("аnn", "one alphabet"),
        ("раураl", "one alphabet"),
        ("Ωmega", "one alphabet"),
        ("e\u0332e", "one alphabet"),
        ("\u3164\u3164", "one alphabet"),  # letters that show nothing
        ("ann\u0660", "one alphabet"),
        ("x" * 5000, "2 to 32"),
        ("admin", "reserved"),
        ("Admin", "reserved"),
        ("ADMIN", "reserved"),
        ("ad.min", "reserved"),
        ("_root_", "reserved"),
        ("everyone", "reserved"),
        ("here", "reserved"),
        ("ｗｅｃｏｎｎｅｃｔ", "reserved"),
    ],
)
def test_other_names_are_refused_with_a_reason(name: str, why: str):
    with pytest.raises(UsernameRefused, match=why):
        check_username(name)


def test_two_writings_of_one_name_have_one_key():
    assert username_key("Ann") == username_key(" ann ") == username_key("ＡＮＮ") == "ann"
    assert username_key("STRASSE") == username_key("straße")
    assert username_key("ü") == username_key("u\u0308")


@pytest.mark.parametrize("text", ["\0", "a\ud800", "x" * 10_000, "", "a\u202eb"])
def test_any_text_has_a_key_but_nonsense_has_the_key_of_nobody(text: str):
    assert username_key(text) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pаypal", "paypal"),  # Cyrillic а
        ("раурау", "paypay"),  # all Cyrillic
        ("ВОВ", "bob"),  # capitals that look Latin
        ("ІСЕ", "ice"),
        ("αννa", "avva"),
    ],
)
def test_names_that_look_the_same_have_one_look(one: str, other: str):
    assert username_key(one) != username_key(other)
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("user1", "userl"), ("userI", "user1"), ("rnary", "mary"), ("b0b", "bob"), ("vvill", "will")],
)
def test_ascii_looks_like_itself_only(one: str, other: str):
    assert skeleton(one) == username_key(one)
    assert skeleton(one) != skeleton(other)


def test_the_look_of_every_ascii_name_is_its_key():
    for char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-":
        assert skeleton(char) == username_key(char)


def test_a_display_name_is_one_tidy_line():
    assert check_display_name("  Ann   Example ") == "Ann Example"
    assert check_display_name("<b>Ann</b> & 'co'") == "<b>Ann</b> & 'co'"


@pytest.mark.parametrize("text", ["", "   ", "a\u202eb", "a\0b", "x" * 81, "\ud800"])
def test_other_display_names_are_refused(text: str):
    with pytest.raises(DisplayNameRefused):
        check_display_name(text)
