"""What a picture's own file says: IPTC (IIM and XMP), PLUS, Creative Commons and Exif fields, and C2PA manifests.

IPTC Photo Metadata Standard 2023.1, PLUS LDF (`plus:DataMining`), XMP rights (`xmpRights:WebStatement`), C2PA 2.1
(JUMBF). Fields are looked for in the bytes, whatever the container: JPEG, PNG, WebP, AVIF, TIFF hold the same packets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from headwater.text.words import squash

MAX_XMP_BYTES = 256 * 1024
"""A larger packet is not read; real ones have a few kilobytes."""

MAX_XMP_PACKETS = 4
MAX_FIELD_CHARS = 2_000
MAX_IIM_FIELDS = 500
MAX_CLAIMS = 50

_XMP = re.compile(rb"<x:x[am]pmeta[\s>]")
_XMP_ENDS = (b"</x:xmpmeta>", b"</x:xapmeta>")
_IIM_HEADER = b"Photoshop 3.0\x00"
_IIM_RESOURCE = 0x0404
_UTF8_MARK = b"\x1b%G"  # IIM 1:90, coded character set
# The type of a JUMBF superbox that is a C2PA manifest store: "c2pa" as the ISO 11578 UUID that JUMBF asks for.
_C2PA_STORE = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq"
# CBOR of `"c2pa.ai_training": {"use": "notAllowed"`: a text key, a map, its first pair (C2PA 1.4 §18.21, CAWG 1.1).
_C2PA_CLAIM = re.compile(
    rb"(?:c2pa|cawg)\.(data_mining|ai_training|ai_inference|ai_generative_training)"
    rb"[\xa1-\xb7]cuse[\x67\x6a\x6b](notAllowed|constrained|allowed)"
)
_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://creativecommons.org/ns#": "cc",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_IIM_NAMES = {80: "by_line", 110: "credit", 115: "source", 116: "copyright", 120: "caption"}


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureFacts:
    """What a picture's file says of itself, verbatim; empty where it says nothing.

    `data_mining` is the code of `plus:DataMining` ("DMI-PROHIBITED"), `claims` the use and answer of each C2PA or
    CAWG training-and-data-mining entry.
    """

    by_line: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    caption: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licence: str = ""
    data_mining: str = ""
    constraints: str = ""
    has_content_credentials: bool = False
    claims: tuple[tuple[str, str], ...] = ()


def picture_facts(body: bytes, *, exif_artist: str = "", exif_copyright: str = "") -> PictureFacts:
    """What the bytes of a picture say of it: XMP before IIM before Exif (as IPTC asks readers to prefer).

    Total over any bytes; what is broken says nothing.
    """
    xmp, iim = _from_xmp(body), _from_iim(body)
    exif = {"by_line": exif_artist, "copyright": exif_copyright}

    def told(name: str) -> str:
        return squash(xmp.get(name, "") or iim.get(name, "") or exif.get(name, ""))[:MAX_FIELD_CHARS]

    claims = dict.fromkeys((use.decode(), answer.decode()) for use, answer in _claims(body))
    return PictureFacts(
        by_line=told("by_line"),
        credit=told("credit"),
        source=told("source"),
        copyright=told("copyright"),
        caption=told("caption"),
        usage_terms=told("usage_terms"),
        web_statement=told("web_statement"),
        licence=told("licence"),
        data_mining=told("data_mining"),
        constraints=told("constraints"),
        has_content_credentials=_C2PA_STORE in body,
        claims=tuple(claims),
    )


_XMP_NAMES = {
    "dc:creator": "by_line",
    "photoshop:Credit": "credit",
    "photoshop:Source": "source",
    "dc:rights": "copyright",
    "dc:description": "caption",
    "xmpRights:UsageTerms": "usage_terms",
    "xmpRights:WebStatement": "web_statement",
    "cc:license": "licence",
    "plus:DataMining": "data_mining",
    "plus:OtherConstraints": "constraints",
}


def _claims(body: bytes) -> list[tuple[bytes, bytes]]:
    return _C2PA_CLAIM.findall(body)[:MAX_CLAIMS] if _C2PA_STORE in body else []


def _from_xmp(body: bytes) -> dict[str, str]:
    """The fields of all XMP packets; the first one that states a field counts."""
    found: dict[str, str] = {}
    for packet in _packets(body):
        for name, value in _properties(packet):
            field = _XMP_NAMES.get(name)
            if field and value:
                found.setdefault(field, value.rpartition("/")[2] if field == "data_mining" else value)
    return found


def _packets(body: bytes) -> Iterator[bytes]:
    position = 0
    for _ in range(MAX_XMP_PACKETS):
        begins = _XMP.search(body, position)
        if begins is None:
            return
        window = body[begins.start() : begins.start() + MAX_XMP_BYTES]
        ends = [at + len(mark) for mark in _XMP_ENDS if (at := window.find(mark)) >= 0]
        position = begins.end()
        if ends:
            position = begins.start() + min(ends)
            yield window[: min(ends)]


def _properties(packet: bytes) -> Iterator[tuple[str, str]]:
    """The properties of a packet as ("dc:creator", text); lists are joined, of languages the first one counts."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for description in root.iter(f"{_RDF}Description") if root is not None else ():
        for name, value in description.attrib.items():
            yield _short(str(name)), str(value)
        for element in description:
            if isinstance(element.tag, str):
                yield _short(element.tag), _value(element)


