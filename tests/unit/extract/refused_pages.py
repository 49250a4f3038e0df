"""Invented pages that are no articles, and articles that look like one of them: (name, reason or None, url, html)."""

from __future__ import annotations

from headwater.model.rejection import Reason

Page = tuple[str, Reason | None, str, str]
SITE = "https://www.hafenblatt.example"


def _page(title: str, body: str, *, lang: str = "en", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body><header><a href="/">Logo</a><nav><a href="/a">A</a> <a href="/b">B</a></nav></header>{body}'
        "<footer>© 2026</footer><script>var a=1;</script></body></html>"
    )


def _dated(title: str) -> str:
    return (
        '<meta property="og:type" content="article"><meta property="article:published_time" '
        f'content="2026-11-20T08:00:00Z"><meta property="og:title" content="{title}">'
    )


_LOST = (
    (
        "de",
        "Seite nicht gefunden – Hafenblatt",
        "Die gewünschte Seite gibt es leider nicht mehr. Nutzen Sie die Suche.",
    ),
    ("fr", "404 – Page introuvable", "La page demandée n'existe pas ou a été déplacée."),
    ("es", "Página no encontrada | El Faro", "Lo sentimos, el contenido que busca ya no está disponible."),
    ("pl", "Nie znaleziono strony", "Adres jest błędny albo artykuł został usunięty."),
    ("fi", "Sivua ei löytynyt", "Sivu on poistettu tai siirretty toiseen osoitteeseen."),
    ("ro", "Pagina nu a fost găsită", "Adresa nu mai există. Mergeți la prima pagină."),
    ("ru", "Ошибка 404. Страница не найдена", "Возможно, материал был удалён или перенесён."),
    ("uk", "Сторінку не знайдено", "Можливо, її видалили або змінили адресу."),
    ("el", "Η σελίδα δεν βρέθηκε", "Η διεύθυνση που πληκτρολογήσατε δεν υπάρχει."),
    ("ar", "عذرا، الصفحة غير موجودة", "ربما تم حذف الصفحة أو نقلها إلى عنوان آخر."),
    ("he", "העמוד שחיפשת לא נמצא", "ייתכן שהכתבה הוסרה מהאתר."),
    ("bn", "পাতাটি খুঁজে পাওয়া যায়নি", "আপনি যে পাতাটি খুঁজছেন সেটি নেই।"),
    ("te", "పేజీ కనుగొనబడలేదు", "మీరు వెతుకుతున్న పేజీ ఇప్పుడు లేదు."),
    ("ko", "요청하신 페이지를 찾을 수 없습니다", "주소가 바뀌었거나 삭제된 기사입니다."),
    ("zh", "抱歉，您访问的页面不存在_江岸日报", "该文章可能已被删除。三秒后返回首页。"),
    ("ka", "გვერდი ვერ მოიძებნა", "შესაძლოა, მისამართი შეიცვალა."),
)
_LOGINS = (
    ("es", "Iniciar sesión"),
    ("tr", "Üye Girişi | Kıyı Postası"),
    ("fa", "ورود به سایت"),
    ("hi", "लॉग इन करें"),
    ("ja", "会員ログイン｜岬日報"),
    ("hu", "Bejelentkezés"),
    ("th", "เข้าสู่ระบบ - ข่าวริมคลอง"),
)
_CONSENTS = (
    ("de", "Hafenblatt", "Wir und unsere Partner verwenden Cookies und benötigen dafür Ihre Zustimmung.", "Zustimmen"),
    ("fr", "Votre vie privée", "Nous utilisons des cookies pour mesurer notre audience.", "Accepter et continuer"),
    ("cs", "Souhlas", "Používáme soubory cookie. Vaše soukromí je pro nás důležité.", "Souhlasím"),
    ("tr", "Gizliliğiniz", "Size daha iyi hizmet vermek için çerezler kullanıyoruz.", "Kabul et"),
    ("ja", "プライバシー設定", "当サイトはクッキーを使用しています。続けるには同意してください。", "同意する"),
)
_CHALLENGES = (
    ("en", "Just a moment...", "Checking your browser before accessing the site."),
    ("ru", "Подтвердите, что вы не робот", "С вашего адреса поступает слишком много запросов."),
    ("zh", "安全验证", "请拖动滑块完成验证后继续访问。"),
    ("pt", "Verificação de segurança", "Confirme que é uma pessoa para continuar."),
)
_SOLD = (
    (
        "en",
        "Ferry fares to rise again in spring",
        "This article is for subscribers only. Subscribe now to read the full story.",
    ),
    ("de", "Fähre wird im Frühjahr teurer", "Jetzt weiterlesen mit einem Abo. Bereits Abonnent? Hier anmelden."),
    (
        "sv",
        "Färjan blir dyrare till våren",
        "Artikeln är låst. Bli prenumerant för att läsa vidare. Redan prenumerant? Logga in.",
    ),
    ("uk", "Пором подорожчає навесні", "Матеріал доступний лише для передплатників. Оформіть передплату."),
    ("ja", "渡し船の運賃、春に値上げ", "この記事は会員限定です。続きを読むには登録が必要です。"),
    ("ar", "رفع أسعار العبّارات في الربيع", "هذا المقال متاح للمشتركين فقط. اشترك الآن لقراءة المقال كاملا."),
)
_SEARCHES = (
    ("it", "Risultati della ricerca per: traghetto"),
    ("ru", "Результаты поиска: паром"),
    ("ar", "نتائج البحث عن: عبارة"),
    ("ko", "'여객선' 검색결과"),
    ("zh", "“轮渡”搜索结果"),
)
_LINKS = "".join(
    f'<div class="card"><a href="/n/{n}">The harbour council counts its boats once more, part {n}</a></div>'
    for n in range(24)
)
_TEXT = (
    "<p>{0}</p><p>The harbour office wrote the numbers down and sent them to the council on Monday, as it does "
    "every year, and this time it asked for a second clerk.</p><p>The council will answer before the winter. Until "
    "then the boats stay where they are, and their owners pay nothing for the berth.</p>"
)
_LOOK_ALIKES = (
    ("en", "Page not found: how a village lost its chronicle", "The last page of the chronicle is missing."),
    ("en", "Access denied: the lighthouse keeper who locked himself in", "It took the fire brigade two hours."),
    ("en", "Just a moment, says the ferryman, and sails", "He has never waited for anybody."),
    ("en", "We use cookies as money, say the islanders", "The island bakery accepts biscuits."),
    ("en", "Sorry, wrong harbour: tanker misses the port by a mile", "The captain apologised by radio."),
    ("de", "404 Meter lang: die neue Mole ist fertig", "Die Mole wurde am Samstag eröffnet."),
    ("de", "Anmelden zum Eisbaden: so geht es", "Das Becken öffnet am ersten Advent."),
    ("fr", "Connexion rétablie entre les deux rives", "Le bac circule de nouveau depuis lundi."),
    ("es", "Entrar en la ría de noche: la prueba de los prácticos", "Solo tres la superaron este año."),
    ("ru", "Вход в гавань закрыт до весны", "Лёд стал раньше обычного."),
    ("tr", "Giriş ücretsiz: liman müzesi açıldı", "Müze pazartesi günleri kapalı."),
    ("ja", "ログイン不要の図書館、島に開館", "島に小さな図書館ができた。"),
    ("zh", "找不到船长的渔船漂回了港口", "渔船昨天夜里自己漂回了港口。"),
    ("ar", "دخول السفن إلى الميناء يعود بعد العاصفة", "عادت الحركة صباح الاثنين."),
    ("pt", "Arquivo de barcos afundados ganha museu", "O museu abre em março."),
)


