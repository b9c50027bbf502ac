"""Visitors from several addresses: all of 127.0.0.0/8 is this machine."""

from typing import Any

from requests.adapters import HTTPAdapter


class From(HTTPAdapter):
    """Requests that come from an address of one's own."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, source_address=(self.address, 0))
