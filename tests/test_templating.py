"""Where templates come from, what is wrong in them, and what is kept of them for the next process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from conftest import Site
from masthead.cache import FOLDER
from masthead.errors import ContentError
from masthead.freezing.folder import freeze_folder
from masthead.templating import KeptCode


class Compiling(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *args: Any, **options: Any) -> Any:
        self.compiled += 1
        return super().compile(*args, **options)


def rendered(site: Path, text: str, engine: str = "1") -> tuple[str, bool]:
    """What a template says to a new process, and whether it had to be compiled."""
    loader = DictLoader({"a.html": text})
    templates = Compiling(autoescape=True, loader=loader, bytecode_cache=KeptCode(site, engine))
    return templates.get_template("a.html").render(name="<Ada>"), templates.compiled > 0


def kept(site: Path) -> Path:
    (file,) = (site / FOLDER / "templates").iterdir()
    return file


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", True)
    assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", False)


def test_another_text_or_engine_compiles_it_again(tmp_path: Path) -> None:
    rendered(tmp_path, "Hello {{ name }}")
    assert rendered(tmp_path, "Bye {{ name }}") == ("Bye &lt;Ada&gt;", True)
    assert rendered(tmp_path, "Bye {{ name }}", "2") == ("Bye &lt;Ada&gt;", True)
    assert rendered(tmp_path, "Bye {{ name }}", "2") == ("Bye &lt;Ada&gt;", False)


@pytest.mark.parametrize("damage", [lambda code: code[:-9], lambda code: b"", lambda code: code + b"x"])
def test_damaged_code_is_not_run(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    rendered(tmp_path, "Hello {{ name }}")
    kept(tmp_path).write_bytes(damage(kept(tmp_path).read_bytes()))
    assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", True)


@pytest.mark.parametrize("mode", [0o622, 0o620, 0o602])
def test_code_that_others_could_have_written_is_not_run(tmp_path: Path, mode: int) -> None:
    rendered(tmp_path, "Hello {{ name }}")
    kept(tmp_path).chmod(mode)
    assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", True)


def test_code_of_another_user_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(tmp_path, "Hello {{ name }}")
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", True)


def test_nothing_is_kept_where_nobody_may_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        assert rendered(tmp_path, "Hello {{ name }}") == ("Hello &lt;Ada&gt;", True)
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o755)


def test_a_frame_without_the_content_of_pages_is_refused(site: Site, tmp_path: Path) -> None:
    frame = (
        "<title>{{ title }}</title><p class='content'>{{ contents }}{% block masthead %}{% endblock %}</p>"
    )
    files = {"masthead.yaml": "title: Lab\n", "content/_index.md": "---\ntitle: Home\n---\n"}
    root = site({**files, "templates/masthead/base.html": frame})
    with pytest.raises(ContentError, match=r"templates/masthead/base.html: error: .* no `{{ content }}`"):
        freeze_folder(root, tmp_path / "built", jobs=1)
    (root / "templates/masthead/base.html").write_text(frame + "{{- content }}")
    freeze_folder(root, tmp_path / "built", jobs=1)