_TEASERS = (
    ("h2", '<div><h2><a href="/n/{0}">{1}</a></h2><p>{2}</p></div>'),
    ("a around", '<a href="/n/{0}"><h3>{1}</h3></a><p>{2}</p>'),
    ("card", '<article><h2><a href="/n/{0}">{1}</a></h2><span>20.11.2026</span><div><p>{2}</p></div></article>'),
    ("divs", '<div><div class=t><a href="/n/{0}">{1}</a></div><div class=d>{2}</div></div>'),
    ("items", '<li><a href="/n/{0}">{1}</a><br>{2}</li>'),
    ("bold", '<p><strong><a href="/n/{0}">{1}</a></strong></p><p>{2}</p>'),
)


def _sections() -> list[Page]:
    """Sections of an outlet at addresses that tell nothing: linked titles with a sentence each."""
    title = "Harbour council counts its boats again, part {0}"
    text = (
        "The harbour council counted its boats on Monday and found number {0} missing, which has not happened in "
        "forty years of counting."
    )
    pages: list[Page] = []
    for name, form in _TEASERS:
        rows = "".join(form.format(n, title.format(n), text.format(n)) for n in range(8))
        html = _page("Harbour | Lantern", f"<h1>Harbour</h1><main>{rows}</main>")
        pages.append((f"section {name}", Reason.LISTING_PAGE, f"{SITE}/harbour", html))
    return pages


