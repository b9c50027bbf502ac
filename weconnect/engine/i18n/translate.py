"""Saying something in the language of whoever asks.

    t("Search messages")
    t("In {room} only.", room=bdi(name))
    tn("{n} place", "{n} places", len(logins))

The English text is the key. `bin/words` finds it where it stands in the source, so it is written
out there; what is chosen elsewhere is marked with `N_`. Templates have the same functions, and the
script has them in `core/i18n`.
"""

import re
from typing import Any

from flask import Flask, g, has_request_context, request
from markupsafe import Markup, escape

from weconnect.wire.errors import AppError
from weconnect.wire.words import N_

from . import formats, sizes
from .catalogues import LANGUAGES, SOURCE, Catalogue, catalogue


def init_app(app: Flask) -> None:
    """Give the templates of `app` their words."""
    app.jinja_env.globals.update(t=t, tn=tn, tc=tc, th=th, N_=N_, explain=explain, words=current)
    app.add_template_filter(bdi)
    app.add_template_filter(lambda value: formats.number(current().language, value), "number")
    app.add_template_filter(lambda value: formats.date(current().language, value), "date_words")
    app.add_template_filter(lambda value: formats.clock(current().language, value), "clock_words")
    app.add_template_filter(size)


def prefer(tag: str | None) -> None:
    """Say what follows of this request in the language that a person chose, if it is there."""
    if tag in LANGUAGES:
        g.words = catalogue(tag)


def current() -> Catalogue:
    """The words of the language of this request: the person's, else the browser's.

    Outside of a request English: what a socket is told, its script says in the person's words.
    """
    if not has_request_context():
        return catalogue(SOURCE)
    if (found := g.get("words")) is None:
        found = g.words = catalogue(_wanted())
    return found  # type: ignore[no-any-return]


def _wanted() -> str:
    """The first of the browser's languages that is there, or whose main language is: `de-AT`."""
    known = {tag.lower(): tag for tag in LANGUAGES}
    # A quality of 0 is a language that is not wanted.
    for wanted in (tag.lower() for tag, quality in request.accept_languages if quality > 0):
        if found := known.get(wanted) or known.get(wanted.partition("-")[0]):
            return found
    return SOURCE


def t(message: str, **values: Any) -> str:
    """The text, with what stands in braces filled in.

    Whole numbers are written as the language writes them. If a value is HTML (`Markup`), so is
    what comes back, and all that is not HTML is escaped.
    """
    words = current()
    return _filled(words, words.text(message), values)


def th(message: str, **values: Any) -> Markup:
    """As `t`, of a text that is HTML itself: only ever one that is written out in the call."""
    words = current()
    text = Markup(words.text(message))  # noqa: S704  # ours, and bin/words holds translations to it
    return text.format(**_shown(words, values))


def tc(context: str, message: str, **values: Any) -> str:
    """As `t`, of a text that means different things: `context` tells translators which."""
    words = current()
    return _filled(words, words.text(message, context), values)


def tn(one: str, other: str, n: int, **values: Any) -> str:
    """The text that goes with the number `n`, which is `{n}` in it."""
    words = current()
    return _filled(words, words.plural(one, other, n), {"n": n, **values})


def explain(error: AppError | str) -> str:
    """What to tell a person about an error."""
    if isinstance(error, str):
        return t(error)
    return t(error.template, **{name: _told(name, one) for name, one in error.params.items()})


# What an error is told in English with: `1.2 MB`, `5 hours`.
_MEASURE = re.compile(r"([0-9.]+) ([A-Za-z]+)")


def _told(name: str, value: str | int) -> str | int:
    """What stands in the sentence of an error; `core/i18n/errors.js` does the same in a page."""
    if not isinstance(value, str):
        return value
    if name == "problem":
        return t(value)
    if name == "field":
        field, dot, rest = value.partition(".")
        return t(field) + dot + rest
    if found := _MEASURE.fullmatch(value):
        amount, unit = found.groups()
        if unit.startswith("minute"):
            return tn("{n} minute", "{n} minutes", int(amount))
        if unit.startswith("hour"):
            return tn("{n} hour", "{n} hours", int(amount))
        if (text := f"{{n}} {unit}") in sizes.UNITS:
            return t(text, n=formats.number(current().language, float(amount)))
    return value


def size(value: float) -> str:
    """So many bytes, in words: `1.2 MB`."""
    number, unit = sizes.parts(value)
    return t(unit, n=formats.number(current().language, number))


def bdi(name: object) -> Markup:
    """A name in HTML, with a direction of its own."""
    return Markup("<bdi>{}</bdi>").format(name)


def _filled(words: Catalogue, text: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    shown = _shown(words, values)
    if any(isinstance(value, Markup) for value in shown.values()):
        return escape(text).format(**shown)
    return text.format(**shown)


def _shown(words: Catalogue, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: formats.number(words.language, value) if type(value) is int else value
        for name, value in values.items()
    }
