"""What is tried here is the start itself: by the command, with nothing loaded before."""

from collections.abc import Iterator

import pytest

from tests.harness.server import Server


@pytest.fixture(autouse=True, scope="package")
def _by_the_command() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "by_fork", False)
        yield