def _stubs() -> list[Page]:
    refresh = _page("Weiter", "<p>Weiter.</p>", head='<meta http-equiv="refresh" content="0; url=/n/1">')
    moved = "<title>x</title><p>Wait</p><script>window.location.href='https://www.hafenblatt.example/n/2'</script>"
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Hafenblatt</title></channel></rss>'
    sitemap = '<?xml version="1.0"?>\n<!-- a -->\n<urlset><url><loc>x</loc></url></urlset>'
    website = '<meta property="og:type" content="website"><meta property="article:published_time" content="2025-01-01">'
    front = _page("Hafenblatt", "<h1>Hafenblatt</h1>" + _LINKS)
    dated_front = _page("Hafenblatt", "<h1>Hafenblatt</h1>" + _TEXT.format("Welcome.") + _LINKS, head=website)
    author = _page("B. Hoek", "<h1>B. Hoek</h1><p>Writes about boats.</p>" + _LINKS)
    captcha = _page("hafenblatt.example", '<h1>hafenblatt.example</h1><p>One step.</p><div class="h-captcha"></div>')
    return [
        ("redirect by refresh", Reason.NOT_AN_ARTICLE, f"{SITE}/go/1", refresh),
        ("redirect by script", Reason.NOT_AN_ARTICLE, f"{SITE}/go/2", moved),
        ("feed", Reason.NOT_HTML, f"{SITE}/n/3", feed),
        ("atom", Reason.NOT_HTML, f"{SITE}/n/3", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'),
        ("sitemap", Reason.NOT_HTML, f"{SITE}/n/3", sitemap),
        ("json", Reason.NOT_HTML, f"{SITE}/n/4", '{"headline": "<p>Boats</p>", "body": "x"}'),
        ("jsonp", Reason.NOT_HTML, f"{SITE}/n/4", 'show({"headline": "Boats"})'),
        ("pdf", Reason.NOT_HTML, f"{SITE}/n/5", "%PDF-1.7 <html>"),
        ("shell", Reason.EMPTY_SHELL, f"{SITE}/n/6", '<div id="root"></div><script src="/a.js"></script>'),
        ("front page", Reason.LISTING_PAGE, f"{SITE}/", front),
        ("front page by search", Reason.LISTING_PAGE, f"{SITE}/?s=ferry", front.replace("Hafenblatt", "ferry")),
        ("front page with a dated head", Reason.LISTING_PAGE, f"{SITE}/", dated_front),
        ("tag", Reason.LISTING_PAGE, f"{SITE}/tag/ferry/", _page("Ferry", "<h1>Ferry</h1>" + _LINKS)),
        ("author", Reason.LISTING_PAGE, f"{SITE}/author/b-hoek", author),
        ("cards without address", Reason.LISTING_PAGE, f"{SITE}/boote", _page("Boote", "<h1>Boote</h1>" + _LINKS)),
        ("captcha", Reason.ERROR_PAGE, f"{SITE}/n/7", captcha),
    ]


def refused_pages() -> list[Page]:
    """Pages that are no articles, in 24 languages, with the reason."""
    article = f"{SITE}/n/2026-11-20-ferry-88123"
    pages: list[Page] = []
    for lang, title, text in _LOST:
        pages.append(
            (f"lost {lang}", Reason.ERROR_PAGE, article, _page(title, f"<h1>{title}</h1><p>{text}</p>", lang=lang))
        )
    for lang, title in _LOGINS:
        form = "<form><input name=user><input type=password><button>OK</button></form>"
        pages.append((f"login {lang}", Reason.LOGIN_PAGE, article, _page(title, f"<h2>{title}</h2>{form}", lang=lang)))
    for lang, title, text, button in _CONSENTS:
        body = f"<h1>{title}</h1><p>{text}</p><button>{button}</button>"
        pages.append((f"consent {lang}", Reason.CONSENT_WALL, article, _page(title, body, lang=lang)))
    for lang, title, text in _CHALLENGES:
        pages.append(
            (f"challenge {lang}", Reason.ERROR_PAGE, article, _page(title, f"<h1>{title}</h1><p>{text}</p>", lang=lang))
        )
    for lang, title, text in _SOLD:
        body = f"<article><h1>{title}</h1><div class=offer><p>{text}</p></div></article>"
        pages.append((f"sold {lang}", Reason.LOGIN_PAGE, article, _page(title, body, lang=lang, head=_dated(title))))
    for lang, title in _SEARCHES:
        body = (
            f"<h1>{title}</h1><ul><li><a href=/n/1>A boat is found</a><p>One line of it.</p></li></ul>"
            + _TEXT.format("x")
        )
        pages.append((f"search {lang}", Reason.LISTING_PAGE, f"{SITE}/suche.php?wort=x", _page(title, body, lang=lang)))
    return pages + _stubs() + _sections()


def _roundup() -> str:
    """An article whose subheads are links: each with more than one paragraph of its own."""
    rows = "".join(
        f'<h2><a href="/n/{n}">The {n}th boat of the harbour</a></h2><p>It was built in the winter of 19{n}1 by the '
        "brothers who had the yard then, and it has sailed to the islands every week since.</p><p>Its owner "
        f"does not want to sell number {n}, she says, and she paints it herself every spring before the feast.</p>"
        for n in range(2, 9)
    )
    return _page("Seven boats to see", f"<h1>Seven boats to see</h1><p>We walked along the quay.</p>{rows}")


def look_alikes() -> list[Page]:
    """Short articles whose headline or text speaks as walls, lost pages and lists do."""
    pages: list[Page] = []
    for number, (lang, title, text) in enumerate(_LOOK_ALIKES):
        html = _page(title, f"<h1>{title}</h1>{_TEXT.format(text)}", lang=lang, head=_dated(title))
        pages.append((f"{lang} {title}", None, f"{SITE}/n/88{number:03}", html))
    pages.append(("subheads that are links", None, f"{SITE}/n/88100", _roundup()))
    return pages
