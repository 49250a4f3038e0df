"""Addresses: one canonical form to fetch, one key by which a work is known, and who stands behind a host.

Rules after RFC 3986 §6.2 (normalisation), the WHATWG URL standard (IDNA, backslashes), and the public suffix list.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

import idna
from publicsuffixlist import PublicSuffixList

MAX_URL_CHARS = 4096
"""Longer addresses are refused: real ones stay below 2,083, the rest are attacks or data."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE = _PATH_SAFE + "?[]|{}"
_UNRESERVED = re.compile(r"%(?:2D|2E|5F|7E|3[0-9]|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")

_TRACKING_WORDS = """
fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid
_hsenc _hsmi hsctatracking vero_id vero_conv oly_anon_id oly_enc_id wickedid _openstat mkt_tok trk trkcampaign
ns_mchannel ns_source ns_campaign ns_linkname ns_fee cmpid cmp icid ito xtor smid smtyp ncid ocid soc_src soc_trk
guccounter guce_referrer guce_referrer_sig spm scm sref sr_share __twitter_impression __source __tn__ ref_src
ref_url s_kwcid ef_id wt_mc wt.mc_id wtmc s_cid cid_source algo_expid rb_clickid _ga _gl ga_source ga_medium
ga_campaign ga_term ga_content fb_action_ids fb_action_types fb_source fb_ref action_object_map
action_type_map action_ref_map mbid nb_platform ftag partner_source share_source sharetoken
"""
_TRACKING = frozenset(_TRACKING_WORDS.split())
_TRACKING_PREFIXES = ("utm_", "hsa_", "pk_", "mtm_", "matomo_", "piwik_", "at_", "itm_", "_branch_", "stm_")
# Words that are tracking only with the value of a channel: "?source=rss" is, "?source=eu-lex" may be content.
_WEAK_TRACKING = frozenset({"ref", "source", "src", "from", "medium", "via", "share", "referrer", "origin"})
_CHANNELS = re.compile(
    r"(rss|feed|atom|twitter|tw|x|facebook|fb|whatsapp|wa|telegram|tg|linkedin|email|e-?mail|newsletter|home|homepage|"
    r"social|share|sharebar|push|app|amp|google|googlenews|mobile|web|copy|apple_news|flipboard)([-_.:0-9].*)?",
    re.I,
)
_VARIANT_QUERY = frozenset({"amp", "outputtype", "print", "printable", "view", "mobile", "m", "format"})
_VARIANT_VALUES = frozenset({"", "1", "true", "yes", "amp", "print", "printable", "mobile"})
_HOST_VARIANTS = ("www.", "www2.", "www3.", "m.", "mobile.", "amp.", "mobil.", "wap.")
_AMP_SEGMENTS = frozenset({"amp", "print", "amp.html", "print.html", "printable"})
_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.I)
_AMP_CACHE = re.compile(r"^/[cv]/(?:s/)?(.+)$")
_GOOGLE_AMP = re.compile(r"^/amp/(?:s/)?(.+\..+)$")


@lru_cache(maxsize=16384)
def canonical_url(url: str, base: str = "") -> str:
    """The absolute http(s) address in its one form, or "" if it is none; `canonical_url` of it is itself.

    Lower-case host as A-labels without default port or user name, dot segments and fragment removed, percent
    encoding in upper case and only where needed, known tracking parameters dropped, the others in their order.
    """
    try:
        parts = urlsplit(_joined(url, base))
        return _composed(parts) if parts.scheme in _DEFAULT_PORTS else ""
    except ValueError:
        return ""


def _joined(url: str, base: str) -> str:
    if len(url) > MAX_URL_CHARS:
        return ""
    cleaned = _CONTROLS.sub("", url).strip()
    if "\\" in cleaned:
        head, mark, tail = cleaned.partition("?")
        cleaned = head.replace("\\", "/") + mark + tail
    if base and cleaned and not cleaned[:8].lower().startswith(("http://", "https://")):
        return urljoin(base, cleaned)
    return cleaned


