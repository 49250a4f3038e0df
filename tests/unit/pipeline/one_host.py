"""Eight invented reports of one host, each ending in a line that only its neighbours betray as the host's own."""

from __future__ import annotations

from datetime import UTC, datetime

from headwater.model.web import Capture

REPEATED = "The lamps of the quay at Quillhaven are lit at dusk by two families who have done so since the old harbour."
HEADLINES = (
    "Ferry terminal closes after forty years",
    "Apple growers plant hazelnuts instead",
    "Night train returns to the valley",
    "Museum finds lost map in cellar",
    "Choir sings for empty stadium",
    "Flood wall passes hardest test",
    "Two schools share one roof",
    "Bakers heat ovens with old bread",
)
PLACES = ("Ellery", "Marsden", "Oster", "Tamsin", "Greywater", "Halden", "Orrin", "Brannock")


def told(number: int) -> tuple[str, ...]:
    """What the report with this number says."""
    place = PLACES[number]
    return (
        f"In {place} {20 + number} households still wait for an answer from the office that promised one in spring.",
        f"The river rose by {30 + number} centimetres near {place} within a single day, and nobody had expected it.",
        f"Repairs in {place} will cost {40 + number} thousand crowns and last until the end of next year at least.",
    )


def reports() -> list[Capture]:
    """The reports in the order of their publication."""
    return [_report(number) for number in range(len(HEADLINES))]


def _report(number: int) -> Capture:
    headline = HEADLINES[number]
    texts = "".join(f"<p>{text}</p>" for text in (*told(number), REPEATED))
    url = f"https://quillhaven.example/reports/{number}-{PLACES[number].lower()}"
    return Capture(
        id=f"report{number}",
        requested_url=url,
        final_url=url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=(
            f"<!doctype html><html lang=en><title>{headline}</title><body><div class=w><h1>{headline}</h1>"
            f"<div class=t>{texts}</div></div></body></html>"
        ).encode(),
        captured_at=datetime(2026, 11, 23, 6 + number, tzinfo=UTC),
    )
