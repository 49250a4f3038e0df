"""Pictures of the demo world: drawn by a few lines of code, so that nobody's work is in them."""

from __future__ import annotations

import io
import math
import random
from functools import lru_cache
from hashlib import sha256

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 720
_PAPER, _WATER, _SOIL = (244, 240, 230), (176, 203, 214), (203, 184, 158)
_ROOTS = ((92, 64, 44), (122, 88, 58), (150, 116, 84))
_SURFACE = HEIGHT // 5
_MOST_SEGMENTS = 6_000


@lru_cache(maxsize=16)
def roots(seed: str, caption: str, credit: str) -> bytes:
    """A JPEG of roots under water; the same for the same words. Its XMP names author and licence."""
    dice = random.Random(int.from_bytes(sha256(seed.encode()).digest()[:8], "big"))
    image = Image.new("RGB", (WIDTH, HEIGHT), _SOIL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, _SURFACE), fill=_PAPER)
    pen.rectangle((0, _SURFACE // 2, WIDTH, _SURFACE), fill=_WATER)
    tips = [(WIDTH * (number + 0.5) / 7, float(_SURFACE), math.pi / 2, 9.0) for number in range(7)]
    for x, *_ in tips:
        pen.line((x, _SURFACE, x + dice.uniform(-20, 20), 10), fill=(120, 140, 84), width=8)
    _grow(pen, tips, dice)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, xmp=_xmp(caption, credit))
    return out.getvalue()


def _grow(pen: ImageDraw.ImageDraw, tips: list[tuple[float, float, float, float]], dice: random.Random) -> None:
    for _ in range(_MOST_SEGMENTS):
        if not tips:
            return
        x, y, angle, width = tips.pop(0)
        angle += dice.uniform(-0.35, 0.35)
        end_x, end_y = x + 16 * math.cos(angle), y + 16 * math.sin(angle)
        pen.line((x, y, end_x, end_y), fill=_ROOTS[int(width) % 3], width=max(1, round(width)))
        if width < 1 or not (_SURFACE < end_y < HEIGHT - 20 and 0 < end_x < WIDTH):
            continue
        tips.append((end_x, end_y, 0.8 * angle + 0.2 * math.pi / 2, width * 0.965))
        if dice.random() < 0.16:
            side = dice.choice((-1, 1)) * dice.uniform(0.5, 1.0)
            tips.append((end_x, end_y, angle + side, width * 0.6))


def _xmp(caption: str, credit: str) -> bytes:
    def safe(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#" '
        f'photoshop:Credit="{safe(credit)}"><cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{safe(caption)}</rdf:li></rdf:Alt></dc:description>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
