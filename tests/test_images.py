"""Pictures: what they are, which sizes are made of them, and how the files come out."""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from masthead.media.frames import resized
from masthead.media.images import (
    FOCAL_POINTS,
    SIZES,
    Format,
    PictureInfo,
    Unreadable,
    Variant,
    stand_in,
    variants,
    write,
)
from masthead.media.info import part_for
from masthead.media.pictures import PIXEL_LIMIT, decode, examine, inspect

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


def make(path: Path, variant: Variant, target: Path) -> Unreadable | None:
    """Make a variant as a site does that has not read the picture yet."""
    frame = decode(path, variant.part)
    if isinstance(frame, Unreadable):
        return frame
    write(resized(frame, variant.width, variant.height, variant.focal), variant.format, target)
    return None


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


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("focal", ["TopLeft", "Right", "BottomLeft"])
def test_the_focal_point_is_that_of_the_upright_picture(tmp_path: Path, orientation: int, focal: str) -> None:
    turn = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = quadrants(1200, 300)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.png"
    (upright if turn is None else upright.transpose(Image.Transpose(turn))).save(path, exif=exif)
    expected = (GREEN, GREEN, WHITE, WHITE) if focal == "Right" else (RED, RED, BLUE, BLUE)
    assert corners(made(path, "avatar", tmp_path / "cache", focal)) == expected


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("png", "RGB"), ("png", "RGBA"), ("png", "L"), ("png", "P"), ("jpeg", "RGB"), ("jpeg", "L")],
)
def test_a_picture_read_in_bands_at_a_part_of_its_size_looks_the_same(
    tmp_path: Path, kind: str, mode: str
) -> None:
    waves = Image.radial_gradient("L").resize((3303, 2503))
    picture = Image.merge("RGB", (waves, waves.rotate(180), Image.linear_gradient("L").resize(waves.size)))
    path = tmp_path / f"a.{kind}"
    picture.convert(mode).save(path, **({"quality": 95} if kind == "jpeg" else {}))
    variant = variants(info_of(path), SIZES["card"], ("original",))[0]
    assert variant.part == 2
    frame = decode(path, variant.part)
    assert not isinstance(frame, Unreadable) and frame.picture.size == (1652, 1252)
    with Image.open(path) as whole:
        plain = whole.convert("RGB").resize((400, 267), Image.Resampling.LANCZOS, (0, 0, 3303, 2204.7))
    difference = ImageChops.difference(resized(frame, 400, 267, variant.focal).convert("RGB"), plain)
    assert max(high for _, high in difference.getextrema()) <= 12
    assert max(ImageStat.Stat(difference).mean) < 1


def test_what_is_only_said_to_be_transparent_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    quadrants(600, 400, "RGBA").save(path)
    for formats in (("original",), ("webp",)):
        with Image.open(made(path, "thumb", tmp_path / "cache", formats=formats)) as picture:  # type: ignore[arg-type]
            assert picture.mode == "RGB"


def test_colours_of_what_is_clear_do_not_bleed(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (900, 600), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (450, 0, 900, 600))
    picture.save(tmp_path / "a.png")
    with Image.open(made(tmp_path / "a.png", "thumb", tmp_path / "cache")) as result:
        edge = [result.getpixel((x, 300)) for x in range(390, 410)]
    assert all(pixel[0] < 30 for pixel in edge if isinstance(pixel, tuple) and pixel[3] > 20)


@pytest.mark.parametrize(
    ("full", "wanted", "part"),
    [
        ((3200, 2400), (800, 600), 2),
        ((3199, 2400), (800, 600), 1),
        ((8000, 6000), (800, 600), 4),
        ((8000, 6000), (270, 270), 8),
        ((8000, 6000), (1920, 1440), 2),
        ((6000, 8000), (1920, 2560), 2),
        ((4000, 3000), (1920, 1440), 1),
        ((5000, 9000), (1920, 3456), 1),
        ((9000, 300), (800, 300), 1),
    ],
)
def test_large_pictures_are_read_at_a_part(full: tuple[int, int], wanted: tuple[int, int], part: int) -> None:
    assert part_for(full, wanted) == part


