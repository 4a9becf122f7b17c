"""Answers of a site that changed while it was served, kept by a process that reads it as the next one will.

    python -m masthead.afresh SITE < URLS

What a server has in memory after edits is not provably what a new one reads. The URLs are a list in JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Event

from masthead.content.news import News
from masthead.devserver import live_app
from masthead.live import EDITOR, Changes, Desk
from masthead.live.early import read
from masthead.live.front import Front
from masthead.live.keeping import opened


def keep_afresh(root: Path, urls: Iterable[str]) -> None:
    """Read a site and keep its answers for the paths of some URLs, as WSGI has them.

    Raises ContentError when the folder holds no site.
    """
    host, changes, news, seen = "127.0.0.1", Changes(), News(), Event()
    front = Front(Desk(root), host, changes, read(root))
    news.begin()  # a change from here on keeps anything from being kept
    seen.set()
    make = partial(live_app, changes=changes, host=host, editor=EDITOR)
    _, keeper = opened(root, news, seen, front, make)
    keeper.keep(urls)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    keep_afresh(Path(sys.argv[1]), json.load(sys.stdin))