def _composed(parts: SplitResult) -> str:
    host = _host(parts.hostname or "")
    if not host:
        return ""
    port = parts.port
    place = f"{host}:{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else host
    path = _percent(_without_dots(_unreserved(parts.path or "/")), _PATH_SAFE)
    query = _query(parts.query)
    composed = f"{parts.scheme}://{place}{path}{'?' + query if query else ''}"
    return composed if len(composed) <= MAX_URL_CHARS else ""


@lru_cache(maxsize=8192)
def _host(host: str) -> str:
    """The host as lower-case A-labels or a literal address; "" if it can be neither."""
    host = unquote(host).strip().rstrip(".").lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host.partition('%')[0]).compressed}]"
        except ValueError:
            return ""
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return ""
    return host if _HOST.fullmatch(host) and ".." not in host and len(host) <= 253 else ""


def _unreserved(text: str) -> str:
    if "%" not in text:
        return text
    text = _BARE_PERCENT.sub("%25", text)
    text = _PERCENT.sub(lambda match: match.group(0).upper(), text)
    return _UNRESERVED.sub(lambda match: chr(int(match.group(0)[1:], 16)), text)


def _percent(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path if path.startswith("/") else "/" + path
    kept: list[str] = []
    segments = path.lstrip("/").split("/") if not path.startswith("//") else path[1:].split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    closed = "/" if segments[-1] in (".", "..") and kept and kept[-1] else ""
    return "/" + "/".join(kept) + closed


def _query(query: str) -> str:
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return _percent(_unreserved("&".join(kept)), _QUERY_SAFE)


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    # Decoded first, so that an address is judged the same before and after its own normalisation.
    name = unquote(name).lower().removeprefix("amp;")
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return name in _WEAK_TRACKING and _CHANNELS.fullmatch(unquote(value)) is not None


@lru_cache(maxsize=16384)
def address_key(url: str) -> str:
    """The key under which a work is known: one for http, https, `www.`, mobile, AMP and print addresses; "" if none.

    Example: `https://amp.paper.example/a/b/amp/?utm_source=x` gives `paper.example/a/b`.
    """
    parts = urlsplit(_without_cache(canonical_url(url)))
    if not parts.hostname:
        return ""
    path = _INDEX.sub("/", parts.path)
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > 1 and segments[-1].lower() in _AMP_SEGMENTS:
        segments.pop()
    if len(segments) > 1 and segments[0].lower() == "amp":
        segments.pop(0)
    path = re.sub(r"\.(?:amp|print)(\.html?)?$", lambda match: match.group(1) or "", "/".join(segments), flags=re.I)
    query = "&".join(sorted(pair for pair in parts.query.split("&") if pair and not _is_variant(pair)))
    port = f":{parts.port}" if parts.port else ""
    return f"{_bare_host(parts.hostname)}{port}{'/' + path if path else ''}{'?' + query if query else ''}"


def _without_cache(url: str) -> str:
    """The publisher's address inside an address of a public AMP cache."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    match = None
    if host.endswith(".cdn.ampproject.org"):
        match = _AMP_CACHE.match(parts.path)
    elif host.startswith(("www.google.", "google.")):
        match = _GOOGLE_AMP.match(parts.path)
    return canonical_url("https://" + match.group(1)) or url if match else url


def _is_variant(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name.lower() in _VARIANT_QUERY and value.lower() in _VARIANT_VALUES


def _bare_host(host: str) -> str:
    domain = registrable_domain(host)
    for prefix in _HOST_VARIANTS:
        bare = host.removeprefix(prefix)
        if bare != host and (bare == domain or bare.endswith("." + domain)):
            return _bare_host(bare)
    return host


@lru_cache(maxsize=16384)
def host_of(url: str) -> str:
    """The lower-case host (A-labels) of an address, without port; "" if there is none."""
    try:
        return _host(urlsplit(_joined(url, "")).hostname or "")
    except ValueError:
        return ""


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=16384)
def registrable_domain(host_or_url: str) -> str:
    """The domain somebody registered, by the public suffix list with private suffixes.

    `bob.github.io` is Bob's; names under unknown top-level domains (`.example`, `.test`) give their last two
    labels; addresses and single labels give themselves; "" for nothing.
    """
    if "/" in host_or_url:
        host = host_of(host_or_url if "//" in host_or_url else "//" + host_or_url)
    else:
        host = _host(host_or_url.partition(":")[0])
    if not host or "." not in host or host.startswith("[") or _is_address(host):
        return host
    found = _suffixes().privatesuffix(host)
    return str(found) if found else host


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdigit()


def same_site(a: str, b: str) -> bool:
    """Whether two hosts or addresses belong to one registrable domain."""
    first = registrable_domain(a)
    return first != "" and first == registrable_domain(b)


_STRONG_LISTINGS_WORDS = """
tag tags category categories author authors search suche recherche buscar busca cerca autor autores auteur
auteurs autore autori kategorie kategorien kategori kategoria categoria categorias categorie etiqueta etiquetas
etiquette label labels zoeken szukaj hledat contributor contributors feed rss sitemap archive archives archiv
arkiv archivo archivio arquivo
"""
_STRONG_LISTINGS = frozenset(_STRONG_LISTINGS_WORDS.split())
_WEAK_LISTINGS_WORDS = """
topic topics thema themen theme themes tema temas sujet sujets dossier dossiers rubrik rubriken rubrique
section sections seccion secao sezione rubric rubrics temat tematy trefwoord profile profil people by
"""
_WEAK_LISTINGS = frozenset(_WEAK_LISTINGS_WORDS.split())
_SECTIONS_WORDS = """
news politics world sport sports business economy economie wirtschaft politik culture kultur opinion tech
technology science health video videos live latest home nachrichten actualites noticias notizie monde mundo mondo
welt deportes economia politica politique cultura local national international lifestyle entertainment
"""
_SECTIONS = frozenset(_SECTIONS_WORDS.split())
_ARTICLE_SHAPE = re.compile(r"\d{5,}|[^-_][-_](?:[^-_]+[-_]){3}|\.(?:s?html?|php|aspx?|ece|cms)$", re.I)
_PAGINATION = re.compile(r"^(?:page|seite|pagina|pag|p)[-_]?\d*$", re.I)


def is_listing_address(url: str) -> bool:
    """Whether an address names a front page, a section, a tag, an author, a search or an archive by its shape alone.

    True only on strong evidence (measured rules, no guess): an unknown shape is False, and an unknown address.
    """
    segments = [segment.lower() for segment in urlsplit(canonical_url(url)).path.split("/") if segment]
    if segments and _INDEX.search("/" + segments[-1]):
        segments.pop()
    if not segments:
        return url != "" and urlsplit(url).query == ""
    if _PAGINATION.match(segments[-1]) or (len(segments) > 1 and _is_page_number(segments)):
        return True
    if all(segment.isdigit() and len(segment) <= 4 for segment in segments):
        return True  # /2026/11/
    return _names_listing(segments)


def _is_page_number(segments: list[str]) -> bool:
    return segments[-1].isdigit() and len(segments[-1]) <= 3 and _PAGINATION.match(segments[-2]) is not None


def _names_listing(segments: list[str]) -> bool:
    if len(segments) == 1 and segments[0] in _SECTIONS | _STRONG_LISTINGS | _WEAK_LISTINGS:
        return True
    for index, segment in enumerate(segments[:2]):
        rest = segments[index + 1 :]
        if segment in _STRONG_LISTINGS and len(rest) <= 2 and not any(re.search(r"\d{5,}", part) for part in rest):
            return True
        if segment in _WEAK_LISTINGS and len(rest) <= 1 and not any(_ARTICLE_SHAPE.search(part) for part in rest):
            return True
    return False
