"""What a new site brings along for editors: schemas of its settings and data, and a task that checks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from masthead.jsonschema import person_schema, settings_schema

FOLDER = ".vscode"

_SCHEMAS = {"settings.schema.json": ["/masthead.yaml"], "person.schema.json": ["/data/authors/*.yaml"]}
"""The schemas and the files that they are for."""

_LINE = {
    "regexp": r"^(.+?):(\d+): (error|warning|note): (.+)$",
    "file": 1,
    "line": 2,
    "severity": 3,
    "message": 4,
}
_FILE = {
    "regexp": r"^([^\s:][^:]*): (error|warning|note): (.+)$",
    "kind": "file",
    "file": 1,
    "severity": 2,
    "message": 3,
}

BEGINS = "Checking "
ENDS = "Waiting for changes"
"""How the lines start between which `masthead check --watch` tells the problems of one moment."""


def editor_files() -> Mapping[str, str]:
    """Visual Studio Code's files by their path from the site's folder."""
    files: dict[str, Any] = {
        "settings.json": {"yaml.schemas": {f"./{FOLDER}/{name}": globs for name, globs in _SCHEMAS.items()}},
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        "tasks.json": {"version": "2.0.0", "tasks": [_watching(), _running()]},
    }
    texts = {name: json.dumps(value, indent=2) for name, value in files.items()}
    schemas = {"settings.schema.json": settings_schema(), "person.schema.json": person_schema()}
    texts |= {name: json.dumps(schema, ensure_ascii=False) for name, schema in schemas.items()}
    return {f"{FOLDER}/{name}": f"{text}\n" for name, text in texts.items()}


def _task(label: str, *arguments: str) -> dict[str, Any]:
    return {
        "label": label,
        "type": "process",
        "command": "masthead",
        "args": list(arguments),
        "isBackground": True,
    }


def _watching() -> dict[str, Any]:
    matcher = {
        "owner": "masthead",
        "source": "masthead",
        "fileLocation": ["relative", "${workspaceFolder}"],
    }
    background = {"activeOnStart": True, "beginsPattern": f"^{BEGINS}", "endsPattern": f"^{ENDS}"}
    matchers = [{**matcher, "pattern": _LINE, "background": background}, {**matcher, "pattern": _FILE}]
    return {
        **_task("masthead check", "check", "--watch"),
        "problemMatcher": matchers,
        "presentation": {"reveal": "silent"},
    }


def _running() -> dict[str, Any]:
    return {**_task("masthead run", "run"), "problemMatcher": []}
