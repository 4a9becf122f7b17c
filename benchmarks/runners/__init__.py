"""The programs that are compared, one module each."""

from __future__ import annotations

from peer import Peer

from runners import eleventy, flatpages, hugo, masthead, nikola, pelican

PEERS: tuple[Peer, ...] = (
    hugo.PEER,
    masthead.PEER,
    eleventy.PEER,
    pelican.PEER,
    flatpages.PEER,
    nikola.PEER,
)
