"""Which messages may hold a word, as PostgreSQL keeps it: of each gram, the blocks that have it.

A gram is three characters in a row of a folded text, two, or one. BLOCK ids of messages in a row
are a block, CHUNK blocks a chunk, WINDOW and SEGMENT blocks a window and a segment, each of which
has one row for each gram. In a row stands, for each chunk, its number within the segment, how many
blocks of it have the gram, and their places in a byte each; or, after a 0, a bitmap. What is known
later is put behind it, of the same chunk or another: rows only grow.

Whether a message has a word is looked up in itself, so much is kept coarsely: for grams there are
hashes of them, and those of one and two characters are of COARSE blocks together.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

# Another `SCHEMA` of `postgres.py` goes with other ones.
BLOCK = 4
CHUNK = 256
WINDOW = 16384
SEGMENT = 65536
COARSE = 128
# Grams of one length have so many numbers.
HASHES = 1 << 15
# Of a long word so many grams are asked for.
MOST_GRAMS = 24

# What is to be put behind the rows of each window, by the numbers of the grams.
Postings = dict[int, dict[int, bytes]]


def postings(texts: Mapping[int, str]) -> Postings:
    """Where the grams of these folded texts are, by the ids of their messages."""
    made: Postings = {}
    for chunk, said in _grouped(texts.items(), BLOCK * CHUNK).items():
        rows = made.setdefault(chunk * CHUNK // WINDOW, {})
        for gram, places in _places(said).items():
            row = number(gram)
            rows[row] = rows.get(row, b"") + _written(chunk % (SEGMENT // CHUNK), places)
    return made


def _grouped(texts: Iterable[tuple[int, str]], span: int) -> dict[int, list[tuple[int, str]]]:
    """Texts by so many ids together."""
    found: dict[int, list[tuple[int, str]]] = {}
    for message, text in texts:
        found.setdefault(message // span, []).append((message, text))
    return found


def _places(texts: Iterable[tuple[int, str]]) -> dict[str, bytearray]:
    """The places of the blocks of a chunk, by their grams."""
    where: defaultdict[str, bytearray] = defaultdict(bytearray)
    short: defaultdict[int, set[str]] = defaultdict(set)
    for block, said in _grouped(texts, BLOCK).items():
        place = block % CHUNK
        grams: set[str] = set()
        for _, text in said:
            grams.update([text[at : at + 3] for at in range(len(text) - 2)])
            short[place // COARSE].add(text[-2:])
        for gram in grams:
            where[gram].append(place)
        short[place // COARSE] |= grams
    for place, grams in short.items():
        pairs = {gram[:2] for gram in grams}
        for gram in pairs.union("".join(pairs)):
            where[gram].append(place * COARSE)
    return where


def number(gram: str) -> int:
    """The number of a gram; some have the same."""
    return HASHES * (len(gram) - 1) + zlib.crc32(gram.encode("utf-8", "surrogatepass")) % HASHES


def _written(chunk: int, places: bytearray) -> bytes:
    if len(places) <= CHUNK // 8:
        return bytes((chunk, len(places))) + places
    bits = sum(1 << place for place in places)
    return bytes((chunk, 0)) + bits.to_bytes(CHUNK // 8, "little")


def asked_for(words: Iterable[str]) -> list[int]:
    """The numbers of the grams of whatever has all of these words, each once."""
    grams: list[str] = []
    for word in words:
        last = len(word) - 3
        if last <= 0:
            grams.append(word)
            continue
        # Its beginning, its end, and what is between at equal distances.
        steps = min(last, MOST_GRAMS - 1)
        for step in range(steps + 1):
            at = step * last // steps
            grams.append(word[at : at + 3])
    return list(dict.fromkeys(map(number, grams)))


def blocks_of(segment: int, rows: Mapping[int, bytes]) -> Iterator[int]:
    """The blocks that are in all of these rows of a segment, or of a window of it, from the last
    one on. Rows come by the numbers of their grams.
    """
    found: dict[int, int] | None = None
    # The short ones tell most.
    for gram, row in sorted(rows.items(), key=lambda one: len(one[1])):
        found = _read(row, found, coarse=gram < 2 * HASHES)
    for chunk, bits in sorted((found or {}).items(), reverse=True):
        first = segment * SEGMENT + chunk * CHUNK
        while bits:
            last = bits.bit_length() - 1
            bits ^= 1 << last  # noqa: PLW2901 - one by one
            yield first + last


def _read(row: bytes, wanted: Mapping[int, int] | None, *, coarse: bool) -> dict[int, int]:
    """The blocks in a row, as a bitmap of each chunk, that are `wanted`, if that is told."""
    found: dict[int, int] = {}
    at = 0
    while at < len(row):
        chunk, many = row[at], row[at + 1]
        at += 2
        end = at + (many or CHUNK // 8)
        if wanted is None or chunk in wanted:
            bits = 0
            if many:
                for place in row[at:end]:
                    bits |= 1 << place
            else:
                bits = int.from_bytes(row[at:end], "little")
            found[chunk] = found.get(chunk, 0) | bits
        at = end
    if coarse:
        # With each block those that were taken together with it.
        found = {chunk: bits * ((1 << COARSE) - 1) for chunk, bits in found.items()}
    if wanted is None:
        return found
    both = {chunk: bits & wanted[chunk] for chunk, bits in found.items()}
    return {chunk: bits for chunk, bits in both.items() if bits}
