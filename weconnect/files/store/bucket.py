"""A bucket of S3-compatible storage, as the setting FILES names it."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

# Buckets' names (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_OPTIONS = {"region", "endpoint", "style", "direct"}
# What most other implementations call theirs, where they ask at all.
ANY_REGION = "us-east-1"


@dataclass(frozen=True)
class Bucket:
    """Where a bucket is, and who asks.

    `prefix` is empty or ends with `/`; without an `endpoint` it is Amazon's. `is_direct`: browsers
    fetch large files there themselves, by addresses that were signed for them.
    """

    name: str
    prefix: str
    region: str
    endpoint: str | None
    has_path_style: bool
    is_direct: bool
    key_id: str = field(repr=False)
    secret: str = field(repr=False)

    def __str__(self) -> str:
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


def read(address: str, key_id: str | None, secret: str | None) -> Bucket:
    """What `s3://bucket/prefix?region=…` means. Raises ValueError with what is wrong with it."""
    try:
        parts = urlsplit(address)
        given = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise ValueError(f"FILES={address} is no address.") from None
    options = dict(given)
    if parts.scheme != "s3" or parts.fragment or len(options) < len(given):
        raise ValueError(f"FILES={address} is no s3://bucket/prefix?region=….")
    if unknown := options.keys() - _OPTIONS:
        raise ValueError(
            f"FILES has {sorted(unknown)[0]}=: there are {', '.join(sorted(_OPTIONS))}."
        )
    if not _NAME.fullmatch(parts.netloc):
        raise ValueError(f"FILES names the bucket {parts.netloc!r}, which cannot be one's name.")
    prefix = parts.path.strip("/")
    prefix = f"{prefix}/" if prefix else ""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(
            "FILES has a prefix with other characters than letters, digits, `.`, `_`, `-` and `/`."
        )
    if not key_id or not secret:
        raise ValueError("FILES=s3://… needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    endpoint = _endpoint(options.get("endpoint"))
    region = options.get("region", ANY_REGION if endpoint else "")
    if not _REGION.fullmatch(region):
        raise ValueError("FILES=s3://… needs the bucket's region: s3://bucket?region=eu-central-1")
    style = _one_of(options, "style", "path", "virtual") or ("path" if endpoint else "virtual")
    is_https = endpoint is None or endpoint.startswith("https:")
    direct = _one_of(options, "direct", "on", "off") or ("on" if is_https else "off")
    return Bucket(
        parts.netloc, prefix, region, endpoint, style == "path", direct == "on", key_id, secret
    )


def _endpoint(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        is_one = (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and parts.port != 0
            and "@" not in parts.netloc
            and parts.path in {"", "/"}
            and not (parts.query or parts.fragment)
            and re.fullmatch(r"[A-Za-z0-9.:\[\]_-]+", parts.netloc)
        )
    except ValueError:
        is_one = False
    if not is_one:
        raise ValueError(f"FILES has endpoint={text}: it must be like https://s3.example.org:9000")
    return text.rstrip("/")


def _one_of(options: dict[str, str], name: str, *words: str) -> str | None:
    word = options.get(name)
    if word is not None and word not in words:
        raise ValueError(f"FILES has {name}={word}: it must be {' or '.join(words)}.")
    return word
