"""Files in encrypted rooms: whoever is in the room sees them, and the server knows bytes."""

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, expect

from tests.harness.browser import Browser, until
from tests.harness.canary import Canary, files
from tests.harness.server import Server

from .vault import Sealed, Vault

GPS = 0x8825
ORIENTATION = 0x0112
DESCRIPTION = 0x010E

_ROWS = """async (name, table) => {
    const database = await new Promise(done => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
    });
    if (!database.objectStoreNames.contains(table)) return database.close() ?? [];
    const rows = database.transaction(table).objectStore(table).getAll();
    await new Promise(done => { rows.onsuccess = done; });
    database.close();
    return rows.result;
}"""
_UNSENT = f"async () => JSON.stringify(await ({_ROWS})('weconnect', 'outbox'))"
_KEPT = f"""async () => {{
    if (!(await indexedDB.databases()).some(one => one.name === 'weconnect-files')) return null;
    const rows = await ({_ROWS})('weconnect-files', 'files');
    const all = rows.map(async one => [...new Uint8Array(await one.file.arrayBuffer())]);
    return rows.length ? Promise.all(all) : null;
}}"""


@pytest.fixture(scope="module")
def vault(_chromium: Any, house: Server) -> Iterator[Vault]:
    """A room of Ann and Bo."""
    browser = Browser(_chromium)
    yield Vault([house], browser, "Filed", "Ann", "Bo")
    complaints = browser.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def _photo(said: str) -> bytes:
    """A photo that lies on its side, and says where it was taken."""
    image = Image.new("RGB", (900, 600), "navy")
    ImageDraw.Draw(image).rectangle((0, 0, 300, 600), "orange")
    exif = image.getexif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = said
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif, quality=95)
    return data.getvalue()


def _send(screen: Sealed, text: str, *chosen: FilePayload) -> Locator:
    """Send files with a text."""
    page = screen.page
    screen.box.fill(text)
    expect(page.locator("#newest input[type=file]")).to_be_attached()
    with page.expect_file_chooser() as chooser:
        page.locator("#newest [data-part=attach]").click()
    chooser.value.set_files(list(chosen))
    expect(page.locator("#newest .upload")).to_have_count(len(chosen))
    screen.box.press("Enter")
    return screen.message(text)


def _saved(screen: Sealed, button: Locator) -> tuple[str, bytes]:
    with screen.page.expect_download() as saved:
        button.click()
    return saved.value.suggested_filename, saved.value.path().read_bytes()


def _stored(house: Server) -> set[Path]:
    return {one for one in (house.data_dir / "files").rglob("*") if one.is_file()}


def test_the_server_keeps_what_it_cannot_read(vault, house):
    ann, bo = vault.screens
    before = _stored(house)
    named, taken, said, filled = (Canary() for _ in range(4))
    plan = random.Random(7).randbytes(2**22 + 12_345) + filled.word.encode()
    _send(
        ann,
        f"look {said.word}",
        {"name": f"{taken.word}.jpg", "mimeType": "image/jpeg", "buffer": _photo(taken.word)},
        {"name": f"{named.word} (1).bin", "mimeType": "", "buffer": plan},
    )
    message = bo.message(f"look {said.word}")
    image, card = message.locator("img"), message.locator("a.file-card")
    # Upright, and in its place before it is there.
    expect(image).to_have_js_property("naturalHeight", 480)
    expect(image).to_have_js_property("naturalWidth", 320)
    expect(image).to_have_attribute("alt", f"{taken.word}.jpg")
    expect(card).to_contain_text("4.2 MB")
    assert _saved(bo, card) == (f"{named.word} (1).bin", plan)
    # As large as it is, by keyboard; nothing of the camera is in it.
    message.locator("a.file-picture").press("Enter")
    large = bo.page.locator("dialog.file-large")
    expect(large.locator("img")).to_have_js_property("naturalHeight", 900)
    name, data = _saved(bo, large.get_by_role("button", name="Save"))
    assert name == f"{taken.word}.jpg"
    saved = Image.open(io.BytesIO(data))
    assert (saved.size, dict(saved.getexif())) == ((600, 900), {})
    assert taken.word.encode() not in data
    bo.page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    expect(ann.message(f"look {said.word}").locator("img")).to_have_js_property(
        "naturalHeight", 480
    )

    # Nothing of it is with the server, or went there.
    made = _stored(house) - before
    assert len(made) == 2
    for canary in (named, taken, said, filled):
        assert not canary.is_in(files(house.data_dir))
        assert not canary.is_in(line.encode() for line in [*ann.line, *bo.line])
    for one in made:
        bytes_ = one.read_bytes()
        assert not any(piece in bytes_ for piece in (plan[:16], plan[2**22 : 2**22 + 16], b"JFIF"))
        assert not any(piece in bytes_ for piece in (b"WEBP", data[:16], data[500:516]))

    # The files stay when the words change, and stand for a message that has none.
    ann.edit(f"look {said.word}", f"look here {said.word}")
    edited = bo.message(f"look here {said.word}")
    expect(edited.locator("[data-file]")).to_have_count(2)
    assert _saved(bo, edited.locator("a.file-card"))[1] == plan

    # Another device of Bo's reads the keys in the backup.
    for screen in (ann, bo):
        screen.saves()
    again = vault.device(bo.person)
    again.recover(vault.keys[1])
    there = again.message(f"look here {said.word}")
    expect(there.locator("img")).to_have_js_property("naturalHeight", 480)
    assert _saved(again, there.locator("a.file-card"))[1] == plan

    # A byte that is another on the server's disk is told, and nothing is saved or shown. (Whoever
    # has fetched the files has them in the browser.)
    photo, paper = sorted(made, key=lambda one: one.stat().st_size)
    for path, at in ((photo, -1), (paper, 2**22 + 9)):
        kept = bytearray(path.read_bytes())
        kept[at] ^= 1
        path.write_bytes(kept)
    mine = ann.message(f"look here {said.word}")
    mine.locator("a.file-card").click()
    expect(mine.locator(".file-refused")).to_contain_text("is not what its sender sent")
    expect(mine.locator("a.file-card")).to_have_count(0)
    mine.locator("a.file-picture").click()
    expect(ann.page.locator(".toast", has_text="is not what its sender sent")).to_be_visible()
    expect(ann.page.locator("dialog[open]")).to_have_count(0)


def test_they_wait_encrypted_for_their_message(vault):
    ann, bo = vault.screens
    page = ann.page
    name, filled = Canary(), Canary()
    data = filled.word.encode() * 2_000
    context = page.context
    vault.browser.allow("Failed to load resource")
    context.route("**/api/v1/uploads/*", lambda route: route.abort())
    paper: FilePayload = {"name": f"{name.word}.txt", "mimeType": "text/plain", "buffer": data}
    waiting = _send(ann, "in a while", paper)
    expect(waiting.locator(".upload")).to_contain_text(name.word)
    until(page, f"async () => Boolean(await ({_KEPT})())")
    kept = page.evaluate(_KEPT)
    # What the browser keeps is what the server would get, and no key for it.
    assert not filled.is_in([bytes(one) for one in kept])
    assert not name.is_in([page.evaluate(_UNSENT).encode()])
    page.close()
    context.unroute("**/api/v1/uploads/*")
    vault.screens[0] = vault.tab(context.new_page(), ann.person)
    card = bo.message("in a while").locator("a.file-card")
    assert _saved(bo, card) == (f"{name.word}.txt", data)
    vault.screens[0].shows("in a while")
