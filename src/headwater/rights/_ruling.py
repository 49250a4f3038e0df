"""From signals to rulings: refusal beats licence, licence beats default; each ruling keeps what it rests on.

Only an operator's grant beats a refusal, for the uses that it names (`docs/decisions/0014-grants.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from headwater.model.rights import Ruling, Rulings, Signal, Use
from headwater.rights.grants import KIND as GRANT

POLICY_VERSION = 2
"""Raised when the same signals would be ruled differently."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What holds where nobody said anything, and the longest excerpt in characters (`docs/rights.md`)."""

    refused_by_default: tuple[Use, ...] = (Use.IMAGE, Use.SUMMARISE)
    max_excerpt_chars: int = 300
    version: int = POLICY_VERSION


DEFAULT_POLICY = Policy()


def rule(
    subject: str, signals: Sequence[Signal], *, policy: Policy = DEFAULT_POLICY, now: datetime | None = None
) -> Rulings:
    """The seven rulings about `subject` (an address). The order of signals does not matter to what is allowed.

    Signals whose time is over by `now` say nothing any more.
    """
    held = tuple(one for one in signals if now is None or one.until is None or one.until >= now)
    rulings = _rulings(held, policy)
    quoting = next(ruling for ruling in rulings if ruling.use is Use.EXCERPT)
    is_granted = any(signal.kind == GRANT for signal in quoting.because)
    bounds = () if is_granted else held
    limits = [signal.limit for signal in bounds if signal.limit is not None and Use.EXCERPT in signal.uses]
    longest = min([policy.max_excerpt_chars, *limits]) if quoting.allowed else 0
    return Rulings(subject=subject, rulings=rulings, max_excerpt_chars=max(longest, 0))


@lru_cache(maxsize=1024)
def _rulings(signals: tuple[Signal, ...], policy: Policy) -> tuple[Ruling, ...]:
    """The same for all addresses of which the same is said: most of a host's."""
    return tuple(_ruling(use, signals, policy) for use in Use)


def _ruling(use: Use, signals: Sequence[Signal], policy: Policy) -> Ruling:
    speaking = _distinct(signal for signal in signals if use in signal.uses)
    refusals = tuple(signal for signal in speaking if not signal.allows)
    grants = tuple(signal for signal in speaking if signal.allows)
    contracts = tuple(signal for signal in grants if signal.kind == GRANT)
    if contracts:  # what they overrode stays as evidence
        return Ruling(use=use, allowed=True, because=(*contracts, *refusals), policy_version=policy.version)
    # A statement that only sets a bound ("max-snippet:50") narrows a use; it does not grant one.
    is_granted = any(signal.limit is None for signal in grants)
    allowed = not refusals and (is_granted or use not in policy.refused_by_default)
    return Ruling(use=use, allowed=allowed, because=refusals or grants, policy_version=policy.version)


def _distinct(signals: Iterable[Signal]) -> list[Signal]:
    """Each statement once, though extraction and the reader of rights both met it."""
    kept: dict[tuple[str, bool, str, str, int | None], Signal] = {}
    for signal in signals:
        kept.setdefault((signal.kind, signal.allows, signal.text, signal.url, signal.limit), signal)
    return list(kept.values())


def ruling_of(rulings: Rulings, use: Use) -> Ruling:
    """The ruling for one use; a refusal where there is none."""
    found = (ruling for ruling in rulings.rulings if ruling.use is use)
    return next(found, Ruling(use=use, allowed=False))
