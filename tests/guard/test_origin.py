"""Who may open a socket: the site's own pages, those allowed by name, and programs."""

from itertools import product

from tests.harness.person import Person
from tests.harness.socket import Refused

TRANSPORTS = ("websocket", "polling")


def opens(person: Person, transport: str, headers: dict[str, str]) -> bool:
    try:
        return person.socket(transports=(transport,), headers=headers).connected
    except Refused:
        return False


def test_origins(start_server):
    server = start_server(ALLOWED_ORIGINS="https://friend.example")
    ann = server.person("ann")
    own = server.url
    host = own.removeprefix("http://")

    allowed = [{}, {"Origin": own}, {"Origin": "https://friend.example"}]
    refused = [
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{host}"},
        {"Origin": f"{own}.evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"},
        {
            "Origin": "https://evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
        },
        {"Origin": "https://evil.example", "Forwarded": "host=evil.example;proto=https"},
    ]

    assert [one for one in product(TRANSPORTS, allowed) if not opens(ann, *one)] == []
    assert [one for one in product(TRANSPORTS, refused) if opens(ann, *one)] == []


def test_behind_a_trusted_proxy_its_word_counts(start_server):
    server = start_server(PROXY_HOPS="1")
    ann = server.person("ann")
    forwarded = {"X-Forwarded-Host": "chat.example", "X-Forwarded-Proto": "https"}
    # Behind TLS the cookie has another name.
    cookie = {"Cookie": f"__Host-{ann.cookie}"}

    # The visitor's own entry stands before the proxy's, and does not count.
    forged = {"X-Forwarded-Host": "evil.example, chat.example", "X-Forwarded-Proto": "https"}

    for transport in TRANSPORTS:
        assert opens(ann, transport, forwarded | cookie | {"Origin": "https://chat.example"})
        assert not opens(ann, transport, forwarded | cookie | {"Origin": "http://chat.example"})
        assert not opens(ann, transport, forged | cookie | {"Origin": "https://evil.example"})
