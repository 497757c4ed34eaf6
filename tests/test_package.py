"""What the installed package says of itself."""

from __future__ import annotations

import importlib.metadata

import pytest

import zenobia


def test_the_version_is_that_of_the_installed_package() -> None:
    assert zenobia.__version__ == importlib.metadata.version("zenobia")


def test_sources_that_are_not_installed_have_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert zenobia.__version__ == "0+unknown"


def test_a_name_that_is_not_there_is_refused_as_elsewhere() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = zenobia.nothing  # type: ignore[attr-defined]
