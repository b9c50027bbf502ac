"""Whose an address is, and how a destination is read."""

from ipaddress import ip_address

import pytest

from weconnect.engine.egress.addresses import is_public, may_be_named
from weconnect.engine.egress.destination import parse
from weconnect.engine.egress.errors import EgressRefused
from weconnect.engine.egress.policy import read

PUBLIC = ("1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::1")
LOCAL = (
    # This machine, and what means it.
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "::1", "::", "::ffff:127.0.0.1", "::7f00:1"),
    # Private networks.
    *(
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12::1",
    ),
    *("::ffff:10.0.0.1", "::ffff:192.168.0.1", "::ffff:0:10.0.0.1", "fec0::1", "198.18.0.1"),
    # Links, with what clouds answer there.
    *("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "192.0.0.192"),
    # Through translators and tunnels.
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b:1::7f00:1"),
    *("2002:7f00:1::1", "2002:a00:1::1", "2002:a9fe:a9fe::1"),
    # Teredo has its server's address, and its client's turned around.
    *("2001:0:7f00:1::1", "2001:0:101:101:0:0:80ff:fffe"),
    # Of many, of nobody, of examples.
    *("224.0.0.1", "239.1.1.1", "ff02::1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("198.51.100.1", "203.0.113.1", "2001:db8::1", "100::1", "::1.2.3.4", "5f00::1"),
)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_everybodys(address: str):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", LOCAL)
def test_what_is_somebodys_own(address: str):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "fd12::1", "64:ff9b::a00:1"])
def test_what_an_operator_may_mean_by_a_name(address: str):
    assert may_be_named(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
        *("fd00:ec2::254", "224.0.0.1", "0.0.0.0", "::", "255.255.255.255", "2002:a9fe:a9fe::1"),
    ],
)
def test_what_nobody_means_by_a_name(address: str):
    assert not may_be_named(ip_address(address))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTPS://example.org.:443/a b".replace(" ", "%20"), "https://example.org/a%20b"),
        ("http://example.org:8080/?q=ä#part", "http://example.org:8080/?q=%C3%A4"),
        ("https://bücher.example/ß", "https://xn--bcher-kva.example/%C3%9F"),
        ("https://EXAMPLE。org/", "https://example.org/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://[::ffff:7f00:1]/", "http://[::ffff:7f00:1]/"),
        ("http://①.①.①.①/", "http://1.1.1.1/"),
    ],
)
def test_an_address_is_read_in_one_way(written: str, read_as: str):
    assert parse(written).url == read_as
    assert parse(read_as) == parse(written)


@pytest.mark.parametrize(
    "odd",
    [
        # Numbers that some programs take for 127.0.0.1.
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/"),
        *("http://0x7f000001/", "http://127.0.0.01/", "http://1.1.1.1.1/", "http://256.1.1.1/"),
        *("http://127。1/", "http://①②⑦.1/", "http://a.0x1/", "http://999999999999/"),
        # Names and passwords, escapes, zones, and what turns a host around.
        *("http://user@example.org/", "http://user:pw@example.org/", "http://@example.org/"),
        *("http://127.0.0.1%2f@example.org/", "http://ex%61mple.org/", "http://%31.1.1.1/"),
        *("http://[fe80::1%25eth0]/", "http://example.org\\@127.0.0.1/", "http:\\\\127.0.0.1/"),
        *("http://exa mple.org/", "http://example.org\t/", "http://example.org/\r\nHost: x"),
        *("http://", "http:///x", "http://./", "http://../", "http://a..b/", "http://-a.b/"),
        *("http://[1.1.1.1]/", "http://[::1", "http://example.org:99999/", "http://example.org:x/"),
        *("http://a_\u202eb.example/", "http://" + "a" * 64 + ".example/", "http://*.example/"),
        # No scheme of the web.
        *("file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "//example.org/"),
        *("javascript:alert(1)", "data:text/html,x", "example.org", "", "http://" + "a/" * 1000),
    ],
)
def test_what_may_be_read_in_several_ways_is_refused(odd: str):
    with pytest.raises(EgressRefused):
        parse(odd)


@pytest.mark.parametrize(
    ("setting", "url", "found", "why"),
    [
        ("", "https://example.org/", "1.1.1.1", None),
        ("", "https://example.org/", "10.0.0.1", "local"),
        ("", "http://example.org:8080/", "1.1.1.1", "port"),
        ("deny", "https://example.org/", "1.1.1.1", "off"),
        ("allow:example.org", "https://example.org/", "1.1.1.1", None),
        ("allow:example.org", "https://www.example.org/", "1.1.1.1", "host"),
        ("allow:*.example.org", "https://www.example.org/", "1.1.1.1", None),
        ("allow:*.example.org", "https://example.org/", "1.1.1.1", "host"),
        ("allow:*.example.org", "https://evilexample.org/", "1.1.1.1", "host"),
        ("allow:wiki.example", "https://wiki.example/", "10.0.0.1", None),
        ("allow:wiki.example", "https://wiki.example/", "169.254.169.254", "local"),
        ("allow:*", "https://wiki.example/", "10.0.0.1", "local"),
        ("allow:*,10.0.0.0/8", "https://wiki.example/", "10.0.0.1", None),
        ("allow:10.0.0.0/8", "https://wiki.example/", "1.1.1.1", "host"),
        ("allow:10.0.0.0/8", "http://10.1.1.1/", "10.1.1.1", None),
        ("allow:10.0.0.0/8", "http://11.1.1.1/", "11.1.1.1", "host"),
        ("allow:*,wiki.example:8080", "http://wiki.example:8080/", "10.0.0.1", None),
        ("allow:*,wiki.example:8080", "http://other.example:8080/", "1.1.1.1", "host"),
        ("allow:*:8080", "http://other.example:8080/", "1.1.1.1", None),
        ("allow:*:8080", "http://other.example/", "1.1.1.1", "port"),
        ("allow:fd12::/16", "http://[fd12::1]/", "fd12::1", None),
        ("allow:[fd12::/16]:81", "http://[fd12::1]:81/", "fd12::1", None),
        ("allow:bücher.example", "https://xn--bcher-kva.example/", "1.1.1.1", None),
    ],
)
def test_what_the_operator_allows(setting: str, url: str, found: str, why: str | None):
    policy, to = read(setting), parse(url)

    def ask() -> None:
        policy.check(to)
        policy.checked(to, [ip_address(found)])

    if why is None:
        ask()
    else:
        with pytest.raises(EgressRefused, match=f"^{why}$"):
            ask()


@pytest.mark.parametrize(
    "setting", ["allow", "allow:", "off", "allow:a/b", "allow:x:0", "allow:10.0.0.1/8", "allow:a@b"]
)
def test_what_no_setting_is(setting: str):
    with pytest.raises(ValueError, match="EGRESS"):
        read(setting)