def _short(name: str) -> str:
    namespace, _, local = name.removeprefix("{").partition("}")
    prefix = _NAMESPACES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


def _value(element: etree._Element) -> str:
    resource = element.get(f"{_RDF}resource")
    if resource:
        return str(resource)
    items = [squash("".join(item.itertext())) for item in element.iter(f"{_RDF}li")][:20]
    if element.find(f"{_RDF}Alt") is not None:
        return next(filter(None, items), "")
    return ", ".join(filter(None, items)) if items else squash("".join(element.itertext()))


def _from_iim(body: bytes) -> Mapping[str, str]:
    """The IIM datasets of the Photoshop image resource 0x0404 (IPTC IIM 4.2)."""
    at = body.find(_IIM_HEADER)
    if at < 0:
        return {}
    found: dict[str, list[bytes]] = {}
    is_utf8 = False
    for record, dataset, value in _datasets(_iim_block(body, at + len(_IIM_HEADER))):
        if (record, dataset) == (1, 90):
            is_utf8 = value == _UTF8_MARK
        elif record == 2 and dataset in _IIM_NAMES:
            found.setdefault(_IIM_NAMES[dataset], []).append(value)
    return {name: ", ".join(_text(value, is_utf8=is_utf8) for value in values) for name, values in found.items()}


def _iim_block(body: bytes, at: int) -> bytes:
    """The block of resource 0x0404 among the image resources that begin at `at`."""
    for _ in range(MAX_IIM_FIELDS):
        if body[at : at + 4] != b"8BIM":
            return b""
        number = int.from_bytes(body[at + 4 : at + 6], "big")
        name_size = body[at + 6] if at + 6 < len(body) else 0
        at += 6 + (name_size + 2 & ~1)
        size = int.from_bytes(body[at : at + 4], "big")
        if number == _IIM_RESOURCE:
            return body[at + 4 : at + 4 + min(size, MAX_XMP_BYTES)]
        at += 4 + (size + 1 & ~1)
    return b""


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(MAX_IIM_FIELDS):
        if at + 5 > len(block) or block[at] != 0x1C:
            return
        size = int.from_bytes(block[at + 3 : at + 5], "big")
        if size & 0x8000:  # an extended dataset: no text field of ours is that long
            return
        yield block[at + 1], block[at + 2], block[at + 5 : at + 5 + size]
        at += 5 + size


def _text(value: bytes, *, is_utf8: bool) -> str:
    """IIM without a stated character set is in practice UTF-8 or Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if is_utf8 else value.decode("latin-1")
