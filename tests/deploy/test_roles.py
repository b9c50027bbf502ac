"""Pages and sockets apart: each kind of server refuses what is the other's, and says so."""

import secrets
import uuid
from collections.abc import Iterator

import pytest

from tests.harness.server import Server
from tests.harness.socket import Refused, Socket
from weconnect.settings import BadSetting, Settings

from .proxies import PROXIES, Proxy


@pytest.fixture(scope="module")
def apart(pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """One server of each kind, beside the pair."""
    servers = {
        role: Server(tmp_path_factory.mktemp(role), **pair[0].settings | {"ROLE": role})
        for role in ("pages", "sockets")
    }
    try:
        for server in servers.values():
            server.start()
        yield servers
    finally:
        for server in servers.values():
            server.close()


def test_each_answers_what_it_is_there_for(apart):
    pages, sockets = apart["pages"], apart["sockets"]
    ann = pages.person(f"ann{secrets.token_hex(6)}")
    room = ann.make_room()["id"]

    assert pages.get("/login").status_code == 200
    socket = Socket(sockets.url, cookie=ann.cookie)
    socket.ok("joinRoom", {"room": room})
    assert socket.say(room, "hello")["seq"] == 1
    socket.close()
    messages = ann.call_api("GET", f"/rooms/{room}/messages")["messages"]
    assert [one["content"] for one in messages] == ["hello"]
    for server in apart.values():
        assert server.get("/healthz").json() == {"status": "ok"}
        assert server.get("/readyz").json() == {"status": "ok"}
        assert server.get("/static/css/base.css").status_code == 200


def test_what_is_posted_on_a_page_reaches_the_sockets(apart):
    pages, sockets = apart["pages"], apart["sockets"]
    ann = pages.person(f"ann{secrets.token_hex(6)}")
    room = ann.make_room()["id"]
    socket = Socket(sockets.url, cookie=ann.cookie)
    socket.ok("joinRoom", {"room": room})

    ann.call_api(
        "POST",
        f"/rooms/{room}/messages",
        {"content": "from a page", "clientId": str(uuid.uuid4())},
    )
    ann.logout()

    assert socket.wait_for("newMessage")["content"] == "from a page"
    assert socket.wait_for("closing")["code"] == "loggedOut"
    socket.close()


@pytest.mark.parametrize(
    ("role", "path", "said"),
    [
        ("pages", "/socket.io/?EIO=4&transport=polling", "sockets are on another one"),
        ("pages", "/socket.io/?EIO=4&transport=websocket", "sockets are on another one"),
        ("sockets", "/", "pages and the API are on another one"),
        ("sockets", "/login", "pages and the API are on another one"),
        ("sockets", "/api/v1/me", "pages and the API are on another one"),
    ],
)
def test_what_is_the_others_is_refused(apart, role, path, said):
    answer = apart[role].get(path)

    assert answer.status_code == 421
    error = answer.json()["error"]
    assert error["code"] == "notFound"
    assert said in error["message"]
    with pytest.raises(Refused):
        Socket(apart["pages"].url)


@pytest.mark.parametrize("kind", PROXIES, ids=lambda kind: kind.name)
def test_the_proxies_send_each_where_it_belongs(kind, apart, start_proxy, person):
    pages, sockets = (apart[role].port for role in ("pages", "sockets"))
    proxy: Proxy = start_proxy(kind, [pages, sockets], changes=parted(kind, pages, sockets))

    ann = person(proxy.url)
    room = ann.make_room()["id"]
    for transport in ("websocket", "polling"):
        socket = ann.socket(transports=(transport,))
        socket.ok("joinRoom", {"room": room})
        socket.say(room, transport)

    messages = ann.call_api("GET", f"/rooms/{room}/messages")["messages"]
    assert [one["content"] for one in messages] == ["websocket", "polling"]


def parted(kind: type[Proxy], pages: int, sockets: int) -> dict[str, str]:
    """What an operator changes: servers of pages in the first list, of sockets in the others."""
    if kind.name == "nginx":
        both = "    server 127.0.0.1:{} max_fails={};\n    server 127.0.0.1:{} max_fails={};\n"
        one = "    server 127.0.0.1:{} max_fails=0;\n"
        return {
            both.format(pages, "1 fail_timeout=1s", sockets, "1 fail_timeout=1s"): one.format(
                pages
            ),
            both.format(pages, 0, sockets, 0): one.format(sockets),
        }
    first, second = (
        f'    server {name} "${{WECONNECT_{number}}}"'
        for number, name in enumerate(("one", "two"), start=1)
    )
    return {
        f"Lax\n{first} cookie one\n{second} cookie two\n\n# Opening": (
            f"Lax\n{first} cookie one\n\n# Opening"
        ),
        f"leastconn\n{first}\n{second}\n": f"leastconn\n{second}\n",
        f"persist\n{first} cookie one\n{second} cookie two\n": (f"persist\n{second} cookie two\n"),
    }


@pytest.mark.parametrize("role", ["pages", "sockets"])
def test_apart_they_need_redis(role, tmp_path):
    with pytest.raises(BadSetting, match="REDIS_URL"):
        Settings.from_env({"DATA_DIR": str(tmp_path), "ROLE": role})


def test_a_role_that_does_not_exist_is_none(tmp_path):
    with pytest.raises(BadSetting, match="all, pages or sockets"):
        Settings.from_env({"DATA_DIR": str(tmp_path), "ROLE": "web"})
