"""JSON Schemas (draft 2020-12) of what each filter writes; printed by `headwater FILTER --schema`.

Fields are added, never renamed or dropped (`docs/filters.md`). Every output may be a rejection instead.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
OFFSET: Schema = {"type": "integer", "description": "in code points of the named field"}
PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TIME: Schema = {"type": ["string", "null"], "description": "RFC 3339 in the publisher's offset, or a bare date"}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(required: str = "", **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required.split()}


_CREDIT = _object("kind text", kind=TEXT, text=TEXT, url=MAYBE_TEXT, name=MAYBE_TEXT, place=MAYBE_TEXT)
_SIGNAL = _object(
    "kind",
    kind=TEXT,
    text=TEXT,
    uses=_list(TEXT),
    allows=TRUTH,
    url=MAYBE_TEXT,
    limit={"type": ["integer", "null"]},
    observed_at=MAYBE_TEXT | {"description": "RFC 3339: when it was read there"},
    until=MAYBE_TEXT | {"description": "RFC 3339: after this it holds no more"},
)
_PUBLISHER = _object("name domain", name=MAYBE_TEXT, domain=MAYBE_TEXT)
_ARTICLE = _object(
    "url canonical_url headline byline publisher published_at published_at_from modified_at language text paragraphs "
    "images section keywords licence",
    url=TEXT,
    canonical_url=MAYBE_TEXT,
    headline=TEXT,
    byline=_list(TEXT),
    publisher=_PUBLISHER,
    published_at=TIME,
    published_at_from=MAYBE_TEXT,
    published_at_precision={"enum": ["second", "minute", "day", None]},
    modified_at=TIME,
    language=MAYBE_TEXT,
    text=TEXT,
    paragraphs=_list(TEXT),
    images=_list(_object("url caption credit", url=TEXT, caption=MAYBE_TEXT, credit=MAYBE_TEXT)),
    section=MAYBE_TEXT,
    keywords=_list(TEXT),
    licence=MAYBE_TEXT,
    summary=MAYBE_TEXT,
    dateline=MAYBE_TEXT,
    declared_language=MAYBE_TEXT | {"description": "what the page says of itself"},
    is_accessible={"type": ["boolean", "null"], "description": "isAccessibleForFree, where stated"},
    kind=MAYBE_TEXT | {"description": "article, live_blog, gallery, video, audio, listing"},
    text_from=MAYBE_TEXT | {"description": "page, or json-ld where the text is declared and not shown"},
)
_ENTRY = _object(
    "guid url title summary authors published_at updated_at categories media rights",
    guid=MAYBE_TEXT,
    url=MAYBE_TEXT,
    title=MAYBE_TEXT,
    summary=MAYBE_TEXT,
    authors=_list(TEXT),
    published_at=TIME,
    updated_at=TIME,
    categories=_list(TEXT),
    source=_object("title url", title=MAYBE_TEXT, url=MAYBE_TEXT),
    media=_list(_object("url type caption credit", url=TEXT, type=MAYBE_TEXT, caption=MAYBE_TEXT, credit=MAYBE_TEXT)),
    rights=MAYBE_TEXT,
    language=MAYBE_TEXT,
)
_FEED = _object(
    "kind title home_url language hub_url updated_at rights children self_url previous_url is_complete "
    "update_interval_seconds deleted",
    kind=TEXT,
    title=MAYBE_TEXT,
    home_url=MAYBE_TEXT,
    language=MAYBE_TEXT,
    hub_url=MAYBE_TEXT,
    updated_at=TIME,
    rights=MAYBE_TEXT,
    children=_list(TEXT) | {"description": "documents that a sitemap index names"},
    self_url=MAYBE_TEXT,
    previous_url=MAYBE_TEXT | {"description": "the older part of an archived feed (RFC 5005)"},
    is_complete=TRUTH | {"description": "all that there is, not only the newest (RFC 5005)"},
    update_interval_seconds={"type": ["number", "null"], "description": "how often it says that it changes"},
    deleted=_list(TEXT) | {"description": "ids of entries taken back (RFC 6721)"},
)
_RULING = _object("allowed because", allowed=TRUTH, because=_list(_SIGNAL))
_USES = ("fetch", "store", "index", "excerpt", "image", "mine", "summarise")
_RULINGS = _object(" ".join(_USES), **dict.fromkeys(_USES, _RULING))
_SPAN: dict[str, Schema] = {"field": TEXT, "start": OFFSET, "end": OFFSET}
_ANNOTATIONS = _object(
    "language places names quotes keywords",
    language=_object("code confidence", code=TEXT, confidence=PROBABILITY),
    places=_list(
        _object(
            "name country field start end",
            name=TEXT,
            country=MAYBE_TEXT,
            geonames_id={"type": ["integer", "null"]},
            confidence=PROBABILITY,
            **_SPAN,
        )
    ),
    names=_list(
        _object("text kind field start end", text=TEXT, kind=TEXT, id=MAYBE_TEXT, confidence=PROBABILITY, **_SPAN)
    ),
    quotes=_list(_object("text start end", text=TEXT, speaker=MAYBE_TEXT, confidence=PROBABILITY, **_SPAN)),
    numbers=_list(_object("value start end", value=NUMBER, unit=MAYBE_TEXT, confidence=PROBABILITY, **_SPAN)),
    keywords=_list(TEXT),
)
_VECTOR = _object("model values", model=TEXT, values=_list(NUMBER))
_STORY = _object("id reason confidence", id=TEXT, reason=TEXT, confidence=PROBABILITY)
_EVIDENCE = _object("kind text weight", kind=TEXT, text=TEXT, url=MAYBE_TEXT, article_id=MAYBE_TEXT, weight=NUMBER)
_RELATIONS = ["original", "copied_from", "rewritten_from", "translated_from", "quoted_from", "unknown"]
_TRACE = _object(
    "primary relation confidence evidence",
    primary=_object(url=MAYBE_TEXT, article_id=MAYBE_TEXT, publisher={"anyOf": [{"type": "null"}, _PUBLISHER]}),
    relation={"enum": _RELATIONS},
    confidence=PROBABILITY,
    via={"type": ["object", "null"]},
    evidence=_list(_EVIDENCE),
)
_COMPARED = ["same_text", "copy", "translation", "rewrite", "same_story", "related", "different"]
_REJECTION = _object("stage reason detail", stage=TEXT, reason=TEXT, detail=TEXT)

_OUTPUTS: dict[str, Schema] = {
    "extract": _object(
        "article credits signals",
        article=_ARTICLE,
        credits=_list(_CREDIT),
        signals=_list(_SIGNAL),
        recipe=_object("name is_stale", name=TEXT, is_stale=TRUTH),
    ),
    "feed": _object("feed entries repaired", feed=_FEED, entries=_list(_ENTRY), repaired=_list(TEXT)),
    "robots": _object(
        "allowed rule crawl_delay sitemaps signals groups rulings",
        allowed=TRUTH,
        rule=MAYBE_TEXT,
        crawl_delay={"type": ["number", "null"]},
        sitemaps=_list(TEXT),
        signals=_list(_SIGNAL),
        groups=_list(TEXT) | {"description": "names of the groups that apply"},
        rulings=_RULINGS,
    ),
    "rights": _object(
        "rulings max_excerpt_chars",
        rulings=_RULINGS,
        max_excerpt_chars={"type": "integer"},
    ),
    "annotate": _object("annotations", annotations=_ANNOTATIONS, vector=_VECTOR),
    "cluster": _object("story", story=_STORY),
    "compare": _object(
        "similarity same_story relation", similarity=PROBABILITY, same_story=TRUTH, relation={"enum": _COMPARED}
    ),
    "trace": _object("trace", trace=_TRACE),
}


def schema_of(name: str) -> Schema:
    """The JSON Schema of one output line of the filter called `name`."""
    rejection = _object("rejection", rejection=_REJECTION)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"headwater {name}: one output line",
        "anyOf": [_OUTPUTS[name], rejection],
    }
