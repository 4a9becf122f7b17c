"""Front matter as authors would write it: YAML with lists set in, and long texts in lines of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """YAML whose lists are set in below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def dumped(values: Mapping[str, Any]) -> str:
    """Values as YAML, in their order."""
    return yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def scalar(text: str) -> str:
    """A text as it is written behind a key, in quotation marks where YAML needs them."""
    return yaml.dump(text, Dumper=_Dumper, allow_unicode=True, width=2**20).removesuffix("...\n").strip()
