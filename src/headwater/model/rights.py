"""Rights: what was observed (`Signal`), what follows for each use (`Ruling`), and the proofs that a ruling
allowed something (`FetchPermit`, `Cleared`). Only `headwater.rights` constructs the two proofs
(`tests/test_permits.py`). Words after ODRL, RFC 9309, TDMRep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from headwater.model.article import Article, Picture


class Use(StrEnum):
    """The seven uses that are ruled on separately."""

    FETCH = "fetch"
    STORE = "store"
    INDEX = "index"
    EXCERPT = "excerpt"
    IMAGE = "image"
    MINE = "mine"
    SUMMARISE = "summarise"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signal:
    """One observed statement about rights.

    `kind` names the standard ("robots.txt", "meta robots", "x-robots-tag", "tdmrep", "content-signal",
    "licence", "grant"…), `uses` the uses it speaks of, `allows` what it says, `text` its own words,
    `url` where it stood, `limit` a bound it sets (max-snippet characters), `observed_at` when it was read there,
    `until` the instant after which it holds no more.
    """

    kind: str
    uses: tuple[Use, ...]
    allows: bool
    text: str = ""
    url: str = ""
    limit: int | None = None
    observed_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """What an operator says that a publisher allowed by contract: it speaks for `uses` of everything under `domain`.

    `domain` is a registrable domain. `until` is the last instant at which it holds, None without end; `why` the
    operator's reason in words ("contract no. 7"), `granted_by` who entered it.
    """

    id: str
    domain: str
    uses: tuple[Use, ...]
    why: str
    granted_at: datetime
    until: datetime | None = None
    granted_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What follows from the signals for one use: refusal beats licence, licence beats default.

    An operator's `Grant` beats refusals by signals; what it overrode stays in `because` (decision 14).
    """

    use: Use
    allowed: bool
    because: tuple[Signal, ...] = ()
    policy_version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulings:
    """The seven rulings about one subject (an address), and the longest excerpt in characters."""

    subject: str
    rulings: tuple[Ruling, ...]
    max_excerpt_chars: int = 300

    def allows(self, use: Use) -> bool:
        """Whether `use` was ruled allowed; False for a use without a ruling."""
        return any(ruling.use is use and ruling.allowed for ruling in self.rulings)


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchPermit:
    """Proof that a ruling allowed one fetch of `url`; made only by `headwater.rights`."""

    url: str
    ruled_at: datetime
    because: tuple[Signal, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ClearedPicture:
    """A picture as it may be published: `is_shown` only under a licence or grant and with its credit."""

    picture: Picture
    is_shown: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Cleared:
    """What of an article may be shown to readers; made only by `headwater.rights`.

    `excerpt` is verbatim, whole sentences, at most the ruling's length; empty where none is allowed.
    `full_text` is None unless a licence allows it. `attribution` is the line that goes with every use.
    """

    article: Article
    excerpt: str
    pictures: tuple[ClearedPicture, ...]
    attribution: str
    full_text: str | None = None
    is_indexed: bool = True
    is_kept: bool = True
    is_mined: bool = True
