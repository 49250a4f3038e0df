"""A few invented texts and shorthands; every outlet here is made up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from headwater.model.article import Article, Credit, CreditKind, Picture, Publisher, PublisherKind
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.time import Precision, StatedTime
from headwater.provenance import prepare
from headwater.text.urls import registrable_domain

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


FLOOD = _paragraphs("""
A lake dammed by the Kvitbreen glacier emptied overnight and sent 3.2 million cubic metres of water into
Vinterdal.

Nobody was hurt and no houses were taken, the municipality said, although the river rose 240 centimetres at
the gauge.

The warning came early, because sensors laid on the lake bed in October raised the alarm 110 minutes before
the crest.

“We had time to close the highway and move 46 sheep and two caravans, and that was all we needed to do that
night,” said Torgeir Nesheim, who leads emergency planning in the valley.

Researcher Maren Dyrhaug said the lake had grown because the glacier is 18 metres thinner than it was eight
years ago.

The highway is expected to open again this evening once engineers have inspected both bridges below Nerli
farm.
""")
FLOOD_GERMAN = _paragraphs("""
Ein vom Gletscher Kvitbreen gestauter See ist über Nacht leergelaufen, 3,2 Millionen Kubikmeter Wasser flossen
ins Vinterdal.

Verletzt wurde niemand, auch Häuser blieben stehen, teilte die Gemeinde mit, obwohl der Fluss am Pegel um 240
Zentimeter stieg.

Die Warnung kam früh: Sensoren, seit Oktober am Grund des Sees, schlugen 110 Minuten vor dem Scheitel der
Welle Alarm.

„Wir konnten die Straße sperren und 46 Schafe und zwei Wohnwagen wegbringen, mehr war in dieser Nacht nicht
nötig“, sagte Torgeir Nesheim, der im Tal den Katastrophenschutz leitet.

Die Forscherin Maren Dyrhaug sagte, der See sei gewachsen, weil der Gletscher 18 Meter dünner ist als noch vor
acht Jahren.

Die Straße soll heute Abend wieder öffnen, sobald Ingenieure beide Brücken unterhalb des Hofes Nerli geprüft
haben.
""")
OTHER_VOICE = _paragraphs("""
Anne Moen thought it was a drill when her telephone rang in the dark, and then she heard the river coming
down.

She let the ewes out in her nightdress, she says at the kitchen table, with mud up to the third step of the
stairs.

Her neighbours lost a footbridge, 30 fence posts and one boat, and the ski track has a wound that will take
years to heal.

“It sounded like a goods train that never passed,” she says, and pours another cup for the men from the power
company.

The mayor spent the night in the town hall with a staff of 7 and a thermos; the children were taken to see the
ice instead of school.

Nobody in the valley doubts that the lake will fill again, and most of them would rather know when than wonder
whether.
""")
LOCAL = _paragraphs("""
Harrow Bay has been twinned with the valley since 1994, and a school party is due there in June, the council
confirmed.
""")


def article(
    article_id: str, host: str, paragraphs: Sequence[str], *, minute: float | None = 0, **fields: object
) -> Article:
    """An article on `host`, published `minute` minutes after noon (None: no time stated)."""
    stated = None if minute is None else StatedTime(at=NOON + timedelta(minutes=minute), precision=Precision.SECOND)
    given: dict[str, object] = {
        "id": article_id,
        "url": f"https://{host}/2026/{article_id}",
        "headline": "Glacier lake drains under the ice",
        "paragraphs": tuple(paragraphs),
        "publisher": Publisher(name="", domains=(registrable_domain(host),)),
        "published_at": stated,
        "language": "en",
    }
    return Article(**(given | fields))  # type: ignore[arg-type]


def fingerprint(made: Article) -> Fingerprint:
    """Prepared as if it had been seen when it says that it was published."""
    return prepare(made, at=made.published_at.at if made.published_at else NOON)


def neighbours(*prints: Fingerprint) -> list[Neighbour]:
    return [Neighbour(fingerprint=one) for one in prints]


def house(name: str, host: str, kind: PublisherKind = PublisherKind.NEWSPAPER) -> Publisher:
    return Publisher(name=name, domains=(host,), kind=kind)


NORDTELE = house("Nordtele", "nordtele.example", PublisherKind.AGENCY)

__all__ = ["Credit", "CreditKind", "Picture"]
