"""Sizes in words."""

from weconnect.wire.words import N_

UNITS = (N_("{n} bytes"), N_("{n} KB"), N_("{n} MB"), N_("{n} GB"))


def parts(size: float) -> tuple[float, str]:
    """A number of bytes as one that reads well, and one of UNITS to say it with."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            break
        size /= 1000
    rounded = round(size, 1)
    return int(rounded) if rounded == int(rounded) else rounded, unit


def shown(size: float) -> str:
    """So many bytes, in words: `1.2 MB`."""
    number, unit = parts(size)
    return unit.format(n=number)
