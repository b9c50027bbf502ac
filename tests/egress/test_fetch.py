"""The way out, attacked by what it asks: each test has real servers."""

import gzip
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gevent
import pytest

from tests.egress.conftest import Names, fetched
from tests.harness.sites import Site, certificate, drip, site
from weconnect.engine.egress import exchange, gate
from weconnect.engine.egress.client import Egress
from weconnect.engine.egress.errors import EgressError, EgressRefused
from weconnect.engine.egress.ledger import Ledger
from weconnect.engine.egress.policy import read

WayOut = Callable[..., Egress]
PAGE = b"<title>Hello</title>"


def why(work: Callable[[], object]) -> str:
    """Why nothing comes back."""
    with pytest.raises(EgressError) as caught:
        work()
    return caught.value.why


def near(web: Site, *more: str) -> str:
    """A setting that lets this site be reached by its address, as a public one would be."""
    return ",".join(["allow:*", f"*:{web.port}", f"127.0.0.1/32:{web.port}", *more])


def test_a_page_comes_back_and_nothing_of_ours_goes_along(way_out: WayOut, names: Names, web: Site):
    names.stand_for["example.org"] = [["127.0.0.1"]]
    web.says("/a?q=1", PAGE, Set_Cookie="a=b")
    out = way_out(near(web))
    url = f"http://example.org:{web.port}/a?q=1#part"

    for _ in range(2):
        got = fetched(out, url)
        assert (got.body, got.media_type, got.charset) == (PAGE, "text/html", "utf-8")
        assert not got.is_cut

    said = web.heads[1].decode().lower()
    assert said.startswith("get /a?q=1 http/1.1")
    assert f"host: example.org:{web.port}" in said
    sent = {line.partition(":")[0] for line in said.strip().split("\r\n")[1:]}
    assert sent == {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.1:{port}/secret", "http://localhost:{port}/secret", "//localhost/secret"),
        *("http://0.0.0.0:{port}/secret", "http://[::1]:{port}/secret", "http://127.1:{port}/"),
        *("http://[::ffff:127.0.0.1]:{port}/secret", "http://2130706433:{port}/secret"),
        *("http://0x7f.1:{port}/secret", "http://a@127.0.0.1:{port}/secret", "file:///etc/passwd"),
        *("http://169.254.169.254/latest/meta-data", "http://inside.example:{port}/secret"),
        *("http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::1]:{port}/", "gopher://a/"),
        *("http://127。0。0。1:{port}/secret", "http://example.org:22/", "http://inside.example/"),
    ],
)
def test_a_redirect_leads_to_nothing_local(way_out: WayOut, names: Names, web: Site, target: str):
    # The first step stands on a host that is listed by its name; what it leads to is not.
    names.stand_for["front.example"] = [["127.0.0.1"]]
    names.stand_for["localhost"] = [["127.0.0.1", "::1"]]
    names.stand_for["inside.example"] = [["1.1.1.1", "10.0.0.1"]]
    with site() as inside:
        inside.says("/secret", PAGE)
        web.leads("/", target.format(port=inside.port))
        out = way_out(f"allow:*,*:{inside.port},front.example:{web.port}")

        with pytest.raises(EgressRefused):
            fetched(out, f"http://front.example:{web.port}/")

        assert web.paths == ["/"]
        assert inside.heads == []


def test_redirects_are_followed_so_far_and_no_further(way_out: WayOut, web: Site):
    out = way_out(near(web))
    for step in range(6):
        web.leads(f"/{step}", f"/{step + 1}")
    web.says("/5", PAGE)
    here = f"http://127.0.0.1:{web.port}"

    assert fetched(out, f"{here}/0").url == f"{here}/5"
    web.leads("/5", "/6")
    assert why(lambda: fetched(out, f"{here}/0")) == "redirects"
    web.leads("/round", "/round")
    assert why(lambda: fetched(out, f"{here}/round")) == "redirects"
    assert len(web.heads) == 6 + 6 + 6


