"""What a browser calls itself, told in words that a person recognises."""

from weconnect.engine.i18n.translate import t
from weconnect.wire.words import N_

# The first that occurs wins: most browsers also claim to be those below them.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


ON = N_("{browser} on {system}")
UNKNOWN = N_("Unknown device")


def device_of(user_agent: str) -> str:
    """Such as `Firefox on Windows`; a program that is no browser by its own name, cut short."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return ON.format(browser=browser, system=system)
    name = "".join(char for char in user_agent.split(" ", maxsplit=1)[0] if char.isprintable())
    return browser or system or name.partition("/")[0][:40] or UNKNOWN


def shown(device: str) -> str:
    """A device, as it is kept, in the language of whoever asks."""
    browser, on, system = device.partition(" on ")
    known = on and (browser in {one for _, one in _BROWSERS})
    return t(ON, browser=browser, system=system) if known else t(device)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
