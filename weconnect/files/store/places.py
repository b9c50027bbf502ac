"""Which places there are, as the setting FILES says."""

from typing import NamedTuple

from weconnect.settings import Settings

from .bucket import Bucket, read


class Places(NamedTuple):
    """Where new files go (`disk`, `database` or `s3`), and the bucket, if one is named."""

    first: str
    bucket: Bucket | None


def places(settings: Settings) -> Places:
    """What FILES says: one place, or, with commas, others from which files are still read.

    Raises ValueError with what is wrong with it.
    """
    named, bucket = [], None
    for one in settings.files.split(","):
        if one in {"disk", "database"}:
            named.append(one)
        elif one.startswith("s3://"):
            if bucket is not None:
                raise ValueError("FILES names two buckets: there can be one.")
            bucket = read(one, settings.aws_access_key_id, settings.aws_secret_access_key)
            named.append("s3")
        else:
            raise ValueError(
                f"FILES must be disk, database or s3://bucket/prefix?region=…, not {one!r}."
            )
    return Places(named[0], bucket)