def test_a_name_that_changes_between_the_check_and_the_connection(
    way_out: WayOut, names: Names, web: Site
):
    # Looked up once, checked, and connected to what was checked.
    names.stand_for["rebind.example"] = [["127.0.0.1"], ["10.0.0.1"]]
    web.says("/", PAGE)
    out = way_out(near(web))
    assert fetched(out, f"http://rebind.example:{web.port}/").body == PAGE
    assert names.asked == ["rebind.example"]

    # The other way round: good when it is checked, and local for whoever asks again.
    names.stand_for["turn.example"] = [["192.0.2.1"], ["127.0.0.1"]]
    out = way_out(f"allow:*,*:{web.port},192.0.2.0/24:{web.port}")
    gone = why(lambda: fetched(out, f"http://turn.example:{web.port}/", deadline_s=0.5))
    assert gone in {"time", "connection"}
    assert len(web.heads) == 1


def test_the_next_step_is_looked_up_and_checked_anew(way_out: WayOut, names: Names, web: Site):
    names.stand_for["rebind.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    web.leads("/", f"http://rebind.example:{web.port}/secret")
    web.says("/secret", PAGE)
    assert why(lambda: fetched(way_out(near(web)), f"http://rebind.example:{web.port}/")) == "local"
    assert web.paths == ["/"]


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"], ["1.1.1.1", "fe80::1"]]
)
def test_one_local_address_among_others_is_enough_to_refuse(
    way_out: WayOut, names: Names, answers: list[str]
):
    names.stand_for["some.example"] = [answers]
    assert why(lambda: fetched(way_out(), "https://some.example/")) == "local"


def test_nothing_is_looked_up_for_what_may_not_be_reached(way_out: WayOut, names: Names):
    assert why(lambda: fetched(way_out("deny"), "https://some.example/")) == "off"
    assert why(lambda: fetched(way_out("allow:a.example"), "https://some.example/")) == "host"
    assert why(lambda: fetched(way_out(), "https://some.example:22/")) == "port"
    assert names.asked == []


def test_a_name_without_addresses_and_a_port_nobody_listens_at(
    way_out: WayOut, names: Names, web: Site
):
    assert why(lambda: fetched(way_out(), "https://nobody.example/")) == "name"
    out = way_out(near(web))
    web.close()
    assert why(lambda: fetched(out, f"http://127.0.0.1:{web.port}/")) == "connection"


def test_the_next_address_is_tried(way_out: WayOut, names: Names, web: Site):
    names.stand_for["two.example"] = [["127.0.0.9", "127.0.0.1"]]
    web.says("/", PAGE)
    out = way_out(f"allow:127.0.0.0/8:{web.port}")
    assert fetched(out, f"http://two.example:{web.port}/").body == PAGE


@pytest.mark.parametrize(
    "answer",
    [
        # The head, a byte at a time; the body; a body in pieces; no end of interim answers.
        drip("HTTP/1.1 200 OK\r\nX-A: ", b"a", 0.05),
        drip("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a", 0.05),
        drip(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\na\r\n",
            0.05,
        ),
        drip("", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
        drip("", b"", 1),
    ],
)
def test_a_slow_answer_ends_at_the_deadline(way_out: WayOut, web: Site, answer: Any):
    web.answers["/"] = answer
    began = time.monotonic()
    out = way_out(near(web))
    assert why(lambda: fetched(out, f"http://127.0.0.1:{web.port}/", deadline_s=0.5)) == "time"
    assert time.monotonic() - began < 1.5
    assert out.inside == 0


def test_a_name_that_is_looked_up_for_ever_ends_at_the_deadline(way_out: WayOut):
    out = way_out()
    out.resolve = lambda _host, _port: gevent.sleep(30) or []  # type: ignore[func-returns-value]
    assert why(lambda: fetched(out, "https://slow.example/", deadline_s=0.2)) == "time"


# The beginning of what is packed, without a name or a time (RFC 1952, 2.3).
GZIP = "\x1f\x8b\x08\0\0\0\0\0\0\x03"
ENDLESS = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (f"{ENDLESS}\r\n", b"a" * 10_000),
        (f"{ENDLESS}Content-Length: 9999999999999999999999\r\n\r\n", b"a" * 10_000),
        (f"{ENDLESS}Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"a" * 10_000 + b"\r\n"),
        # What is packed, and unpacks to nothing for ever: empty blocks (RFC 1951, 3.2.4).
        (f"{ENDLESS}Content-Encoding: gzip\r\n\r\n{GZIP}", b"\0\0\0\xff\xff" * 2_000),
        (f"{ENDLESS}X: {'a' * 60_000}\r\n", b"Y: 1\r\n"),
        (ENDLESS, b"X-Header: " + b"a" * 10_000),
    ],
)
def test_an_endless_answer_ends_at_its_size(way_out: WayOut, web: Site, head: str, piece: bytes):
    web.answers["/"] = drip(head, piece, 0)
    began = time.monotonic()
    found = why(lambda: fetched(way_out(near(web)), f"http://127.0.0.1:{web.port}/"))
    assert found in {"size", "answer"} or (found == "time" and zlib.decompress(b"") == b"")
    assert time.monotonic() - began < 4


