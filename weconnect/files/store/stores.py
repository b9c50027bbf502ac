"""The places of this server: where new files go, and from where all can be read."""

from collections.abc import Mapping

from flask import Flask, current_app

from weconnect.engine.app_state import Key
from weconnect.settings import Settings

from .database import Database
from .disk import Disk
from .ports import Store


class Stores:
    """All of them by their names; new files go to `first`."""

    def __init__(self, settings: Settings) -> None:
        disk = Disk(settings.data_dir / "files")
        self._all: Mapping[str, Store] = {"disk": disk, "database": Database()}
        self.first = self.of(settings.files)

    def of(self, place: str) -> Store:
        """The place of this name. Raises OSError for one that this server cannot reach."""
        try:
            return self._all[place]
        except KeyError:
            raise OSError(f"files of {place!r} cannot be reached: see FILES") from None


_STORES: Key[Stores] = Key("weconnect_file_stores")


def stores() -> Stores:
    """Those of the current app."""
    return _STORES.here()


def init_app(app: Flask) -> None:
    """Give `app` its places."""
    _STORES.keep(app, Stores(app.config["WECONNECT"]))


def settings() -> Settings:
    """Those of the current app."""
    found: Settings = current_app.config["WECONNECT"]
    return found
