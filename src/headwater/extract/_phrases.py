"""Lines that stand inside articles and are none of them, in the world's languages.

Matched against a whole line (case-folded, squashed), never against a part of a paragraph, so that a sentence which
merely speaks of newsletters stays.
"""

from __future__ import annotations

import re

MAX_LINE_CHARS = 240
"""Longer lines are prose and are not compared."""

_SECTION_HEADINGS = """
related|related articles|related stories|related posts|related news|related content|related topics|related reading|
related links|related coverage|
read more|read also|also read|read next|more stories|more news|more articles|more posts|more on this story|
more on this topic|
more like this|more to read|you may also like|you might also like|you might be interested in|recommended|
recommended for you|
recommended articles|recommended reading|recommended stories|suggested reading|further reading|popular posts|
popular articles|popular stories|
most popular|most read|most viewed|trending|trending now|trending stories|latest news|latest articles|latest stories|
latest posts|recent posts|
recent articles|recent news|recent stories|editor's picks|editors' picks|top stories|top news|up next|next article|
previous article|
don't miss|in other news|also in the news|what to read next|keep reading|continue reading|explore more|see also|
see more|more from|
share|share this|share this article|share this story|share this post|share on|share with|spread the word|follow us|
follow us on|
comments|comment|leave a comment|leave a reply|post a comment|add a comment|join the conversation|join the discussion|
reader comments|discussion|
post navigation|navigation|categories|category|tags|tag|topics|archives|archive|filed under|tagged|
about the author|about the authors|about author|author|authors|meet the author|about the writer|author bio|
contributors|about|about us|
newsletter|newsletters|subscribe|subscribe to our newsletter|sign up for our newsletter|sign up|stay informed|
stay updated|stay connected|stay in touch|
get the latest|get our newsletter|join our newsletter|join our community|contact us|contact|get in touch|search|menu|
sponsored|sponsored content|
advertisement|promoted|promoted content|from our partners|paid content|partner content|table of contents|contents|
in this article|on this page|
in this story|quick links|share your thoughts|rate this article|was this article helpful|was this helpful|
did you find this helpful|
cookie policy|privacy policy|disclaimer|copyright|legal notice|print|download|references|footnotes|external links|
works cited|bibliography|

verwandte artikel|ähnliche artikel|verwandte themen|verwandte beiträge|ähnliche beiträge|
das könnte sie auch interessieren|das könnte dich auch interessieren|
auch interessant|mehr zum thema|mehr zu diesem thema|weitere artikel|weitere themen|weitere nachrichten|
weitere meldungen|lesen sie auch|lesen sie mehr|
lesen sie weiter|meistgelesen|meistgelesene artikel|aktuelle nachrichten|neueste artikel|empfehlungen|
empfohlene artikel|teilen|artikel teilen|kommentare|
kommentar schreiben|schreiben sie einen kommentar|schlagwörter|schlagworte|themen|über den autor|über die autorin|
zum autor|anzeige|werbung|
inhaltsverzeichnis|inhalt|newsletter abonnieren|folgen sie uns|

articles liés|articles similaires|à lire aussi|lire aussi|à lire également|lire également|sur le même sujet|
sur le même thème|dans la même rubrique|
plus d'articles|les plus lus|les plus populaires|à la une|dernières actualités|derniers articles|recommandé pour vous|
vous aimerez aussi|
vous pourriez aussi aimer|partager|partager cet article|commentaires|commenter|laisser un commentaire|mots-clés|
étiquettes|à propos de l'auteur|l'auteur|
publicité|sommaire|s'abonner|suivez-nous|voir aussi|

artículos relacionados|noticias relacionadas|relacionadas|relacionado|relacionados|contenido relacionado|
te puede interesar|también te puede interesar|
te recomendamos|le puede interesar|lea también|lee también|leer más|ver más|más noticias|más información|más leídas|
lo más leído|lo más visto|últimas noticias|
compartir|comparte|comparte esta noticia|comentarios|deja un comentario|deja una respuesta|etiquetas|temas|
sobre el autor|acerca del autor|publicidad|
suscríbete|síguenos|archivado en|en esta noticia|

artigos relacionados|notícias relacionadas|matérias relacionadas|leia também|leia mais|veja também|veja mais|
saiba mais|mais lidas|mais notícias|últimas notícias|
compartilhe|compartilhar|partilhar|comentários|deixe um comentário|deixe uma resposta|sobre o autor|publicidade|
assine|siga-nos|recomendado para você|

articoli correlati|notizie correlate|potrebbe interessarti|potrebbe interessarti anche|leggi anche|leggi di più|
vedi anche|i più letti|ultime notizie|condividi|
commenti|lascia un commento|argomenti|sull'autore|pubblicità|iscriviti alla newsletter|seguici|

gerelateerde artikelen|lees ook|lees meer|lees verder|meer nieuws|meest gelezen|deel dit artikel|reacties|
plaats een reactie|over de auteur|advertentie|
läs också|läs även|läs mer|mer om ämnet|relaterade artiklar|mest lästa|dela|dela artikeln|kommentarer|annons|
om författaren|
les også|les mer|relaterte saker|mest lest|annonse|del artikkelen|læs også|læs mere|relaterede artikler|mest læste|
del artiklen|
lue myös|aiheeseen liittyvät|luetuimmat|jaa|kommentit|mainos|
czytaj także|czytaj również|czytaj też|czytaj więcej|zobacz także|zobacz również|zobacz też|polecane|polecamy|
powiązane artykuły|najczęściej czytane|
udostępnij|komentarze|dodaj komentarz|tagi|reklama|o autorze|
čtěte také|přečtěte si také|mohlo by vás zajímat|související články|související|nejčtenější|sdílet|komentáře|diskuze|
reklama|
čítajte aj|súvisiace články|mohlo by vás zaujímať|zdieľať|kapcsolódó cikkek|kapcsolódó|olvassa el ezt is|ajánlott|
megosztás|hozzászólások|hirdetés|
citește și|citiți și|articole similare|articole recomandate|recomandări|distribuie|comentarii|publicitate|
povezani članci|pročitajte i|pročitajte još|najčitanije|podijeli|komentari|preberite tudi|povezane vsebine|
διαβάστε επίσης|διαβάστε ακόμη|σχετικά άρθρα|δείτε επίσης|σχόλια|διαφήμιση|
читайте также|читайте ещё|читайте еще|смотрите также|по теме|материалы по теме|похожие материалы|похожие статьи|
другие новости|ещё по теме|еще по теме|
самое читаемое|популярное|рекомендуем|новости партнеров|новости партнёров|поделиться|поделиться новостью|комментарии|
комментировать|теги|реклама|об авторе|
оставить комментарий|подписаться|подписывайтесь|содержание|
читайте також|дивіться також|схожі новини|схожі статті|матеріали по темі|за темою|популярне|поділитися|коментарі|теґи|
реклама|
чытайце таксама|четете още|прочетете още|свързани статии|още по темата|споделете|коментари|
тағы оқыңыз|тағы да оқыңыз|ұқсас жаңалықтар|бөлісу|пікірлер|жарнама|дагы окуңуз|шунингдек ўқинг|shuningdek o'qing|
ilgili haberler|benzer haberler|bunlar da ilginizi çekebilir|ilginizi çekebilir|son dakika|çok okunanlar|paylaş|
yorumlar|yorum yap|etiketler|reklam|
oxşar xəbərlər|həmçinin oxuyun|paylaş|
اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|ذات صلة|الأكثر قراءة|
قد يعجبك أيضا|شارك|مشاركة|التعليقات|تعليقات|
اترك تعليقا|وسوم|كلمات مفتاحية|إعلان|شاهد أيضا|شاهد أيضاً|
بیشتر بخوانید|اخبار مرتبط|مطالب مرتبط|خبرهای مرتبط|نظرات|دیدگاه‌ها|اشتراک‌گذاری|برچسب‌ها|تبلیغات|مزید پڑھیں|
یہ بھی پڑھیں|متعلقہ خبریں|
קרא עוד|קראו עוד|כתבות נוספות|כתבות קשורות|עוד בנושא|אולי יעניין אותך|תגובות|שתף|פרסומת|
यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|संबंधित खबरें|संबंधित ख़बरें|टिप्पणियां|शेयर करें|विज्ञापन|आरओ पनि हेर्नुहोस्|
यो पनि पढ्नुहोस्|सम्बन्धित समाचार|
আরও পড়ুন|আরো পড়ুন|সম্পর্কিত খবর|মন্তব্য|বিজ্ঞাপন|हेही वाचा|மேலும் படிக்க|தொடர்புடைய செய்திகள்|இதையும் படிக்க|
ఇవి కూడా చదవండి|ఇది కూడా చదవండి|
ഇതും വായിക്കുക|ಇದನ್ನೂ ಓದಿ|આ પણ વાંચો|ਇਹ ਵੀ ਪੜ੍ਹੋ|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|บทความที่เกี่ยวข้อง|แท็ก|แชร์|
相关阅读|相关新闻|相关文章|延伸阅读|推荐阅读|猜你喜欢|热门文章|热门新闻|更多新闻|阅读更多|分享|评论|网友评论|
标签|广告|責任編輯|相關新聞|相關文章|延伸閱讀|
推薦閱讀|熱門新聞|更多新聞|看更多|分享|留言|標籤|廣告|你可能也喜歡|
関連記事|関連ニュース|あわせて読みたい|おすすめ記事|人気記事|こちらもおすすめ|続きを読む|シェア|コメント|タグ|
広告|目次|この記事をシェア|最新記事|
관련기사|관련 기사|관련 뉴스|많이 본 뉴스|추천 기사|더보기|공유|댓글|광고|태그|
bài viết liên quan|tin liên quan|tin cùng chuyên mục|xem thêm|đọc thêm|chia sẻ|bình luận|quảng cáo|từ khóa|
baca juga|baca selengkapnya|artikel terkait|berita terkait|berita terpopuler|terpopuler|bagikan|komentar|lihat juga|
iklan|
soma pia|habari zinazohusiana|soma zaidi|basahin din|
"""