def test_what_may_be_cut_is_cut(way_out: WayOut, web: Site):
    web.answers["/"] = drip(f"{ENDLESS}\r\n", b"a" * 10_000, 0)
    got = fetched(way_out(near(web)), f"http://127.0.0.1:{web.port}/", cut=True)
    assert (len(got.body), got.is_cut) == (100_000, True)


@pytest.mark.parametrize("cut", [False, True])
def test_a_bomb_ends_at_the_limit(way_out: WayOut, web: Site, monkeypatch, cut: bool):
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    web.says("/", bomb, Content_Encoding="gzip")
    sizes: list[int] = []
    pieces = exchange._pieces

    def watched(*args: Any) -> Any:
        for piece in pieces(*args):
            sizes.append(len(piece))
            yield piece

    monkeypatch.setattr(exchange, "_pieces", watched)
    url, out = f"http://127.0.0.1:{web.port}/", way_out(near(web))
    if cut:
        assert len(fetched(out, url, cut=True).body) == 100_000
    else:
        assert why(lambda: fetched(out, url, most_bytes=500_000)) == "size"
    assert max(sizes) <= exchange.CHUNK
    assert sum(sizes) <= 500_000 + exchange.CHUNK


def test_what_is_packed_is_unpacked(way_out: WayOut, web: Site):
    text = b"<p>" + b"abc" * 10_000
    web.says("/", gzip.compress(text), Content_Encoding="gzip")
    web.says("/broken", gzip.compress(text)[:50] + b"x" * 50, Content_Encoding="gzip")
    web.says("/twice", gzip.compress(gzip.compress(text)), Content_Encoding="gzip, gzip")
    web.says("/other", b"x", Content_Encoding="zstd")
    out, here = way_out(near(web)), f"http://127.0.0.1:{web.port}"
    assert fetched(out, f"{here}/").body == text
    for path in ("/broken", "/twice", "/other"):
        assert why(partial(fetched, out, here + path)) == "answer"


def test_only_what_is_asked_for(way_out: WayOut, web: Site):
    out, here = way_out(near(web)), f"http://127.0.0.1:{web.port}"
    web.says("/picture", b"x", "image/png")
    web.says("/zip", b"x", "application/zip")
    web.says("/nothing", b"x", "")
    assert fetched(out, f"{here}/picture").media_type == "image/png"
    assert why(lambda: fetched(out, f"{here}/zip")) == "type"
    assert why(lambda: fetched(out, f"{here}/nothing")) == "type"
    assert why(lambda: fetched(out, f"{here}/404")) == "status"
    web.answers["/odd"] = lambda _head, line: line.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")
    assert why(lambda: fetched(out, f"{here}/odd")) == "answer"


