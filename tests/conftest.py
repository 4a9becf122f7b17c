"""What all tests share: small sites out of texts, and the real sites that may stand beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from masthead import Website, create_app
from masthead.website import Edition

Site = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Writes files (text or bytes by path) and gives back the folder that they are in.

    Called again, it adds to the files that are there.
    """

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def edition(site: Site) -> Callable[[Mapping[str, str | bytes]], Edition]:
    """Writes files and reads the site that they are."""
    return lambda files: Website(site(files)).refresh()


@pytest.fixture
def client(site: Site) -> Callable[[Mapping[str, str | bytes]], FlaskClient]:
    """Writes files and gives back a client of the app that serves them."""
    return lambda files: create_app(site(files)).test_client()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real sites: `shared` beside the checkout, or where MASTHEAD_SHARED says.

    Tests that want it are skipped without it, and fail under CI=true.
    """
    folder = Path(os.environ.get("MASTHEAD_SHARED") or Path(__file__).parents[2] / "shared")
    if not folder.is_dir():
        message = f"the real sites are not at {folder}; set MASTHEAD_SHARED to where they are"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
