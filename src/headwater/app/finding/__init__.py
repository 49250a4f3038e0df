"""From what a person typed (a domain, a home page, a feed) to the sources that are worth polling, and who publishes
there. `docs/sources.md` says in which order what is looked at."""

from headwater.app.finding.advice import advice
from headwater.app.finding.asking import Answer, Asker
from headwater.app.finding.candidates import Candidate, choose
from headwater.app.finding.looking import Finding, find_sources
from headwater.app.finding.merging import Profile, merge
from headwater.app.finding.typed import as_source

__all__ = [
    "Answer",
    "Asker",
    "Candidate",
    "Finding",
    "Profile",
    "advice",
    "as_source",
    "choose",
    "find_sources",
    "merge",
]
