"""Open licences: Creative Commons, public domain, and open government licences. Anything else grants nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from headwater.model.rights import Signal, Use

KIND = "licence"

_CC_URL = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]{2,12})(?:/([\d.]{1,4}))?|publicdomain/(zero|mark))", re.I
)
_CC_TEXT = re.compile(
    r"\b(?:CC|Creative[ -]Commons)[ -](?:Attribution|BY|Namensnennung)((?:[ -/]+(?:NC|ND|SA|\w+))*)", re.I
)
_CC_ZERO = re.compile(r"\bCC[ -]?0\b|\bpublic domain\b|\bgemeinfrei\b|\bdomaine public\b", re.I)
_VERSION = re.compile(r"\b([1-4]\.[05])\b")
_GOVERNMENT = re.compile(
    r"open[- ]government[- ]licen[cs]e|nationalarchives\.gov\.uk/doc/open-government-licence|licence ouverte|"
    r"etalab-2\.0|govdata\.de/dl-de/(?:by|zero)|dl-de[/-](?:by|zero)-2[.-]0|godl-india|kogl type 1|"
    r"kogl\.or\.kr/open/info/license_info/by\.do",
    re.I,
)
_WORDS = {"noncommercial": "nc", "nicht-kommerziell": "nc", "noderivatives": "nd", "noderivs": "nd", "sharealike": "sa"}


@dataclass(frozen=True, slots=True)
class OpenLicence:
    """A licence that lets anybody reprint: its short name, and its two common limits."""

    name: str
    is_noncommercial: bool = False
    is_verbatim: bool = False
    needs_credit: bool = True


def open_licence(stated: str) -> OpenLicence | None:
    """The open licence that an address or a text names, None for any other statement."""
    if found := _CC_URL.search(stated):
        elements, version, dedication = found.groups()
        return _dedicated() if dedication else _creative_commons(elements.lower().split("-"), version or "")
    if _GOVERNMENT.search(stated):
        return OpenLicence("Open Government Licence" if "government" in stated.lower() else stated.strip()[:60])
    if found := _CC_TEXT.search(stated):
        parts = re.split(r"[ /]+|-(?=nc|nd|sa|non|no|share)", found.group(1).lower())
        elements_found = [_WORDS.get(part.strip("-"), part.strip("-")) for part in parts]
        version_found = _VERSION.search(stated)
        return _creative_commons(["by", *elements_found], version_found.group(1) if version_found else "")
    return _dedicated() if _CC_ZERO.search(stated) else None


def _dedicated() -> OpenLicence:
    return OpenLicence("public domain", needs_credit=False)


def _creative_commons(elements: list[str], version: str) -> OpenLicence | None:
    if "by" not in elements:
        return None
    kept = [element for element in ("by", "nc", "nd", "sa") if element in elements]
    return OpenLicence(
        f"CC {'-'.join(kept).upper()}{' ' + version if version else ''}",
        is_noncommercial="nc" in kept,
        is_verbatim="nd" in kept,
    )


def licence_signals(stated: str, *, url: str, is_commercial: bool = True) -> list[Signal]:
    """What a stated licence grants: keeping, indexing, quoting, pictures, mining; summaries where it may be changed.

    Licences for non-commercial use grant nothing to an instance that may be commercial (`Policy.is_commercial`).
    """
    licence = open_licence(stated)
    if licence is None or (licence.is_noncommercial and is_commercial):
        return []
    granted = (Use.STORE, Use.INDEX, Use.EXCERPT, Use.IMAGE, Use.MINE)
    uses = granted if licence.is_verbatim else (*granted, Use.SUMMARISE)
    return [Signal(kind=KIND, uses=uses, allows=True, text=stated.strip()[:200], url=url)]