@pytest.mark.parametrize("kind", ["TIFF", "ICO", "PPM"])
def test_kinds_that_browsers_do_not_show_are_told(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.tif"
    quadrants(900, 600).save(path, kind)
    result = examine(path)
    assert isinstance(result, Unreadable)
    assert "a.tif is no picture of a known kind" in result.message and "JPEG, PNG" in result.hint


# Memory

MAKE = """
import re, sys
from pathlib import Path
from masthead.media.images import SIZES, PictureInfo, variants
from masthead.media.pictures import examine
from masthead.media.store import PictureStore
import masthead.website
path, store = Path(sys.argv[1]), PictureStore(Path(sys.argv[2]))
info = examine(path)
found = variants(info, SIZES["hero"]) + variants(info, SIZES["card"]) if isinstance(info, PictureInfo) else []
made = [store.made(path, variant) for variant in found]
assert all(isinstance(one, Path) for one in made), made
print(len(made), re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def peak(path: Path, cache: Path) -> tuple[int, int]:
    """How many variants a process makes of a picture, and how many MiB it has had at most."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from Linux' /proc")  # getrusage begins with the parent's peak
    command = [sys.executable, "-c", MAKE, str(path), str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    made, kilobytes = done.stdout.split()
    return int(made), int(kilobytes) // 1024


def large(mode: str, sides: tuple[int, int] = (8000, 6000)) -> Image.Image:
    """A picture of 48 million pixels."""
    if mode == "I;16":
        return Image.new("I;16", sides, 40_000)
    picture = quadrants(*sides, "P" if mode == "P" else "RGB")
    if mode in ("RGBA", "LA"):
        picture.putalpha(Image.linear_gradient("L").resize(sides))
    return picture.convert(mode)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "mode", "sides", "options"),
    [
        ("jpeg", "RGB", (8000, 6000), {}),
        ("jpeg", "RGB", (8000, 6000), {"progressive": True}),
        ("jpeg", "CMYK", (8000, 6000), {}),
        ("png", "RGB", (8000, 6000), {"compress_level": 1}),
        ("png", "RGBA", (8000, 6000), {"compress_level": 1}),
        ("png", "RGBA", (6000, 8000), {"compress_level": 1}),
        ("png", "P", (8000, 6000), {"compress_level": 1}),
        ("png", "I;16", (8000, 6000), {"compress_level": 1}),
        ("gif", "P", (8000, 6000), {}),
        ("bmp", "RGB", (8000, 6000), {}),
    ],
)
def test_a_large_picture_needs_less_than_400_megabytes(
    tmp_path: Path, kind: str, mode: str, sides: tuple[int, int], options: dict[str, int]
) -> None:
    path = tmp_path / f"large.{kind}"
    large(mode, sides).save(path, **options)
    made, megabytes = peak(path, tmp_path)
    assert made == 8
    assert megabytes < 400


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("webp", {"quality": 50, "method": 0}),
        ("avif", {"quality": 30, "speed": 10}),
        ("jpeg", {"progressive": True, "subsampling": 0}),
    ],
)
def test_what_takes_more_memory_is_shown_as_it_is(
    tmp_path: Path, kind: str, options: dict[str, int | bool]
) -> None:
    path = tmp_path / f"large.{kind}"
    large("RGB").save(path, **options)
    info = info_of(path)
    assert (info.width, info.height) == (8000, 6000)
    assert info.unread is not None and "48 million pixels, too many for" in info.unread.message
    assert decode(path) == info.unread
    made, megabytes = peak(path, tmp_path)
    assert made == 0
    assert megabytes < 400


@pytest.mark.slow
def test_a_webp_that_is_just_small_enough_needs_less_than_400_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "large.webp"
    large("RGBA", (4600, 3450)).save(path, quality=50, method=0)
    made, megabytes = peak(path, tmp_path)
    assert made == 4
    assert megabytes < 400


@pytest.mark.slow
@pytest.mark.parametrize("sides", [(65_000, 65_000), (16_383, 16_383), (9_500, 9_500)])
@pytest.mark.parametrize("kind", ["png", "gif", "bmp", "webp"])
def test_what_claims_to_be_huge_takes_no_memory(tmp_path: Path, kind: str, sides: tuple[int, int]) -> None:
    width, height = sides
    headers = {
        "png": png_header(width, height),
        "gif": b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + b",",
        "bmp": b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0),
        "webp": b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"
        + struct.pack("<I", width - 1)[:3]
        + struct.pack("<I", height - 1)[:3],
    }
    path = tmp_path / f"bomb.{kind}"
    path.write_bytes(headers[kind] + bytes(100))
    made, megabytes = peak(path, tmp_path)
    assert made == 0
    assert megabytes < 200
