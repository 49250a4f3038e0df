"""What the shape of an element says: which tags break a line, and what class names and roles admit.

Class names are written by people for themselves, and yet the same few dozen words return on every continent,
because they come from the same few content systems. The lists hold such words only, no publisher's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

MAX_HINT_CHARS = 400
"""Class and id strings are looked at up to this length: attackers write megabytes of them."""

INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
UNSEEN_TAGS = frozenset(
    "script style template noscript head title meta link svg math iframe object embed canvas audio video map "
    "select option datalist input textarea button dialog noframes source track param base".split()
)
"""Elements whose content is never read as the text of the page."""

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Hint:
    """What an element says about the blocks below it, as bits; plain integers, for `IntFlag` costs half the reading time."""

    NONE = 0
    HIDDEN = 1
    NAVIGATION = 2
    JUNK = 4
    ASIDE = 8
    FIGURE = 16
    CAPTION = 32
    BYLINE = 64
    DATE = 128
    LIST = 256
    TABLE = 512
    QUOTE = 1024
    FORM = 2048
    COMMENTS = 4096
    ARTICLE = 8192
    BODY = 16384
    HEADING = 32768
    FOOTER = 65536
    HEADER = 131072
    TEASER = 262144
    PRE = 524288
    STANDFIRST = 1048576


STRUCTURE = Hint.LIST | Hint.TABLE | Hint.QUOTE | Hint.HEADING | Hint.ARTICLE | Hint.BODY | Hint.PRE
"""Hints that only say what a block is, not that it lies outside the article."""

TAG_HINTS: Mapping[str, int] = {
    "nav": Hint.NAVIGATION,
    "menu": Hint.NAVIGATION,
    "footer": Hint.FOOTER,
    "header": Hint.HEADER,
    "aside": Hint.ASIDE,
    "figure": Hint.FIGURE,
    "amp-img": Hint.FIGURE,
    "figcaption": Hint.FIGURE | Hint.CAPTION,
    "time": Hint.DATE,
    "address": Hint.BYLINE,
    "ul": Hint.LIST,
    "ol": Hint.LIST,
    "dl": Hint.LIST,
    "table": Hint.TABLE,
    "blockquote": Hint.QUOTE,
    "form": Hint.FORM,
    "fieldset": Hint.FORM,
    "article": Hint.ARTICLE,
    "main": Hint.ARTICLE,
    "pre": Hint.PRE,
    **dict.fromkeys(HEADING_TAGS, Hint.HEADING),
}

ROLE_HINTS: Mapping[str, int] = {
    "navigation": Hint.NAVIGATION,
    "menu": Hint.NAVIGATION,
    "menubar": Hint.NAVIGATION,
    "banner": Hint.NAVIGATION,
    "search": Hint.FORM,
    "complementary": Hint.ASIDE,
    "contentinfo": Hint.FOOTER,
    "dialog": Hint.HIDDEN,
    "alertdialog": Hint.HIDDEN,
    "main": Hint.ARTICLE,
    "article": Hint.ARTICLE,
    "doc-endnotes": Hint.JUNK,
}


def _words(pattern: str) -> re.Pattern[str]:
    parts = "|".join(pattern.split())
    return re.compile(rf"(?:^|[\s_:./-])(?:{parts})(?=$|[\s_:./-]|\d)")


_JUNK = _words(
    r"relat(?:ed|eds?) recommend(?:ed|ation|ations|s)? recirc(?:ulation)? read-?(?:more|next|also|on) readmore "
    r"more-?(?:from|stories|news|articles|posts|on|like|in) also-?(?:read|like|see) see-?also you-?may you-?might "
    r"trending popular most-?(?:read|viewed|popular|shared) mostread latest(?:-?(?:news|posts|articles|stories))? "
    r"up-?next next-?(?:article|post|story|up) prev-?next post-?nav(?:igation)? nextprev post-?navigation "
    r"promos? promoted promotion(?:al)? sponsor(?:ed|s)? advert(?:s|isement|isements|ising|orial)? ads? adv "
    r"ad-?(?:slot|unit|box|wrapper|container|banner|label|zone|block|space|placeholder) adsbygoogle dfp gpt "
    r"outbrain taboola zergnet mgid revcontent teads newsletters? news-?letter subscri(?:be|ption|ber|bers) "
    r"sign-?up signup optin opt-?in mailing-?list share(?:s|r|bar|tools)? sharing share-?(?:bar|buttons?|links|tools|this) "
    r"social(?:s|bar|-?media|-?share|-?links|-?icons|-?follow)? sharedaddy addtoany addthis jp-relatedposts "
    r"sidebars? side-?bar side-?rail right-?rail left-?rail rail right-?col(?:umn)? "
    r"breadcrumbs? bread-?crumbs? crumbs pagination pager paging paginator navbar navigation nav sub-?nav "
    r"main-?menu menus? mega-?menu dropdown off-?canvas topbar top-?bar toolbar skip-?(?:link|to) skiplink "
    r"site-?(?:header|footer|nav|info) page-?(?:footer|nav) masthead colophon bottom-?bar footers? foot "
    r"cookies? cookie-?(?:banner|notice|consent|bar) consent gdpr ccpa onetrust didomi cmp popups? pop-?up modals? "
    r"overlay lightbox tooltip toast tags? tag-?(?:list|cloud|links) tagged taglist post-?tags topics topic-?list "
    r"categories cat-?links post-?categories keywords hashtags "
    r"author-?(?:bio|box|info|card|about|description|profile|details|block|area) about-?(?:the-?)?author authorbox bio "
    r"post-?author-?(?:bio|box) biography writer-?bio contributor-?bio "
    r"table-?of-?contents toc ez-toc(?:-container)? lwptoc jump-?links? in-?this-?article on-?this-?page page-?toc "
    r"print(?:er|-?only|-?friendly)? login log-?in account paywall(?:ed)? piano regwall "
    r"search(?:box|bar|form)? ratings? survey polls? quiz cta(?:s|-?block|-?box|-?banner|-?section)? "
    r"call-?to-?action donat(?:e|ion|ions) support-?us follow(?:-?us)? whatsapp telegram-?(?:box|link) "
    r"disclosure affiliate-?disclosure disclaimer copyright copyrights corrections-?box "
    r"carousel "
    r"post-?(?:list|grid|feed) article-?(?:list|feed) news-?(?:list|feed) story-?(?:list|feed) feed-?list river "
    r"read-?time reading-?time estimated-?read view-?count views audio-?player player jwplayer "
    r"contact-?form wpforms gform mc4wp mailchimp hubspot hs-?form download-?box app-?(?:promo|download|banner) "
    r"ticker breaking-?news live-?ticker back-?to-?top to-?top scroll-?top google-?news weather horoscope lottery "
    r"sr-only screen-?reader(?:-?text)? visually-?hidden visuallyhidden a11y-hidden offscreen hidden-?print no-?print "
    r"mw-editsection reflist references catlinks navbox infobox hatnote printfooter "
    r"buy-?(?:now|button) add-?to-?cart "
)
_COMMENTS = _words(
    r"comments? comment-?(?:list|form|section|area|respond|thread|count|body|content|wrapper) commentlist disqus "
    r"disqus_thread respond discussion fb-comments livefyre coral spotim openweb replies kommentare comentarios "
    r"commentaires commenti"
)
_CAPTION = _words(
    r"captions? caption-?text wp-caption-text figcaption legend image-?caption photo-?caption picture-?caption "
    r"img-?caption media-?caption credits? photo-?credits? image-?credits? picture-?credits? img-?credits? "
    r"media-?credits? cutline photographer copyright-?holder image-?source photo-?source image-?copyright "
    r"bildunterschrift bildnachweis leyenda legende didascalia image-?description photo-?info pie-?de-?foto"
)
_FIGURE = _words(
    r"wp-caption figure image-?(?:block|wrapper|container|figure) photo-?(?:block|wrapper|container) gallery"
)
_BYLINE = _words(
    r"bylines? by-?line authors? author-?(?:name|link|names|list) authorname post-?author posted-?by written-?by "
    r"entry-?author article-?(?:author|byline)s? story-?(?:author|byline) contributors? writers? autor(?:en|es)? auteurs? "
    r"autore redakteur signature firma byl p-author vcard post-?meta entry-?meta article-?meta story-?meta meta "
    r"meta-?(?:data|info|line) metadata post-?info article-?info story-?info post-?details byline-?block "
)
_DATE = _words(
    r"date dates date-?(?:line|time|published|posted|created|modified|updated) datetime timestamps? time-?stamp "
    r"pub-?date pubdate publish(?:ed)?(?:-?(?:date|on|at|time))? posted-?on entry-?date post-?date article-?date "
    r"story-?date updated last-?(?:updated|modified) modified datum fecha data-?pubblicazione dt-published news-?date"
)
_BODY = _words(
    r"article-?(?:body|content|text|main|copy|detail|details|page|inner|entry) articlebody articlecontent articletext "
    r"story-?(?:body|content|text|main|copy|detail|details) storybody storycontent post-?(?:body|content|text|entry) "
    r"postcontent postbody entry-?(?:content|body|text) entrycontent news-?(?:body|content|text|detail|details|article) "
    r"newsbody newscontent content-?(?:body|article|text|detail) main-?(?:content|article|text|body) maincontent "
    r"body-?(?:text|content|copy|main) bodytext single-?(?:content|post|article|entry) text-?body rich-?text richtext rte "
    r"field-?name-body node-?body page-?content blog-?(?:content|body|post|detail|details|text|entry) mw-parser-output e-content "
    r"prose wysiwyg td-post-content hentry h-entry instapaper_body article__body article__content js-article-?(?:inner|body) "
    r"artikel-?(?:body|text|inhalt) artikeltext cuerpo(?:-?noticia)? nota-?(?:cuerpo|contenido) texto corpo "
    r"corps(?:-?article)? contenu testo-?articolo detail-?(?:content|text|body) article post story entry"
)
_STANDFIRST = _words(
    r"standfirst stand-?first lead lede leadin lead-?(?:text|in|paragraph) deck dek sub-?(?:head|heading|headline|title) "
    r"subtitle subhead subheadline intro introduction summary excerpt abstract teaser-?text vorspann chapo chapeau bajada "
    r"copete entradilla sommario ingress article-?(?:lead|intro|summary|excerpt|description|subtitle|deck|dek|sub-?title)"
)
_TEASER = _words(r"teasers? cards? promo-?item list-?item-?link story-?card article-?card post-?card loop-?item tease")

_RULES: tuple[tuple[re.Pattern[str], int], ...] = (
    (_COMMENTS, Hint.COMMENTS),
    (_CAPTION, Hint.CAPTION),
    (_FIGURE, Hint.FIGURE),
    (_BYLINE, Hint.BYLINE),
    (_DATE, Hint.DATE),
    (_BODY, Hint.BODY),
    (_STANDFIRST, Hint.STANDFIRST),
    (_TEASER, Hint.TEASER),
    (_JUNK, Hint.JUNK),
)
# Names that describe the page, the post's own tags or a style, not the place of an element.
_SAYS_NOTHING = re.compile(
    r"(?:category|tag|type|status|format|has|is|no|not|with|without|hide|show|post|page|template|single|cat|tax|term|"
    r"elementor|hs|hs_cos|wpb?|vc|et|et_pb|fl|col|row|span\d|w|js|mt|mb|my|mx|pt|pb|px|py|p|m|text|bg|border|"
    r"font|flex|grid|sm:|md:|lg:|xl:|hover:|max|min|line|leading|widget|w-dyn|brxe)[-_:\[]"
)
_LAYOUT = re.compile(r"(?:layout|grid|page|columns?|container-fluid|main|cms|template)$")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=16_384)
def name_hints(names: str) -> int:
    """What a class and id string says, at most `MAX_HINT_CHARS` of it looked at."""
    hint = Hint.NONE
    for name in names[:MAX_HINT_CHARS].split():
        hint |= _one_name_hints(name)
    return hint


@lru_cache(maxsize=65_536)
def _one_name_hints(name: str) -> int:
    plain = _CAMEL.sub("-", name).lower().replace("__", "-").replace("--", "-")
    if _SAYS_NOTHING.match(plain):
        return Hint.NONE
    hint = Hint.NONE
    for pattern, meaning in _RULES:
        if pattern.search(plain):
            hint |= meaning
    if hint & Hint.JUNK and _LAYOUT.search(plain):
        hint &= ~Hint.JUNK
    return hint


def element_hints(tag: str, attributes: Mapping[str, str | None]) -> int:
    """What one element says by its tag, role, microdata, style and names (schema.org, WAI-ARIA 1.2, HTML)."""
    hint = TAG_HINTS.get(tag, Hint.NONE)
    if not attributes:
        return hint
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    if names:
        hint |= name_hints(names)
    role = attributes.get("role")
    if role:
        hint |= ROLE_HINTS.get(role.strip().lower(), Hint.NONE)
    return hint | _microdata_hints(attributes) | _hiding_hints(attributes)


def _microdata_hints(attributes: Mapping[str, str | None]) -> int:
    itemprop = (attributes.get("itemprop") or "").lower()
    if "articlebody" in itemprop:
        return Hint.BODY | Hint.ARTICLE
    if itemprop in ("author", "creator") or "author" in (attributes.get("rel") or "").split():
        return Hint.BYLINE
    if itemprop in ("datepublished", "datemodified", "datecreated"):
        return Hint.DATE
    if itemprop in ("caption", "copyrightholder"):
        return Hint.CAPTION
    return Hint.COMMENTS if itemprop == "comment" else Hint.NONE


def _hiding_hints(attributes: Mapping[str, str | None]) -> int:
    if "hidden" in attributes:
        return Hint.HIDDEN
    style = attributes.get("style")
    if style and _HIDING_STYLE.search(style[:MAX_HINT_CHARS]):
        return Hint.HIDDEN
    return Hint.NONE
