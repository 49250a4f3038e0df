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

MAX_NAME_WORDS = 4
"""A file name that begins with more words names what it shows ("shop-with-a-new-logo")."""

MAX_WEAK_WORDS = 2
"""Words like "default" or "banner" say something of a file name of so few words, and nothing else."""

MIN_STEM_CHARS = 14
"""File names from this length on identify a picture whatever server sends it."""

_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-original-src", "data-lazy", "data-hi-res-src", "data-full-src",
    "data-image", "data-orig-file", "data-url", "src",
)  # fmt: skip
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_BACKGROUND = re.compile(r"url\(\s*[\"']?([^\"')]{4,2000})")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif)(?:$|[?#:/!&])", re.IGNORECASE)
_STRONG_WORDS = """
logo logos logotype logomark icon icons icono iconos favicon avatar avatars sprite spacer gravatar emoji placeholder
preload preloader smiley lazyload noimage opengraph ogimage shareimage bann
"""
_WEAK_WORDS = """
pixel blank transparent default badge banner fallback dummy publicidad werbung reklama border btn button ic arrow
bullet trans clear loading fb facebook twitter whatsapp share author og social image
"""
_STRONG = frozenset(_STRONG_WORDS.split())
_WEAK = frozenset(_WEAK_WORDS.split())
_CLASS_WORDS = frozenset({"logo", "icon", "avatar", "emoji", "smiley", "pixel", "gravatar"})
_LETTERS = re.compile(r"[a-z]+")
_COUNTERS = (
    "doubleclick", "scorecardresearch", "quantserve", "/pixel", "/beacon", "/tr?", "feedburner", "/counter", "/hit.",
    "mc.yandex", "google-analytics", "googlesyndication", "amazon-adsystem", "/adserver", "secure.gravatar",
)  # fmt: skip
_SIZES = re.compile(
    r"[-_](?:v\d_)?\d{2,4}x\d{2,4}(?=$|[._-])|[-_]\d{1,2}x\d{1,2}$|-scaled$|@\dx$|[-_]e\d{10,}$|"
    r"[-_](?:w|h)\d{3,4}$|[-_]\d{3,4}(?:px|w|h)$|"
    r"[-_](?:320|400|480|500|600|620|640|700|720|750|768|800|900|1000|1024|1080|1200|1280|1440|1536|1600|1920|2048)$|"
    r"_(?:thumb|small|medium|large|big|full|xl|original)$",
    re.IGNORECASE,
)
_PATH_SIZES = re.compile(
    r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)|/(?:w|h|width|height)[=_-]?\d+|/\d{2,4}x\d{2,4}/|/\d{3,4}/\d{3,4}(?=/)"
)
_EXTENSIONS = re.compile(r"(?:\.(?:jpe?g|png|webp|avif|gif|jfif)){1,3}$", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"\s[\d.]{1,6}[wx]\b.*$", re.DOTALL)
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
    address = url[:2_000].lower()
    if any(part in address for part in _COUNTERS):
        return True
    name = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    found = _LETTERS.findall(stem or name)
    if ending == "svg" or "1x1" in name or (found and found[0].startswith("placeholder")):
        return True
    return not _STRONG.isdisjoint(found[:MAX_NAME_WORDS]) or (
        0 < len(found) <= MAX_WEAK_WORDS and _WEAK.issuperset(found)
    )


@lru_cache(maxsize=4_096)
def _is_decoration_class(names: str) -> bool:
    words = _LETTERS.findall(names.lower())
    return not _CLASS_WORDS.isdisjoint(words)


def is_decoration(node: LexborNode) -> bool:
    """Whether an image element is an icon, a logo, an avatar or a tracking pixel by its size, name or address."""
    attributes = node.attributes
    for side in ("width", "height"):
        value = attributes.get(side)
        number = _NUMBER.match(value) if value and "%" not in value else None
        if number and 0 < int(number[0]) < MIN_SIDE:
            return True
    names = attributes.get("class")
    if names and _is_decoration_class(names[:400]):
        return True
    address = attributes.get("src") or ""
    if not address or address.startswith("data:"):
        return False
    has_other = any(name.startswith("data-") or name == "srcset" for name in attributes)
    return not has_other and is_decoration_address(address)


def image_size(node: LexborNode) -> int:
    """The stated width of an image in CSS pixels, 0 where unsaid."""
    number = _NUMBER.match(node.attributes.get("width") or "")
    return int(number[0]) if number else 0


def looks_like_a_photograph(url: str) -> bool:
    """Whether an address is that of a file in a format for photographs."""
    return bool(_PHOTO_FILE.search(url[:2_000]))
