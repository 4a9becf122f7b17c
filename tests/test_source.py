"""Content files: fences, lines, bodies, and what is said when a file cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from masthead.content.source import (
    MAX_TEXT,
    Source,
    StaleError,
    Stamp,
    decode,
    key_line,
    lowered,
    read_bytes,
    read_data,
    read_source,
)
from masthead.errors import ContentError, Level, Where


def source(tmp_path: Path, text: str | bytes, name: str = "a.md") -> Source:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return (read_source if name.endswith(".md") else read_data)(path, name)


def refused(tmp_path: Path, text: str | bytes, name: str = "a.md") -> str:
    with pytest.raises(ContentError) as caught:
        source(tmp_path, text, name)
    (problem,) = caught.value.problems
    assert problem.level is Level.ERROR
    return str(problem)


@pytest.mark.parametrize(
    ("text", "meta", "line", "body"),
    [
        ("---\ntitle: T\n---\nBody\n", {"title": "T"}, 4, "Body\n"),
        ("---\ntitle: T\n---\n\n\nBody", {"title": "T"}, 4, "\n\nBody"),
        ("---\ntitle: T\n---", {"title": "T"}, 4, ""),
        ("---\ntitle: T\n---\n", {"title": "T"}, 4, ""),
        ("--- \t\ntitle: T\n---  \nBody", {"title": "T"}, 4, "Body"),
        ("---\n---\nBody", {}, 3, "Body"),
        ("---\n# only a comment\n---\nBody", {}, 4, "Body"),
        ("", {}, 1, ""),
        ("Just text.\n\nMore.\n", {}, 1, "Just text.\n\nMore.\n"),
        ("# Heading\n\n---\n\ntitle: no\n\n---\n", {}, 1, "# Heading\n\n---\n\ntitle: no\n\n---\n"),
        ("    indented: code\n", {}, 1, "    indented: code\n"),
        ("\n\n\n---\ntitle: T\n---\nBody", {"title": "T"}, 7, "Body"),
        ("\ufeff---\ntitle: T\n---\nBody", {"title": "T"}, 4, "Body"),
        ("\ufeff\ufeff---\ntitle: T\n---\nBody", {"title": "T"}, 4, "Body"),
        ("---\r\ntitle: T\r\n---\r\nA\r\nB\r\n", {"title": "T"}, 4, "A\nB\n"),
        ("---\rtitle: T\r---\rBody", {"title": "T"}, 4, "Body"),
        ("---\ntitle: T\n---\nA\n\n---\n\nB", {"title": "T"}, 4, "A\n\n---\n\nB"),
        ("---\ntext: |\n  A\n  ---\n  B\n---\nBody", {"text": "A\n---\nB\n"}, 7, "Body"),
        ('+++\ntitle = "T"\n+++\nBody', {"title": "T"}, 4, "Body"),
        ('\n+++\ntitle = """\n---\n"""\n+++\nBody', {"title": "---\n"}, 7, "Body"),
        ("---\ntitle: T\n---\n\u2028Body\x0b\x0c\n", {"title": "T"}, 4, "\u2028Body\x0b\x0c\n"),
        ("\ufeffX marks the spot.", {}, 1, "X marks the spot."),
    ],
)
def test_front_matter_and_body(tmp_path: Path, text: str, meta: object, line: int, body: str) -> None:
    read = source(tmp_path, text)
    assert (dict(read.meta), read.body_line, read.body(), read.problems) == (meta, line, body, ())


def test_keys_that_python_frontmatter_cannot_take(tmp_path: Path) -> None:
    read = source(tmp_path, "---\ncontent: a\nhandler: b\n2020: c\nmetadata: d\n---\n")
    assert read.meta == {"content": "a", "handler": "b", "2020": "c", "metadata": "d"}


def test_keys_ignore_case_and_params_stand_beside_them() -> None:
    meta = {"Title": "T", "publishDate": 1, "Params": {"Tags": "x", "title": "no", "params": {"deep": 1}}}
    assert lowered(meta) == {"title": "T", "publishdate": 1, "tags": "x", "deep": 1}
    assert lowered({"params": "no map"}) == {}


def test_build_has_an_older_name() -> None:
    assert lowered({"_build": {"list": "never"}}) == {"build": {"list": "never"}}
    assert lowered({"_build": {"list": "never"}, "build": {"render": "never"}}) == {
        "build": {"render": "never"}
    }
    assert lowered({"Params": {"_build": {"list": "never"}}}) == {"build": {"list": "never"}}


def test_a_file_whose_fence_was_forgotten(tmp_path: Path) -> None:
    read = source(tmp_path, "\nwidget: hero\nheadless: true\nweight: 10\n")
    assert (dict(read.meta), read.body()) == ({"widget": "hero", "headless": True, "weight": 10}, "")
    assert [str(problem) for problem in read.problems] == [
        "a.md:2: warning: this file starts with keys but no '---'. Add a line '---' above them."
    ]
    assert read.where("weight") == Where("a.md", 4)


def test_a_file_whose_first_fence_alone_was_forgotten(tmp_path: Path) -> None:
    read = source(tmp_path, "title: T\ndate: 2024-01-01\n---\nBody\n")
    assert (dict(read.meta), read.body_line, read.body()) == (
        {"title": "T", "date": "2024-01-01"},
        4,
        "Body\n",
    )


def test_keys_without_a_fence_may_have_capitals(tmp_path: Path) -> None:
    assert source(tmp_path, "Title: T\n").meta == {"title": "T"}


def test_text_that_begins_with_a_word_and_a_colon_is_text(tmp_path: Path) -> None:
    read = source(tmp_path, "Note: this is prose.\n")
    assert (read.meta, read.problems, read.body()) == ({}, (), "Note: this is prose.\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n---\ntitle: T\nBody\n",
            "a.md:2: error: the front matter that starts here is never closed: "
            "there is no second line of '---'. Add a line '---' below its last key.",
        ),
        ("+++\ntitle = 1\n---\n", "a.md:1: error: the front matter that starts here is never closed"),
        ("\n\n---\ntitle: [a\n---\n", "a.md:5: error: not valid YAML"),
        ("---\n- a\n- b\n---\n", "a.md:2: error: the front matter is no map of keys and values."),
        (
            "---\njust words\n---\n",
            "a.md:2: error: the front matter is no map of keys and values. "
            "Write each key with a colon: 'title: About'.",
        ),
        ("+++\na = 1\n\na = 2\n+++\n", "a.md:4: error: not valid TOML"),
        (
            b"---\ntitle: T\n---\nA\nB \xff\n",
            "a.md:5: error: byte 0xff is not UTF-8. Save the file as UTF-8.",
        ),
        ("---\ntitle: T\n---\n".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert message in refused(tmp_path, text)


def test_places_hold_below_blank_lines(tmp_path: Path) -> None:
    read = source(tmp_path, "\n\n---\ntitle: A\ntitle: B\nsections:\n  - block: x\n---\nBody\n")
    assert read.problems[0].where == Where("a.md", 5)
    assert read.where("sections", 0, "block") == Where("a.md", 7)
    assert (read.body_line, read.body()) == (9, "Body\n")
    assert read.where() == Where("a.md")


def test_a_byte_on_the_first_line_that_is_not_utf8(tmp_path: Path) -> None:
    message = "a.md:1: error: byte 0xff is not UTF-8. Save the file as UTF-8."
    assert refused(tmp_path, b"\xff\ntitle: T\n") == message


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        ('+++\ntitle = "T"\n\n[image]\ncaption = "C"\n+++\ncaption: no\n', ("image", "caption"), 5),
        ('\n\n+++\ntitle = "T"\n+++\n', ("title",), 4),
        ("---\ntitle: T\nimage:\n  caption: C\n---\n", ("image", "caption"), 4),
        ("---\ntitle: T\nimage:\n  caption: C\n---\n", ("image", "alt"), 3),
        ("role: Chair\nlinks:\n  - url: /\n", ("links", 0, "url"), 3),
    ],
)
def test_the_line_of_a_key(text: str, keys: tuple[str | int, ...], line: int) -> None:
    assert key_line(text, keys) == line


def test_the_place_of_a_key_in_a_file_that_is_gone(tmp_path: Path) -> None:
    read = source(tmp_path, "---\ntitle: A\n---\n")
    read.path.unlink()
    assert read.where("title") == Where("a.md")


def test_the_body_of_another_file_than_the_one_that_was_read_is_stale(tmp_path: Path) -> None:
    read = source(tmp_path, "---\ntitle: A\n---\nOld\n")
    read.path.write_text("---\ntitle: A\n---\nNew\n", encoding="utf-8")
    with pytest.raises(StaleError) as caught:
        read.body()
    assert str(caught.value) == "a.md: error: this file changed while its page was made. Try again."
    read.path.unlink()
    with pytest.raises(StaleError):
        read.body()
    read.path.mkdir()
    with pytest.raises(ContentError, match="cannot be read: Is a directory"):
        read.body()


@pytest.mark.skipif(os.name == "nt", reason="a folder opens otherwise there")
def test_what_the_system_refuses_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(ContentError) as caught:
        read_source(tmp_path / "a.md", "a.md")
    message = "a.md: error: this file cannot be read: Is a directory. Look at its permissions."
    assert str(caught.value) == message
    with pytest.raises(ContentError, match=r"^data/a\.yaml: error: this file cannot be read"):
        read_data(tmp_path / "a.md", "data/a.yaml")


def test_a_source_follows_its_file_while_nothing_but_the_text_changes(tmp_path: Path) -> None:
    read = source(tmp_path, '---\ntitle: A\n---\nOld <b class="p-4">\n')
    assert read.classes == {"p-4"}
    newer = source(tmp_path, '---\ntitle: A\n# a comment\n---\nNew <b class="p-4">\n')
    with pytest.raises(StaleError):
        read.body()
    assert read.follow(newer)
    assert (read, read.body()) == (newer, 'New <b class="p-4">\n')


@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: B\n---\nText <b class="p-4">\n',
        '---\ntitle: A\ntitle: A\n---\nText <b class="p-4">\n',
        '---\ntitle: A\n---\nText <b class="p-8">\n',
    ],
)
def test_a_source_stays_with_its_file_when_more_than_the_text_changes(tmp_path: Path, text: str) -> None:
    read = source(tmp_path, '---\ntitle: A\n---\nText <b class="p-4">\n')
    before = (read.digest, read.body_line)
    assert not read.follow(source(tmp_path, text))
    assert (read.digest, read.body_line) == before


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    assert source(tmp_path, "a" * MAX_TEXT).body() == "a" * MAX_TEXT
    assert refused(tmp_path, "a" * (MAX_TEXT + 1)) == (
        "a.md: error: this file is larger than 2 MB. "
        "Make several pages of it, or put it into static/ and link to it."
    )
    assert len(read_bytes(tmp_path / "a.md", "a.md", most=MAX_TEXT + 1)) == MAX_TEXT + 1


def test_data_files(tmp_path: Path) -> None:
    assert source(tmp_path, "Name: A\nname: B\n", "a.yaml").meta == {"name": "B"}
    assert source(tmp_path, 'name = "A"\n', "a.TOML").meta == {"name": "A"}
    assert source(tmp_path, "", "b.yaml").meta == {}
    for name in ("name", "role"):
        read = source(tmp_path, f"{name}: A\nlinks:\n  - url: x\n", "c.yaml")
        assert (read.body(), read.where("links", 0, "url")) == ("", Where("c.yaml", 3))
    toml = source(tmp_path, 'role = "A"\n\n[name]\ngiven = "B"\n', "f.toml")
    assert toml.where("name", "given") == Where("f.toml", 4)
    assert refused(tmp_path, "- a\n", "d.yaml") == (
        "d.yaml:1: error: this data file holds no map of keys and values. "
        "Write each key with a colon, as in 'role: Chair'."
    )
    assert refused(tmp_path, "a: [", "e.yaml").startswith("e.yaml:1: error: not valid YAML")
    assert refused(tmp_path, "a = 1\n[b\n", "g.toml").startswith("g.toml:2: error: not valid TOML")
    assert refused(tmp_path, b"a: b\nc: \xff\n", "h.yaml").startswith("h.yaml:2: error: byte 0xff")


def test_keys_that_stand_twice_in_data_are_told(tmp_path: Path) -> None:
    twice = source(tmp_path, "name: A\nrole: B\nname: C\n", "a.yaml")
    assert [problem.where for problem in twice.problems] == [Where("a.yaml", 3)]
    assert source(tmp_path, "name: A\n", "a.yaml").problems == ()


def test_a_stamp_tells_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one", encoding="utf-8")
    first = Stamp.of(path)
    assert Stamp.of(path) == first
    os.utime(path, ns=(0, first.mtime_ns + 1_000_000_000))
    assert Stamp.of(path) == Stamp(first.mtime_ns + 1_000_000_000, 3)
    path.write_text("three", encoding="utf-8")
    os.utime(path, ns=(0, first.mtime_ns))
    assert Stamp.of(path) == Stamp(first.mtime_ns, 5)


def test_equal_bytes_have_equal_digests(tmp_path: Path) -> None:
    one, two, other = (source(tmp_path, text, f"{n}.md") for n, text in enumerate(["x", "x", "y"]))
    assert one.digest == two.digest != other.digest


PIECES = (
    "---",
    "+++",
    "--- ",
    "title: T",
    "tags: [a",
    "a = 1",
    "- x",
    "  b: c",
    "",
    " ",
    "text",
    "\ufeff",
    "\r",
)
LINES = st.lists(st.sampled_from((*PIECES, "é中\u3000", "date: 2021-23-29")), max_size=12).map("\n".join)
ANYTHING = st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | LINES.map(str.encode)
on_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@on_one_folder
@given(ANYTHING)
@example(b"---\n---")
@example(b"\n \n---\na: 1\n---\nx")
def test_any_file_is_read_whole_or_refused(tmp_path: Path, data: bytes) -> None:
    try:
        read = source(tmp_path, data)
    except ContentError as error:
        assert all(problem.where.file == "a.md" for problem in error.problems)
        return
    lines = decode(data, "a.md").split("\n")
    assert 1 <= read.body_line <= len(lines) + 1
    assert read.body() == "\n".join(lines[read.body_line - 1 :])
    assert all(key == key.lower() for key in read.meta)
    if read.body_line == 1:
        assert read.meta == {}
    for key in read.meta:
        line = read.line(key)
        assert line is not None
        assert line < read.body_line


@given(ANYTHING)
def test_text_has_one_kind_of_line_ending(data: bytes) -> None:
    try:
        assert "\r" not in decode(data, "a.md")
    except ContentError as error:
        assert 1 <= (error.problems[0].where.line or 0) <= data.count(b"\n") + 1


# JSON


JSON = """{
\t"Title": "A \\ud83d\\ude00 \\/ page",
\t"date": "2024-01-02",
\t"params": {"tags": ["Snow"]},
\t"weight": 3
}

