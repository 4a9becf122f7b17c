"""Pictures: what they are, which sizes are made of them, and how the files come out."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from masthead.media.images import (
    FOCAL_POINTS,
    SIZES,
    Format,
    PictureInfo,
    Unreadable,
    Variant,
    examine,
    inspect,
    make,
    stand_in,
    variants,
)
from masthead.media.pictures import PIXEL_LIMIT

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
QUADRANTS = ((RED, GREEN), (BLUE, WHITE))


def quadrants(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red and green above blue and white."""
    picture = Image.new("RGB", (2, 2))
    picture.putdata([colour for row in QUADRANTS for colour in row])
    return picture.resize((width, height), Image.Resampling.NEAREST).convert(mode)


def corners(path: Path) -> tuple[tuple[int, ...], ...]:
    """The colours near the four corners, each part rounded to 0 or 255."""
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
        x, y = rgb.width // 8, rgb.height // 8
        places = [(x, y), (-1 - x, y), (x, -1 - y), (-1 - x, -1 - y)]
        pixels = [rgb.getpixel((px % rgb.width, py % rgb.height)) for px, py in places]
    return tuple(tuple(255 * (part > 127) for part in pixel) for pixel in pixels if isinstance(pixel, tuple))


def info_of(path: Path) -> PictureInfo:
    info = examine(path)
    assert isinstance(info, PictureInfo), info
    assert inspect(path) == info
    return info


def made(
    path: Path, size: str, cache: Path, focal: str = "smart", formats: tuple[Format, ...] = ("original",)
) -> Path:
    """The widest variant of a size that is not the file itself."""
    last = [variant for variant in variants(info_of(path), SIZES[size], formats, focal) if variant.name][-1]
    assert make(path, last, cache / last.name) is None
    return cache / last.name


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [("jpg", "RGB"), ("png", "RGBA"), ("png", "P"), ("gif", "P"), ("webp", "RGB"), ("bmp", "RGB")],
)
def test_inspect_reads_width_height_and_format(tmp_path: Path, suffix: str, mode: str) -> None:
    path = tmp_path / f"a.{suffix}"
    quadrants(60, 40, mode).save(path)
    assert inspect(path) == PictureInfo(60, 40, "jpeg" if suffix == "jpg" else suffix)


