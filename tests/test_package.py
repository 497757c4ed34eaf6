"""What the installed package says of itself."""

from __future__ import annotations

import importlib.metadata

import pytest

import zenobia
from zenobia.version import installed_version


def test_the_version_is_that_of_the_installed_package() -> None:
    assert zenobia.__version__ == importlib.metadata.version("zenobia")


def test_sources_that_are_not_installed_have_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("zenobia.version.version", missing)
    assert installed_version() == "0+unknown"
