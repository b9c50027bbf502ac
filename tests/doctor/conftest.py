"""What a doctor looks at: settings, an application, findings."""

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from flask import Flask

from weconnect.operations.doctor.findings import Finding
from weconnect.settings import Settings

KEY = "p4Zr9mQ2xV7tLw3nB8yKc5sJd1fHg6aE-uR0oTiN_kX"


@pytest.fixture
def well(tmp_path: Path) -> Settings:
    """Settings with which nothing is wrong."""
    return Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/weconnect.db",
        secret_key=KEY,
        registration="invite",
        max_connections=100,
    )


@pytest.fixture
def of_app(app: Flask, well: Settings) -> Settings:
    """The same, with the database of the application."""
    own: Settings = app.config["WECONNECT"]
    app.config["WECONNECT"] = dataclasses.replace(
        well, data_dir=own.data_dir, database_url=own.database_url
    )
    changed: Settings = app.config["WECONNECT"]
    return changed


@pytest.fixture
def wrongs() -> Callable[[Iterable[Finding]], list[str]]:
    """What is wrong, in one text each; there is a remedy for everything that is not fine."""

    def texts(findings: Iterable[Finding]) -> list[str]:
        found = list(findings)
        assert all(bool(one.remedy) is (one.grade != "fine") for one in found)
        return [one.text for one in found if one.grade == "wrong"]

    return texts