def test_the_format_is_that_of_the_content_not_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    quadrants(600, 400).save(path, "JPEG")
    assert info_of(path).format == "jpeg"
    assert made(path, "avatar", tmp_path / "cache").suffix == ".jpeg"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_pictures_are_turned_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes each orientation, as Image.Transpose
    upright = quadrants(300, 200)
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(turn[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"a.{suffix}"
    stored.save(path, exif=exif)
    assert inspect(path) == PictureInfo(300, 200, "jpeg" if suffix == "jpg" else suffix)
    result = made(
        path, "thumb", tmp_path / "cache", formats=("webp", "original") if suffix == "png" else ("webp",)
    )
    assert corners(result) == (RED, GREEN, BLUE, WHITE)
    with Image.open(result) as picture:
        assert picture.width > picture.height
        assert picture.getexif().get(0x0112, 1) == 1


def test_broken_exif_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    quadrants(300, 200).save(path, exif=b"Exif\0\0nonsense")
    assert info_of(path) == PictureInfo(300, 200, "jpeg")
    assert made(path, "thumb", tmp_path / "cache").is_file()


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_animated_pictures_are_left_alone(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    frames = [Image.new("RGB", (900, 600), colour) for colour in (RED, GREEN, BLUE)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    info = info_of(path)
    assert info == PictureInfo(900, 600, suffix, animated=True)
    assert variants(info, SIZES["body"]) == []


def test_a_jpeg_with_a_preview_inside_is_a_plain_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    quadrants(900, 600).save(path, "MPO", save_all=True, append_images=[quadrants(90, 60)])
    assert info_of(path) == PictureInfo(900, 600, "jpeg")
    assert corners(made(path, "body", tmp_path / "cache", formats=("webp",))) == (RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ('viewBox="0 0 120 80"', (120, 80)),
        ('viewBox="0,0,120.4,80" width="10"', (120, 80)),
        ('width="120px" height="80"', (120, 80)),
        ('width="100%" height="80"', None),
        ('viewBox="0 0 0 80"', None),
        ("", None),
    ],
)
def test_svg_is_measured_by_its_root(tmp_path: Path, root: str, expected: tuple[int, int] | None) -> None:
    path = tmp_path / "a.svg"
    path.write_text(
        f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" {root}><g/></svg>', "utf-8"
    )
    info = examine(path)
    if expected is None:
        assert isinstance(info, Unreadable) and "viewBox" in info.message
    else:
        assert info == PictureInfo(*expected, "svg")
        assert variants(info, SIZES["body"]) == []


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("name", ["a.jpg", "a.svg", "a.gif"])
@pytest.mark.parametrize(
    "data", [b"", b"no picture at all", b"GIF89a", b"\xff\xd8\xff", b"<svg", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_says_so(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    result = examine(path)
    assert isinstance(result, Unreadable)
    assert name in result.message and result.hint
    assert str(tmp_path) not in result.message
    assert inspect(path) is None


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    result = examine(tmp_path / "none.jpg")
    assert isinstance(result, Unreadable) and "none.jpg does not exist" in result.message


@pytest.mark.parametrize("sides", [(20_000, 20_000), (9_500, 9_500), (9_000, 9_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_decompression_bombs_are_refused(tmp_path: Path, sides: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(*sides) + b"\0\0\0\0IEND\xaeB`\x82")
    refused = examine(path)
    assert isinstance(refused, Unreadable) and f"{PIXEL_LIMIT // 1_000_000} million" in refused.message
    assert make(path, Variant(10, 10, "webp", "k.webp", (0.5, 0.5)), tmp_path / "cache" / "k") == refused
    assert not (tmp_path / "cache").exists()


def test_a_picture_cut_short_is_a_result_not_an_exception(tmp_path: Path) -> None:
    for suffix in ("jpg", "png", "webp", "gif"):
        path = tmp_path / f"a.{suffix}"
        Image.effect_noise((900, 600), 90).save(path)
        path.write_bytes(path.read_bytes()[:9_000])
        info = examine(path)
        if isinstance(info, PictureInfo):
            result = make(path, variants(info, SIZES["body"])[0], tmp_path / "cache" / "k")
            assert isinstance(result, Unreadable) and f"{path.name} is damaged" in result.message
    assert not (tmp_path / "cache").exists()


def test_a_file_that_vanished_is_a_result(tmp_path: Path) -> None:
    result = make(tmp_path / "gone.jpg", Variant(10, 10, "webp", "k.webp", (0.5, 0.5)), tmp_path / "k")
    assert isinstance(result, Unreadable) and "does not exist" in result.message


def widths(info: PictureInfo, size: str, formats: tuple[Format, ...] = ("webp", "original")) -> list[str]:
    return [f"{v.format} {v.width}x{v.height}" for v in variants(info, SIZES[size], formats)]


def test_variants_are_the_steps_of_a_size_and_never_larger() -> None:
    large = PictureInfo(3000, 2000, "jpeg")
    assert widths(large, "body") == ["webp 800x533", "webp 1600x1067", "jpeg 800x533", "jpeg 1600x1067"]
    assert widths(large, "avatar", ("webp",)) == ["webp 270x270", "webp 540x540"]
    assert widths(large, "card", ("original",)) == ["jpeg 400x267", "jpeg 800x533"]
    assert widths(PictureInfo(1000, 500, "png"), "body", ("webp",)) == ["webp 800x400", "webp 1000x500"]
    assert widths(PictureInfo(400, 300, "jpeg"), "avatar", ("webp",)) == ["webp 270x270", "webp 300x300"]
    assert widths(PictureInfo(900, 600, "gif"), "body", ("original",)) == ["png 800x533", "png 900x600"]
    assert widths(PictureInfo(801, 40_000, "png"), "body") == ["png 800x39950", "png 801x40000"]


@pytest.mark.parametrize("sides", [(1, 1), (300, 200), (800, 9_000)])
@pytest.mark.parametrize("kind", ["png", "webp", "jpeg"])
def test_pictures_no_wider_than_the_narrowest_step_are_left_alone(sides: tuple[int, int], kind: str) -> None:
    assert widths(PictureInfo(*sides, kind), "body") == []


def test_the_narrowest_step_is_that_of_the_shape() -> None:
    assert widths(PictureInfo(900, 270, "jpeg"), "avatar") == []
    assert widths(PictureInfo(900, 271, "jpeg"), "avatar", ("webp",)) == ["webp 270x270", "webp 271x271"]


def test_the_name_is_empty_where_the_file_itself_would_be_made() -> None:
    names = [v.name for v in variants(PictureInfo(1000, 500, "png"), SIZES["body"])]
    assert names == ["body-800.webp", "body-1000.webp", "body-800.png", ""]
    names = [v.name for v in variants(PictureInfo(600, 400, "jpeg"), SIZES["card"])]
    assert names == ["card-400.webp", "card-600.webp", "card-400.jpeg", ""]


def test_names_differ_where_the_files_do() -> None:
    info = PictureInfo(3000, 2000, "jpeg")
    names = [v.name for focal in FOCAL_POINTS for v in variants(info, SIZES["card"], focal=focal)]
    names += [v.name for v in variants(info, SIZES["body"])]
    assert len(set(names)) == len(names) == 4 * len(FOCAL_POINTS) + 4
    assert {"card-400.webp", "card-800-top.jpeg", "body-1600.webp"} < set(names)
    top, left = (variants(info, SIZES["body"], focal=focal) for focal in ("Top", "Left"))
    assert [v.name for v in top] == [v.name for v in left]


def test_names_of_focal_points_ignore_case_and_unknown_ones_are_smart() -> None:
    info = PictureInfo(3000, 2000, "jpeg")
    chosen = {name: variants(info, SIZES["card"], focal=name)[0] for name in ("TopLeft", "topleft", "x", "")}
    assert chosen["TopLeft"] == chosen["topleft"]
    assert chosen["x"] == chosen[""] == variants(info, SIZES["card"], focal="Smart")[0]


@pytest.mark.parametrize(
    ("shape", "focal", "expected"),
    [
        ((1200, 300), "Left", (RED, RED, BLUE, BLUE)),
        ((1200, 300), "Right", (GREEN, GREEN, WHITE, WHITE)),
        ((1200, 300), "BottomRight", (GREEN, GREEN, WHITE, WHITE)),
        ((1200, 300), "Center", (RED, GREEN, BLUE, WHITE)),
        ((1200, 300), "Smart", (RED, GREEN, BLUE, WHITE)),
        ((300, 1200), "Top", (RED, GREEN, RED, GREEN)),
        ((300, 1200), "TopLeft", (RED, GREEN, RED, GREEN)),
        ((300, 1200), "Bottom", (BLUE, WHITE, BLUE, WHITE)),
        ((300, 1200), "Center", (RED, GREEN, BLUE, WHITE)),
    ],
)
def test_the_focal_point_stays_in_view(
    tmp_path: Path, shape: tuple[int, int], focal: str, expected: tuple[tuple[int, ...], ...]
) -> None:
    path = tmp_path / "a.png"
    quadrants(*shape).save(path)
    result = made(path, "avatar", tmp_path / "cache", focal)
    assert corners(result) == expected
    with Image.open(result) as picture:
        assert picture.size == (300, 300)


@given(width=st.integers(1, 1000), height=st.integers(1, 1000), focal=st.sampled_from(sorted(FOCAL_POINTS)))
@settings(max_examples=60, deadline=None)
def test_every_shape_can_be_made(width: int, height: int, focal: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.png"
        Image.new("L", (width, height)).save(path)
        for size in SIZES.values():
            for variant in variants(info_of(path), size, ("original",), focal):
                result = Path(folder) / "made.png"
                assert make(path, variant, result) is None
                assert inspect(result) == PictureInfo(variant.width, variant.height, "png")
                assert variant.width <= width and variant.height <= height


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_look(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.png"
    if mode == "I;16":
        Image.new("I;16", (400, 300), 40_000).save(path)
    else:
        Image.new("L", (400, 300), 255).convert(mode).save(path)
    for written in (
        made(path, "thumb", tmp_path / "c"),
        made(path, "thumb", tmp_path / "c", formats=("webp",)),
    ):
        with Image.open(written) as picture:
            pixel = picture.convert("L").getpixel((100, 100))
        assert isinstance(pixel, int | float)
        assert abs(pixel - (156 if mode == "I;16" else 255)) <= 2


def test_transparency_and_cmyk(tmp_path: Path) -> None:
    clear, inks = tmp_path / "clear.png", tmp_path / "inks.jpg"
    Image.new("RGBA", (400, 300), (255, 0, 0, 0)).convert("P").save(clear, transparency=0)
    Image.new("CMYK", (400, 300), (0, 255, 255, 0)).save(inks)
    with Image.open(made(clear, "thumb", tmp_path / "c", formats=("webp",))) as picture:
        assert picture.mode == "RGBA" and picture.getpixel((5, 5))[3] == 0  # type: ignore[index]
    with Image.open(made(inks, "thumb", tmp_path / "c")) as picture:
        assert picture.mode == "RGB" and picture.getpixel((5, 5))[0] > 200  # type: ignore[index]


def test_colour_profiles_stay_and_places_go(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Camera of mine"
    quadrants(400, 300).save(path, exif=exif, icc_profile=b"profile")
    result = made(path, "thumb", tmp_path / "cache")
    with Image.open(result) as picture:
        assert picture.info.get("icc_profile") == b"profile"
    assert b"Camera of mine" not in result.read_bytes()


@pytest.mark.parametrize("format", ["webp", "jpeg", "png"])
def test_a_stand_in_is_a_grey_picture_of_the_size(tmp_path: Path, format: str) -> None:
    (tmp_path / "a").write_bytes(stand_in(Variant(40, 30, format, "x", (0.5, 0.5))))
    with Image.open(tmp_path / "a") as picture:
        assert (picture.size, picture.format) == ((40, 30), format.upper())
        assert picture.convert("RGB").getcolors() == [(1200, (128, 128, 128))]


LARGE = """
import sys
from pathlib import Path
from masthead.media.images import SIZES, inspect, make, variants
path, cache = Path(sys.argv[1]), Path(sys.argv[2])
for variant in variants(inspect(path), SIZES["hero"]):
    assert make(path, variant, cache / variant.name) is None
print(Path("/proc/self/status").read_text())
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux' /proc"
)
@pytest.mark.parametrize("progressive", [False, True])
def test_a_large_jpeg_needs_less_than_400_megabytes(tmp_path: Path, progressive: bool) -> None:
    path = tmp_path / "large.jpg"
    quadrants(8000, 6000).save(path, quality=80, progressive=progressive)
    command = [sys.executable, "-c", LARGE, str(path), str(tmp_path / "cache")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    peak = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    assert peak is not None
    assert int(peak[1]) / 1024 < 400
