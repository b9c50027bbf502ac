"""Rules of pages and stylesheets that no linter knows."""

import gzip
import re
from pathlib import Path

import pytest

from tests.harness.processes import ROOT
from weconnect import stylesheets
from weconnect.engine.feature import manifests
from weconnect.features import FEATURES

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))
ICONS = (ROOT / "static/img/icons.svg").read_text()

COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b(?=[^{]*;)|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color)\(", re.I
)
MOST_STYLE_BYTES = 25_000


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_keeps_to_the_content_security_policy(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"<[^>]*\sstyle=", text), "style attributes are refused"
    assert not re.search(r"<[^>]*\son[a-z]+=", text), "inline handlers are refused"
    assert "javascript:" not in text
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", text):
        assert "nonce=" in tag or "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_form_that_posts_carries_the_token(template: Path) -> None:
    forms = re.findall(r"<form\b(?=[^>]*method=\"post\").*?</form>", template.read_text(), re.S)

    for form in forms:
        assert "csrf()" in form or "act(" in form, form[:120]


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_icon_that_is_named_is_drawn(template: Path) -> None:
    for icon in re.findall(r"icons?\.?icon\(\"([a-z]+)\"\)", template.read_text()):
        assert f'id="{icon}"' in ICONS


@pytest.mark.parametrize("style", STYLES, ids=name_of)
def test_colours_are_in_one_place(style: Path) -> None:
    if style.name != "tokens.css":
        assert not COLOUR.search(style.read_text())


def test_the_colour_rule_bites() -> None:
    assert COLOUR.search("a { color: #fff; }")
    assert COLOUR.search("a { color: oklch(0.5 0.1 20); }")
    assert not COLOUR.search("#announce { position: fixed; }")


def test_every_stylesheet_is_used_and_all_together_are_small() -> None:
    pages = "".join(template.read_text() for template in TEMPLATES)
    used = set(re.findall(r"css/([a-z0-9]+)\.css", pages))
    for page, files in stylesheets(manifests(FEATURES)).items():
        assert page in pages
        used |= {Path(file).stem for file in files}
    for script in SCRIPTS:
        used |= set(re.findall(r"styled\('([a-z0-9]+)'\)", script.read_text()))

    assert used == {style.stem for style in STYLES}
    assert len(gzip.compress(b"".join(s.read_bytes() for s in STYLES))) < MOST_STYLE_BYTES


WRITTEN = re.compile(r"{{\s*(?:team_name|q|name|[\w.]+\.(?:displayName|username|topic))\s*}}")
APART = re.compile(r'(?:<bdi>|<title>|<[^<>]*\bdir="auto"[^<>]*>)(?:{%[^%]*%})?$')


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_what_people_write_has_its_own_direction(template: Path) -> None:
    text = template.read_text()
    if template.parent.name == "rest":
        return  # names of fields, not of people

    for found in WRITTEN.finditer(text):
        before = text[: found.start()]
        if before.rfind("<") < before.rfind(">"):
            assert APART.search(before), f"{before[-60:]}{found[0]}"


def test_the_rule_of_directions_bites() -> None:
    for good in ("<bdi>{{ q }}", '<p dir="auto" class="a">{{ room.topic }}'):
        assert APART.search(good[: good.index("{{")])
    assert not APART.search("<p>")
    assert WRITTEN.search("<p>Nobody called {{ q }}</p>")
    assert not WRITTEN.search("{{ q|isolated }}")