_LINE_PATTERNS = (
    # advertising, navigation and technical remarks that stand alone
    r"(?:-|–|—|\*|•|\s)*(?:advertisement|advertising|ad|ads|anzeige|werbung|publicité|publicidad|publicidade|"
    r"pubblicità|реклама|reklama|reklam|annons|"
    r"annonse|annonce|mainos|hirdetés|advertentie|διαφήμιση|إعلان|広告|广告|廣告|광고|sponsored|promoted)(?:-|–|"
    r"—|\*|•|\s|:)*"
    r"(?:continue reading below|continues below|story continues below|article continues below)?[\s.-]*",
    r"(?:article|story|text) continues (?:below|after).{0,60}|scroll (?:down )?to continue.{0,60}|skip (?:to|"
    r"past) .{0,60}",
    r"(?:by|von|par|por|di|da|door|av|af|от|автор|written by|posted by|reviewed by|edited by|medically reviewed by|"
    r"fact[- ]checked by)\s*:?",
    r"(?:posted|published|updated|last updated|last modified|first published|date|time)(?: on| by| in| at)?\s*:?",
    r"\W*\d{1,3}\s*(?:min(?:ute)?s?\.?|мин(?:ут[аы]?)?\.?|minuti?|minutos?|minuten|分钟?|分で読めます|분)[ -]?"
    r"(?:read|reading(?: time)?|lesezeit|de lecture|de lectura|de leitura|di lettura|чтения|leestijd|lästid|lesetid|"
    r"читання)?\W*",
    r"(?:reading time|read time|estimated reading time|lesezeit|temps de lecture|tiempo de lectura|tempo de leitura|"
    r"tempo di lettura|время чтения|"
    r"okuma süresi|czas czytania|waktu baca)\s*:?\s*.{0,24}",
    r"(?:share|tweet|pin|pin it|email|e-mail|print|save|copy link|copy|link copied!?|facebook|twitter|x|linkedin|"
    r"whatsapp|telegram|reddit|pinterest|"
    r"instagram|youtube|tiktok|threads|bluesky|mastodon|flipboard|messenger|viber|vk|xing|line|rss|like|likes|follow|"
    r"following|reply|report|edit|"
    r"listen|watch|play|pause|download|close|menu|search|home|next|previous|back|top|more|view all|see all|show more|"
    r"show less|load more|read more|"
    r"learn more|click here|shop now|buy now|view gallery|view comments|expand|collapse|loading\.*|image|photo|video|"
    r"gallery|new|updated|live|breaking|exclusive)"
    r"(?:[\s,|/·•]+(?:share|tweet|pin|email|print|save|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|"
    r"pinterest|"
    r"copy link|copy|more))*[\s.:…>»→]*",
    r"(?:share|tweet|send|post|pin|e-?mail) (?:this|it|the|on|to|via|with|by)\b.{0,60}",
    r"(?:click|tap) (?:here )?(?:to|on) (?:share|print|email|tweet|subscribe|enlarge|expand|copy).{0,100}",
    r"(?:please )?(?:subscribe|sign up|join|register|log ?in|sign in)\b(?: now| here| today| free)?(?: (?:to|for|"
    r"with|"
    r"and|our|the|us)\b.{0,120})?[.!:]*",
    r"(?:підпис(?:уйтесь|уйтеся|ати?ся) на (?:наш|нас)|подпис(?:ывайтесь|аться) на (?:наш|нас)|"
    r"абонирайте се за).{0,120}",
    r"follow (?:us|our|me|him|her|them|the author|\S+ on)\b.{0,120}",
    r"(?:read|see|watch|listen|learn|find out|discover|view|click|check)(?: also| more| next| this| here| it|"
    r" now)(?: about| on| at| from| in| stories)?\s*(?::|>|»|→|\.\.\.|…).{0,200}",
    r"(?:also read|read also|read|related|also see|see also|must read|don'?t miss|recommended|related (?:article|"
    r"story|post|reading|news)s?|watch|listen|next|more)\s*[:|»>]\s*.{0,200}",
    r"(?:lesen sie auch|lesen sie mehr|mehr zum thema|siehe auch|auch interessant|lire aussi|à lire aussi|à lire|"
    r"lire la suite|voir aussi|lea también|"
    r"lee también|leer más|te puede interesar|mirá también|lea además|leia também|leia mais|veja também|saiba mais|"
    r"leggi anche|guarda anche|lees ook|"
    r"läs också|läs även|läs mer|les også|læs også|lue myös|czytaj także|czytaj też|czytaj również|zobacz także|"
    r"zobacz też|čtěte také|čítajte aj|"
    r"olvasta már\??|kapcsolódó|citește și|citiți și|pročitajte i|preberite tudi|διαβάστε επίσης|διαβάστε ακόμη|"
    r"читайте также|читайте ещё|смотрите также|"
    r"по теме|читайте також|чытайце таксама|четете още|прочетете още|ilgili haber|bunlar da ilginizi çekebilir|"
    r"اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|شاهد أيضا|"
    r"بیشتر بخوانید|یہ بھی پڑھیں|קראו עוד|קרא גם|यह भी पढ़ें|ये भी पढ़ें|আরও পড়ুন|हेही वाचा|இதையும் படிக்க|"
    r"ఇవి కూడా చదవండి|ഇതും വായിക്കുക|ಇದನ್ನೂ ಓದಿ|"
    r"આ પણ વાંચો|相关阅读|延伸阅读|推荐阅读|相關新聞|延伸閱讀|更多新聞|関連記事|あわせて読みたい|관련기사|"
    r"관련 기사|xem thêm|đọc thêm|baca juga|baca|lihat juga|"
    r"soma pia|basahin din)"
    r"\s*[:：|»>►▶]\s*.{0,200}",
    r"(?:©|\(c\)|copyright)\s.{0,160}|.{0,100}\ball rights reserved\b.{0,100}|.{0,80}alle rechte vorbehalten.{0,60}|"
    r".{0,80}tous droits réservés.{0,60}|"
    r".{0,80}(?:todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|"
    r"все права защищены|усі права захищено|版权所有|無断転載|"
    r"무단 ?전재|جميع الحقوق محفوظة|tüm hakları saklıdır|wszelkie prawa zastrzeżone|всички права запазени).{0,80}",
    r"(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under|posted in|tagged|schlagw[oö]rter|themen|mots[- ]clés|"
    r"etiquetas|temas|argomenti|теги|метки|"
    r"ключевые слова|etiketler|tagi|标签|標籤|タグ|태그|وسوم|الوسوم|แท็ก|từ khóa|trefwoorden|címkék|"
    r"ετικέτες)\s*[:：].{0,200}",
    r"\d+\s*(?:comments?|shares?|views?|likes?|kommentare?|commentaires?|comentarios?|comentários|commenti|reacties|"
    r"kommentarer|комментари\w+|"
    r"просмотр\w*|yorum|komentarz\w*|评论|コメント|댓글)[\s.]*",
    r"(?:no comments(?: yet)?|be the first to comment|leave a (?:comment|reply)|add a comment|write a comment|"
    r"post a comment|comments are closed)[.!]*.{0,60}",
    r"you (?:must|need to|have to) be logged in.{0,100}|your email address will not be published.{0,80}|"
    r"required fields are marked.{0,20}",
    r"(?:this (?:article|post|page|site|story) (?:may |might )?contains? affiliate links?|"
    r"we may earn (?:a )?(?:small )?(?:affiliate )?commission|"
    r"as an amazon associate).{0,200}",
    r"by (?:clicking|signing up|subscribing|submitting|entering|providing|continuing).{0,240}",
    r"(?:\[|\()?(?:cta_module|shortcode|embed|ad|advert|gallery|video|image|podcast)(?:[ _-]?\w+)?(?:\]|\))",
    r"(?:the post|the article|запись|сообщение) .{1,160} (?:appeared first on|first appeared on|"
    r"впервые появил\w+) .{1,80}",
    r"(?:table of contents|contents|inhaltsverzeichnis|sommaire|índice|indice|содержание|目次)\W*",
    r"(?:thanks|thank you) for (?:reading|subscribing|signing up|your (?:feedback|subscription)).{0,80}",
    r"(?:was this (?:article|page|post|content|information) (?:helpful|useful)|did you (?:like|enjoy|"
    r"find) this).{0,80}",
    r"(?:photo|image|picture|foto|bild|фото|写真|사진|图|图片|รูปภาพ|ảnh|zdjęcie|kuva|foto(?:grafía|grafia)|الصورة|"
    r"صورة)(?: credit| by| courtesy(?: of)?| source|s)?\s*[:：/]\s*.{1,120}",
    r"(?:image|photo|picture) (?:credit|source|courtesy|copyright|via)\b.{0,120}",
    r"[\W\d_]*",
)

_HEADINGS = frozenset(
    part for part in (line.strip() for line in _SECTION_HEADINGS.replace("\n", "").split("|")) if part
)
_LINES = re.compile("|".join(f"(?:{pattern})" for pattern in _LINE_PATTERNS))
_TRIM = " :：.…!?¿¡>»→›|-–—•·*\u200b\u200c\u200e\u200f\ufeff"


def is_section_heading(text: str) -> bool:
    """Whether a heading opens something that is not the article: related links, comments, tags, author box."""
    if len(text) > 60:
        return False
    return text.casefold().replace("’", "'").strip(_TRIM) in _HEADINGS


def is_boilerplate_line(text: str) -> bool:
    """Whether a whole line is a label, a button, a copyright line or a link to something else."""
    if len(text) > MAX_LINE_CHARS:
        return False
    plain = text.casefold().replace("’", "'").strip()
    return plain.strip(_TRIM) in _HEADINGS or _LINES.fullmatch(plain) is not None
