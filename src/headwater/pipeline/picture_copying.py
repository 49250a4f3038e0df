"""A small copy of a foreign picture: what its file says is read, then it is decoded and drawn anew. Runs in a child.

The copy holds pixels only: no metadata, no colour profile, no thumbnail, no second frame. So neither a payload nor a
place where somebody was photographed is handed on.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from headwater import rights
from headwater.model.rejection import Reason, Rejection

MAX_PICTURE_BYTES = 5 << 20
"""A larger file is not copied: news pages' pictures have some hundred kilobytes."""

MAX_PIXELS = 40_000_000
"""A larger picture is not decoded (160 MB of memory at four bytes a pixel)."""

WIDEST, TALLEST = 960, 720
"""Pixels of a copy at most: twice the width of a column of text, and no more than a screen's height of it."""

SHORTEST_SIDE = 48
"""Smaller pictures are icons, spacers and tracking pixels."""

QUALITY = 78
MEDIA_TYPE = "image/webp"
STAGE = "picture"

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
_ARTIST, _COPYRIGHT = 0x013B, 0x8298  # Exif 2.3 tags
_WIDE_MODES = ("RGBA", "LA", "PA")


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureOrder:
    """The bytes of one picture as they came, from `url`."""

    body: bytes
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureReading:
    """A picture drawn anew, and what its file said."""

    facts: rights.PictureFacts
    media_type: str
    width: int
    height: int
    body: bytes


def copy_picture(order: PictureOrder) -> PictureReading | Rejection:
    """The small copy of one picture with the facts of its file, or why there is none."""
    if len(order.body) > MAX_PICTURE_BYTES:
        return _rejected(order, Reason.TOO_LARGE, f"{len(order.body)} bytes, at most {MAX_PICTURE_BYTES}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes that we bound ourselves
            return _copied(order)
    except MemoryError:
        raise
    except Image.DecompressionBombError:  # far more pixels than even Pillow will open
        return _rejected(order, Reason.TOO_LARGE, f"more than {MAX_PIXELS} pixels")
    except Exception as error:  # decoders of foreign bytes raise whatever they like
        return _rejected(order, Reason.BAD_INPUT, f"no picture that can be read: {type(error).__name__}")


def _copied(order: PictureOrder) -> PictureReading | Rejection:
    with Image.open(io.BytesIO(order.body), formats=_formats()) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            return _rejected(order, Reason.TOO_LARGE, f"{width} × {height} pixels, at most {MAX_PIXELS}")
        if min(width, height) < SHORTEST_SIDE:
            return _rejected(order, Reason.BAD_INPUT, f"{width} × {height} pixels are no picture of an article")
        exif = image.getexif()
        facts = rights.picture_facts(
            order.body,
            exif_artist=str(exif.get(_ARTIST) or ""),
            exif_copyright=str(exif.get(_COPYRIGHT) or "").replace("\x00", " "),
        )
        small = _drawn(image)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=4)
    return PictureReading(
        facts=facts, media_type=MEDIA_TYPE, width=small.width, height=small.height, body=out.getvalue()
    )


def _formats() -> tuple[str, ...]:
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)


def _drawn(image: Image.Image) -> Image.Image:
    """The first frame, upright, at most `WIDEST` by `TALLEST`, as plain colours."""
    image.draft("RGB", (2 * WIDEST, 2 * TALLEST))  # JPEG only: decodes at a fraction of the size
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in _WIDE_MODES or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _rejected(order: PictureOrder, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=STAGE, reason=reason, detail=detail, subject=order.url)
