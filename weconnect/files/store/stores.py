"""The places of this server: where new files go, and from where all can be read."""

from typing import TYPE_CHECKING

from flask import Flask, current_app

from weconnect.engine.app_state import Key
from weconnect.engine.web.security import allow_pictures_from
from weconnect.settings import BadSetting, Settings

from .bucket import Bucket
from .database import Database
from .disk import Disk
from .places import places
from .ports import Store

if TYPE_CHECKING:
    from .s3 import S3


class Stores:
    """All of them by their names; new files go to `first`. `s3` is the bucket, if there is one.

    Raises BadSetting.
    """

    def __init__(self, settings: Settings) -> None:
        try:
            named = places(settings)
        except ValueError as error:
            raise BadSetting(str(error)) from None
        disk = Disk(settings.data_dir / "files")
        self._all: dict[str, Store] = {"disk": disk, "database": Database()}
        self.s3 = _made(named.bucket) if named.bucket is not None else None
        if self.s3 is not None:
            self._all["s3"] = self.s3
        self.first = self.of(named.first)

    def of(self, place: str) -> Store:
        """The place of this name. Raises OSError for one that this server cannot reach."""
        try:
            return self._all[place]
        except KeyError:
            raise OSError(f"FILES does not name {place!r}, where files are") from None


def _made(bucket: Bucket) -> "S3":
    # It takes 20 MB of memory.
    from .s3 import S3

    return S3(bucket)


_STORES: Key[Stores] = Key("weconnect_file_stores")


def stores() -> Stores:
    """Those of the current app."""
    return _STORES.here()


def init_app(app: Flask) -> None:
    """Give `app` its places. Raises BadSetting."""
    found = _STORES.keep(app, Stores(app.config["WECONNECT"]))
    if found.s3 is not None and (origin := found.s3.origin) is not None:
        allow_pictures_from(app, origin)


def settings() -> Settings:
    """Those of the current app."""
    found: Settings = current_app.config["WECONNECT"]
    return found