Text of {the} page.
"""


def test_front_matter_may_be_json(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(JSON, "utf-8")
    source = read_source(path, "a.md")
    assert dict(source.meta) == {
        "title": "A \U0001f600 / page", "date": "2024-01-02", "weight": 3, "tags": ["Snow"],
    }  # fmt: skip
    assert source.body() == "\nText of {the} page.\n"
    assert (source.body_line, source.problems) == (7, ())
    path.write_text(JSON.replace("\t", "  ").replace("\\ud83d\\ude00 \\/", ""), "utf-8")
    source = read_source(path, "a.md")
    assert [source.line(*keys) for keys in [("weight",), ("params", "tags")]] == [5, 4]


@pytest.mark.parametrize("text", ["{", "{{< icon x >}}\n", "{title: A}\n", "{#id}\n", "{ }x", "{}"])
def test_braces_that_are_no_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    source = read_source(path, "a.md")
    assert (dict(source.meta), source.problems, source.body()) == ({}, (), text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n"title": "A"\n} and text', "a.md:3: error: text stands behind the brace"),
        ('\n{\n"title": "A",\n"tags": [\n}\n', "a.md:5: error: not valid JSON: Expecting value."),
        ('{"title": "A"', "a.md:1: error: not valid JSON: Expecting ',' delimiter."),
        ('{"a": ' + "9" * 5000 + "}", "a.md:1: error: not valid JSON: Exceeds the limit"),
        ('{"a": ' + "[" * 101 + "]" * 101 + "}", "a.md:1: error: more than 100 lists and maps"),
        ('{"a": ' + "[" * 90_000 + "]" * 90_000 + "}", "a.md:1: error: more than 100 lists and maps"),
    ],
)
def test_bad_json(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    with pytest.raises(ContentError) as caught:
        read_source(path, "a.md")
    assert str(caught.value).startswith(told)
