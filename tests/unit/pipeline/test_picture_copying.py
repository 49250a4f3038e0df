"""Foreign pictures drawn anew: small, upright, bare; hostile ones are refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from headwater.model.rejection import Reason, Rejection
from headwater.pipeline.picture_copying import MAX_PICTURE_BYTES, TALLEST, WIDEST, PictureOrder, copy_picture
from headwater.pipeline.sandbox import Children, SandboxLimits

URL = "https://img.example/a"
SECRET = b"latitude-52.5"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- latitude-52.5 --></x:xmpmeta>'


def drawn(kind="JPEG", size=(1600, 900), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def copied(body):
    return copy_picture(PictureOrder(body=body, url=URL))


def opened(reading):
    image = Image.open(io.BytesIO(reading.body))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_every_common_kind_becomes_a_small_webp(kind):
    reading = copied(drawn(kind))
    image = opened(reading)
    assert (image.format, image.size) == ("WEBP", (WIDEST, 540))
    assert (reading.width, reading.height, reading.media_type) == (960, 540, "image/webp")


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG")]
)
def test_every_way_to_hold_colours_can_be_drawn(mode, kind):
    assert opened(copied(drawn(kind, (80, 60), mode))).size == (80, 60)


def test_nothing_but_pixels_is_handed_on():
    exif = Image.Exif()
    exif[0x013B] = "Ann Lee"
    exif[0x8298] = "(c) Ann Lee"
    exif[0x010E] = SECRET.decode()
    body = drawn(exif=exif, xmp=XMP, icc_profile=SECRET * 9, comment=SECRET)
    assert body.count(SECRET) >= 3
    reading = copied(body)
    assert SECRET not in reading.body
    assert not opened(reading).info.keys() & {"exif", "xmp", "icc_profile", "comment"}
    assert (reading.facts.by_line, reading.facts.copyright) == ("Ann Lee", "(c) Ann Lee")


def test_a_picture_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    reading = copied(drawn(size=(400, 200), exif=exif))
    assert (reading.width, reading.height) == (200, 400)


def test_a_tall_picture_fits_a_screen():
    reading = copied(drawn(size=(1000, 3000)))
    assert (reading.width, reading.height) == (240, TALLEST)


def test_of_a_moving_picture_the_first_frame_is_drawn():
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = opened(copied(out.getvalue()))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5))[0] > 200


def bomb():
    """A PNG of a few bytes that says it has 400 million pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.BAD_INPUT),
        (b"<html>no picture</html>", Reason.BAD_INPUT),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', Reason.BAD_INPUT),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n", Reason.BAD_INPUT),
        (drawn()[:500], Reason.BAD_INPUT),
        (drawn("PNG", (1, 1)), Reason.BAD_INPUT),
        (drawn("PNG", (900, 20)), Reason.BAD_INPUT),
        (bomb(), Reason.TOO_LARGE),
        (b"\xff\xd8\xff" + bytes(MAX_PICTURE_BYTES), Reason.TOO_LARGE),
    ],
    ids=["empty", "page", "svg", "postscript", "torn", "dot", "strip", "bomb", "huge"],
)
def test_what_is_no_picture_of_an_article_is_refused(body, reason):
    found = copied(body)
    assert isinstance(found, Rejection)
    assert (found.stage, found.reason, found.subject) == ("picture", reason, URL)


def test_garbled_pictures_give_a_copy_or_a_reason():
    whole = drawn("PNG", (60, 60))
    for position in range(0, len(whole), 3):
        body = whole[:position] + bytes([whole[position] ^ 0x5A]) + whole[position + 1 :]
        assert not isinstance(copied(body), type(None))


def test_the_child_knows_the_task():
    with Children(1, SandboxLimits(deadline_seconds=30)) as crew:
        reading = crew.call("copy_picture", PictureOrder(body=drawn(), url=URL))
    assert reading.width == WIDEST