def test_a_certificate_must_be_good_for_the_name(way_out: WayOut, names: Names, tmp_path: Path):
    own, trusts = certificate(tmp_path, "good.example")
    names.stand_for["good.example"] = names.stand_for["other.example"] = [["127.0.0.1"]]
    with site(tls=own) as web:
        web.says("/", PAGE)
        out = way_out(near(web), tls=trusts)
        assert fetched(out, f"https://good.example:{web.port}/").body == PAGE
        assert b"Host: good.example" in web.heads[0]
        assert why(lambda: fetched(out, f"https://other.example:{web.port}/")) == "tls"
        assert why(lambda: fetched(out, f"https://127.0.0.1:{web.port}/")) == "tls"
        stranger = way_out(near(web))
        assert why(lambda: fetched(stranger, f"https://good.example:{web.port}/")) == "tls"
        assert len(web.heads) == 1


def test_ten_thousand_links_hold_nobody_up(way_out: WayOut, names: Names, web: Site):
    web.answers["/slow"] = drip(f"{ENDLESS}\r\n", b"a", 0.1)
    web.says("/", PAGE)
    names.stand_for["slow.example"] = [["127.0.0.1"]]
    names.stand_for["inside.example"] = [["10.0.0.1"]]
    names.stand_for["quick.example"] = [["127.0.0.1"]]
    out = way_out(near(web))
    most = 0
    came: dict[str, int] = {}

    def one(number: int) -> None:
        nonlocal most
        host = "inside.example" if number % 3 else "slow.example"
        try:
            fetched(out, f"http://{host}:{web.port}/slow", deadline_s=2.0)
        except EgressError as error:
            came[error.why] = came.get(error.why, 0) + 1
        finally:
            most = max(most, out.inside)

    latest = 0.0

    def tick() -> None:
        nonlocal latest
        while True:
            began = time.monotonic()
            gevent.sleep(0.01)
            latest = max(latest, time.monotonic() - began - 0.01)

    clock = gevent.spawn(tick)
    began = time.monotonic()
    crowd = []
    for begin in range(0, 10_000, 100):
        crowd += [gevent.spawn(one, number) for number in range(begin, begin + 100)]
        gevent.sleep(0.02)
        if begin % 1000 == 0:
            # Somebody else's link comes back at once.
            quick = time.monotonic()
            assert fetched(out, f"http://quick.example:{web.port}/").body == PAGE
            assert time.monotonic() - quick < 1
    gevent.joinall(crowd)
    clock.kill()
    assert time.monotonic() - began < 60
    assert most <= gate.AT_ONCE + gate.WAITING
    assert out.inside == 0
    assert sum(came.values()) == 10_000
    assert web.most <= 2 * gate.OF_A_SITE
    assert latest < 0.5


def test_of_a_site_so_many_at_once(way_out: WayOut, names: Names, web: Site):
    for name in ("a.example.org", "b.example.org", "c.example.org"):
        names.stand_for[name] = [["127.0.0.1"]]

    def answer(_head: bytes, line: Any) -> None:
        gevent.sleep(0.05)
        line.sendall(f"{ENDLESS}Content-Length: 1\r\n\r\na".encode())

    web.answers["/"] = answer
    out = way_out(near(web))
    urls = [f"http://{'abc'[n % 3]}.example.org:{web.port}/" for n in range(12)]
    jobs = [gevent.spawn(fetched, out, url) for url in urls]
    gevent.joinall(jobs, raise_error=True)
    assert web.most == gate.OF_A_SITE


def test_what_one_owner_has():
    assert gate.site_of("a.b.example.org") == "example.org"
    assert gate.site_of("a.example.co.uk") == "example.co.uk"
    assert gate.site_of("localhost") == "localhost"
    assert gate.site_of("10.0.0.1") == "10.0.0.1"
    assert gate.site_of("fd00::1") == "fd00::1"


def test_the_system_looks_names_up_beside_the_event_loop(sqlite_app):
    from weconnect.engine.egress.resolver import Resolver

    found = Resolver()("localhost", 80)
    assert found
    assert all(one.is_loopback for one in found)
    with sqlite_app.app_context():
        out = Egress(read(""), Ledger(sqlite_app))
        assert why(lambda: fetched(out, "http://localhost/")) == "local"
