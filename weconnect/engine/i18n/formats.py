"""Dates, times and numbers as a language writes them, by CLDR.

The script writes them by `Intl`, which knows the same rules. Each is kept, as the same few are
asked for all the time. Babel is loaded with the first that English's simple forms do not cover.
"""

import datetime as dt
import functools

from .catalogues import Language


@functools.lru_cache(maxsize=2000)
def date(language: Language, text: str) -> str:
    """The day of an ISO date or time, in words: `24 November 2026`."""
    from babel.dates import format_date

    day = dt.date.fromisoformat(text[:10])
    return format_date(day, "long", locale=language.locale)


@functools.lru_cache(maxsize=4000)
def clock(language: Language, text: str) -> str:
    """The time of day `HH:MM`, as a clock shows it."""
    if language.locale == "en_GB":
        return text
    from babel.dates import format_time

    return format_time(dt.time.fromisoformat(text), "short", locale=language.locale)


def number(language: Language, value: float) -> str:
    """A number: `1,234`."""
    if language.locale == "en_GB":
        return f"{value:,}"
    return _number(language, value)


@functools.lru_cache(maxsize=2000)
def _number(language: Language, value: float) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language.locale)
