"""One image element: where its file lies, what identifies it in any size, and whether it is a picture at all."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from headwater.text.urls import canonical_url

IMAGES = (
    "img, amp-img, [role='img'][style*='url('], [data-caption][data-src]:not(img), [data-credit][data-src]:not(img)"
)
"""The elements that show an image (HTML, AMP, WAI-ARIA role img with a background, gallery slides)."""

MIN_SIDE = 80
"""Images of which a stated side is smaller, in CSS pixels, are decoration."""

MIN_STEM_CHARS = 14
"""File names from this length on identify a picture whatever server sends it."""

_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-original-src", "data-lazy", "data-hi-res-src", "data-full-src",
    "data-image", "data-orig-file", "data-url", "src",
)  # fmt: skip
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_BACKGROUND = re.compile(r"url\(\s*[\"']?([^\"')]{4,2000})")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif)(?:$|[?#:/!&])", re.IGNORECASE)
_DECORATION = re.compile(
    r"(?<![a-z])(?:logos?|logotype|logomark|icons?|iconos?|favicon|avatars?|sprite|pixel|spacer|blank|emoji|gravatar|"
    r"preload(?:er)?|1x1|transparent|default|no-?image|smiley|badge|banner-ad|opengraph|og-?image|fallback|dummy|"
    r"banner|bann\d+|publicidad|werbung|reklama|border|btn|button|ic|arrow|bullet|"
    r"lazy-?load|trans|clear|share-?image)(?![a-z])|placeholder|(?:social|share)[-_]default|^(?:loading|fb|facebook|twitter|whatsapp|share|author|og|social)$",
    re.IGNORECASE,
)
_COUNTERS = re.compile(
    r"doubleclick|scorecardresearch|quantserve|/pixel|/beacon|/tr\?|feedburner|/counter|/hit\.|mc\.yandex|google-analytics|"
    r"googlesyndication|amazon-adsystem|/adserver|secure\.gravatar",
    re.IGNORECASE,
)
_SIZES = re.compile(
    r"[-_](?:v\d_)?\d{2,4}x\d{2,4}(?=$|[._-])|[-_]\d{1,2}x\d{1,2}$|-scaled$|@\dx$|[-_]e\d{10,}$|[-_](?:w|h)\d{3,4}$|[-_]\d{3,4}(?:px|w|h)$|"
    r"[-_](?:320|400|480|500|600|620|640|700|720|750|768|800|900|1000|1024|1080|1200|1280|1440|1536|1600|1920|2048)$|"
    r"_(?:thumb|small|medium|large|big|full|xl|original)$",
    re.IGNORECASE,
)
_PATH_SIZES = re.compile(
    r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)|/(?:w|h|width|height)[=_-]?\d+|/\d{2,4}x\d{2,4}/|/\d{3,4}/\d{3,4}(?=/)"
)
_NAMES = re.compile(
    r"(?<![a-z])(?:logo|icon|avatar|emoji|wp-smiley|author-(?:image|photo|avatar)|pixel)(?![a-z])", re.IGNORECASE
)
_EXTENSIONS = re.compile(r"(?:\.(?:jpe?g|png|webp|avif|gif|jfif)){1,3}$", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"\s+[\d.]{1,6}[wx]\b.*$", re.DOTALL)
_PHOTO_FILE = re.compile(r"\.(?:jpe?g|webp|avif|jfif)(?:$|[?#:/!&.])", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")


def image_url(node: LexborNode, base: str) -> str:
    """The absolute address of an image: lazy attributes before `src`, the largest of a set, a background; or empty."""
    attributes = node.attributes
    for name in _SOURCES:
        address = (attributes.get(name) or "").strip()
        if address and not address.startswith(("data:", "blob:", "[", "{")) and not _is_dummy(address, name):
            url = canonical_url(_DESCRIPTOR.sub("", address), base)
            if url:
                return url
    for name in _SETS:
        candidates = attributes.get(name)
        if candidates:
            url = canonical_url(largest(candidates), base)
            if url:
                return url
    return _other_url(node, base)


def _is_dummy(address: str, name: str) -> bool:
    return name == "src" and is_decoration_address(address)


def _other_url(node: LexborNode, base: str) -> str:
    """The address in a data attribute of another name, in the sources of a <picture>, or in a background."""
    attributes = node.attributes
    for name, value in attributes.items():
        if (
            name.startswith("data-")
            and value
            and len(value) < 2_000
            and _IMAGE_FILE.search(value)
            and value[0] not in "[{"
        ):
            url = canonical_url(value.split()[0].rstrip(","), base)
            if url:
                return url
    style = attributes.get("style") or ""
    background = _BACKGROUND.search(style[:4_000]) if "url(" in style else None
    if background:
        return canonical_url(background[1], base)
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source")[:8]:
            for name in _SETS:
                url = canonical_url(largest(source.attributes.get(name) or ""), base)
                if url:
                    return url
    return ""


def largest(srcset: str) -> str:
    """The candidate with the largest descriptor of a srcset (HTML, srcset attribute)."""
    best, best_size = "", -1.0
    for candidate in re.split(r",\s+", srcset[:8_000]):
        address, _, descriptor = candidate.strip().partition(" ")
        number = re.match(r"\s*([\d.]{1,8})[wx]", descriptor)
        size = float(number[1]) if number and number[1].count(".") < 2 and number[1] != "." else 0.0
        if address and not address.startswith("data:") and size > best_size:
            best, best_size = address, size
    return best


@lru_cache(maxsize=4_096)
def image_key(url: str) -> str:
    """What identifies a picture: its file name without size where that is telling, else its path without size."""
    path = url.partition("?")[0].partition("#")[0].rstrip("/")
    name = path.rpartition("/")[2]
    stem = _EXTENSIONS.sub("", name)
    for _ in range(2):
        stem = _SIZES.sub("", stem)
    if len(stem) >= MIN_STEM_CHARS and any(char.isdigit() or char in "-_" for char in stem):
        return stem.casefold()
    return _PATH_SIZES.sub("", path).casefold()


def is_image_address(address: str) -> bool:
    """Whether an address is that of an image file."""
    return bool(_IMAGE_FILE.search(address[-400:]))


@lru_cache(maxsize=4_096)
def is_decoration_address(url: str) -> bool:
    """Whether an address is that of a logo, an icon, a placeholder or a tracking pixel."""
    path = url[:2_000].partition("?")[0].rstrip("/")
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return name.endswith(".svg") or bool(_DECORATION.search(stem)) or bool(_COUNTERS.search(url[:400]))


def is_decoration(node: LexborNode) -> bool:
    """Whether an image element is an icon, a logo, an avatar or a tracking pixel by its size, name or address."""
    attributes = node.attributes
    for side in ("width", "height"):
        number = _NUMBER.match(attributes.get(side) or "")
        if number and 0 < int(number[0]) < MIN_SIDE:
            return True
    if _NAMES.search((attributes.get("class") or "")[:400]):
        return True
    address = attributes.get("src") or ""
    if address and _COUNTERS.search(address[:400]):
        return True
    has_other = any(name.startswith("data-") or name == "srcset" for name in attributes)
    return bool(address) and not has_other and is_decoration_address(address)


def image_size(node: LexborNode) -> int:
    """The stated width of an image in CSS pixels, 0 where unsaid."""
    number = _NUMBER.match(node.attributes.get("width") or "")
    return int(number[0]) if number else 0


def looks_like_a_photograph(url: str) -> bool:
    """Whether an address is that of a file in a format for photographs."""
    return bool(_PHOTO_FILE.search(url[:2_000]))
