"""What a first visit to a room costs."""

from collections import defaultdict

from tests.harness.browser import Browser

# Compressed script and style together.
LIMIT = 100_000

_LOADED = """() => performance.getEntriesByType('resource').map(entry => [
    new URL(entry.name).pathname.split('.').pop(), entry.encodedBodySize, entry.decodedBodySize,
    entry.transferSize])"""


def loaded(page) -> dict[str, tuple[int, int, int]]:
    """By kind of file: how many came, their bytes as they travelled, and as they were unpacked."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for kind, travelled, unpacked, transferred in page.evaluate(_LOADED):
        if transferred:
            sums[kind] = [a + b for a, b in zip(sums[kind], (1, travelled, unpacked), strict=True)]
    return {kind: tuple(three) for kind, three in sums.items()}


def test_the_first_load_of_a_room(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    socket = ann.socket()
    for number in range(50):
        socket.say(room, f"message {number}")

    page = browser.context(bo).new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    line: list[int] = []
    network.on(
        "Network.loadingFinished", lambda event: line.append(int(event["encodedDataLength"]))
    )
    sit(bo, room, page=page)
    page.wait_for_load_state("networkidle")
    first = loaded(page)
    for kind, (count, travelled, unpacked) in sorted(first.items()):
        print(f"{kind}: {count} files, {travelled / 1000:.1f} kB of {unpacked / 1000:.1f} kB")
    print(f"everything with its headers and the page itself: {sum(line) / 1000:.1f} kB")
    assert first["js"][0] > 20
    assert first["css"][0] > 5
    assert first["js"][2] > first["js"][1] * 2, "they are compressed"
    assert first["js"][1] + first["css"][1] < LIMIT

    # The next visit takes all of it from the browser's own store.
    sit(bo, room, page=page)
    page.wait_for_load_state("networkidle")
    again = loaded(page)
    assert "js" not in again
    assert "css" not in again
