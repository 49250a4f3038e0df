"""What belongs to the text of an article and what does not."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from headwater.extract._phrases import is_boilerplate_line
from unit.extract.pages import PROSE, page, paragraphs, read

MORE = (
    "Fishermen along the northern coast have asked for a smaller pier of wood, which could be built by the summer.",
    "The province has promised half of the money, and a vote on the other half is planned for the end of January.",
    "Until then the harbour office will keep two of its rooms open, and the lamps of the old lighthouse burning.",
)


def test_paragraphs_are_kept_in_reading_order() -> None:
    assert read(page()).paragraphs == PROSE


def test_headline_is_no_paragraph() -> None:
    assert "Council closes" not in read(page()).text


def test_subheads_lists_and_quotations_are_text() -> None:
    body = (
        f"<p>{PROSE[0]}</p><h2>What happens next</h2><ul><li>Buses run free</li></ul>"
        f"<blockquote>{PROSE[1]}</blockquote><p>{PROSE[2]}</p>"
    )
    assert read(page(body)).paragraphs == (PROSE[0], "What happens next", "Buses run free", PROSE[1], PROSE[2])


def test_subhead_without_text_after_it_is_left_out() -> None:
    assert read(page(end="<h2>What happens next</h2>")).paragraphs == PROSE


@pytest.mark.parametrize(
    "junk",
    [
        "<p>Advertisement</p>",
        "<p>Read more: <a href='/x'>How the pier began to sink</a></p>",
        "<p>Lesen Sie auch: <a href='/x'>Warum der Kai sinkt</a></p>",
        "<p>Читайте также: <a href='/x'>Почему тонет причал</a></p>",
        "<p>اقرأ أيضا: <a href='/x'>لماذا يغرق الرصيف</a></p>",
        "<p>関連記事：<a href='/x'>桟橋はなぜ沈むのか</a></p>",
        "<p>© 2026 The Lantern. All rights reserved.</p>",
        "<div class='share-buttons'>Share Tweet Print</div>",
        "<div class='newsletter-signup'><p>Our letter from the harbour reaches you every Friday at noon.</p></div>",
        "<aside><p>The Lantern has written about the sea since 1898 and is owned by those who read it.</p></aside>",
        "<form><p>Please tell us what you think of this page in the box below, we read every single letter.</p></form>",
        "<figure><img src='a.jpg'><figcaption>The pier at low tide, seen from the west</figcaption></figure>",
        "<p class='byline'>By Maud Keller</p>",
        "<p>23 November 2026, 17:42</p>",
        "<p style='display: none'>This sentence is hidden from every reader and must never be taken for text.</p>",
        "<p hidden>This sentence is hidden from every reader and must never be taken for text.</p>",
        "<script>var sentence = 'This is a sentence in a script, of no use to any reader of the page.';</script>",
    ],
)
def test_lines_that_are_no_text_are_left_out(junk: str) -> None:
    assert read(page(body=f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>{junk}<p>{PROSE[2]}</p>")).paragraphs == PROSE[:3]


def test_related_section_is_dropped_up_to_the_next_heading_of_its_rank() -> None:
    end = "<h2>Related articles</h2><p>The bridge over the river was closed in 1990 and never opened again.</p>"
    assert read(page(end=end)).paragraphs == PROSE


def test_class_names_that_lie_about_the_whole_article_are_not_believed() -> None:
    html = f"<h1>Council closes sinking ferry terminal</h1><div class='newsletter-content sidebar'>{paragraphs()}</div>"
    assert read(html).paragraphs == PROSE


def test_comments_are_not_the_article_even_if_longer() -> None:
    comment = "<p>I have taken this ferry every day since 1987, and I shall miss it more than I can say in words.</p>"
    html = page().replace("</article>", f"</article><section class='comments'>{comment * 30}</section>")
    assert read(html).paragraphs == PROSE


def test_lines_divided_by_double_breaks_are_paragraphs() -> None:
    assert read(page("<br><br>".join(PROSE))).paragraphs == PROSE


def test_line_broken_by_hand_in_a_sentence_is_joined() -> None:
    first, second = PROSE[0][:40].strip(), PROSE[0][40:].strip()
    assert second[0].islower()
    assert read(page(f"<p>{first}<br>{second}</p>{paragraphs(PROSE[1:])}")).paragraphs == PROSE


def test_inline_markup_does_not_divide_words() -> None:
    first = (
        "<p>The <b>har</b>bour <a href='/x'>council</a> of Port Ellery voted on <span class='date'>Monday</span> "
        "to close the terminal.</p>"
    )
    assert (
        read(page(first + paragraphs(PROSE[1:]))).paragraphs[0]
        == "The harbour council of Port Ellery voted on Monday to close the terminal."
    )


def test_standfirst_outside_the_text_is_its_first_paragraph() -> None:
    standfirst = "Port Ellery gives up its ferry terminal after forty years of service."
    html = page().replace("</h1>", f"</h1><p class='standfirst'>{standfirst}</p>")
    assert read(html).paragraphs == (standfirst, *PROSE)


def test_caption_in_a_plain_paragraph_and_its_twin_are_left_out() -> None:
    twins = (
        "<p>A ferry leaves the old pier</p><p>A ferry leaves the old pier on Sunday © Lena Ortiz/Meridian Pictures</p>"
    )
    assert read(page(f"<p>{PROSE[0]}</p>{twins}{paragraphs(PROSE[1:])}")).paragraphs == PROSE


def test_dispatch_that_ends_in_its_agency_is_no_caption() -> None:
    last = "Commuters will be carried by bus until the new terminal opens. (Reuters)"
    assert read(page(paragraphs((*PROSE[:3], last)))).paragraphs[-1] == last


def test_program_text_in_pre_is_no_text() -> None:
    assert read(page(f"{paragraphs()}<pre>if (a) {{ b = c[0]; }} else {{ d(); }}</pre>")).paragraphs == PROSE


def test_hidden_words_inside_a_paragraph_are_left_out_and_the_rest_stays_whole() -> None:
    body = paragraphs().replace("harbour council", "harbour <span style='display:none'>secret </span>council")
    assert read(page(body)).paragraphs == PROSE


BOILERPLATE = {
    "en": ("READ MORE: How the pier sank", "Follow us on Facebook", "Sign up for our newsletter", "5 min read"),
    "de": ("Lesen Sie auch: Warum der Kai sinkt", "Folgen Sie uns auf Instagram", "Mehr zum Thema", "Meistgelesen"),
    "fr": ("À lire aussi : Pourquoi le quai s’enfonce", "Abonnez-vous à notre newsletter", "Les plus lus", "Publicité"),
    "es": ("Lea también: Por qué se hunde el muelle", "Síguenos en nuestras redes", "Lo más leído", "PUBLICIDAD"),
    "pt": ("Leia também: Por que o cais afunda", "Siga-nos no Instagram", "Mais lidas", "Comentários"),
    "it": ("Leggi anche: Perché il molo affonda", "Seguici su Facebook", "I più letti", "Pubblicità"),
    "nl": ("Lees ook: Waarom de kade zinkt", "Volg ons op Facebook", "Meest gelezen", "Advertentie"),
    "sv": ("Läs också: Därför sjunker kajen", "Följ oss på Facebook", "Mest lästa", "ANNONS"),
    "nb": ("Les også: Derfor synker kaia", "Følg oss på Facebook", "Mest lest", "Annonse"),
    "da": ("Læs også: Derfor synker kajen", "Følg os på Facebook", "Mest læste", "Kommentarer"),
    "fi": ("Lue myös: Miksi laituri vajoaa", "Seuraa meitä Facebookissa", "Luetuimmat", "Mainos"),
    "pl": ("Czytaj także: Dlaczego nabrzeże tonie", "Obserwuj nas na Facebooku", "Najczęściej czytane", "Reklama"),
    "cs": ("Čtěte také: Proč se molo potápí", "Sledujte nás na Facebooku", "Nejčtenější", "Diskuze"),
    "sk": ("Čítajte aj: Prečo sa mólo potápa", "Sledujte nás na Facebooku", "Najčítanejšie", "Reklama"),
    "hu": ("Kapcsolódó: Miért süllyed a móló", "Kövessen minket a Facebookon", "Legolvasottabb", "Hirdetés"),
    "ro": ("Citește și: De ce se scufundă cheiul", "Urmărește-ne pe Facebook", "Cele mai citite", "Publicitate"),
    "hr": ("Pročitajte i: Zašto tone mol", "Pratite nas na Facebooku", "Najčitanije", "Komentari"),
    "sr": ("Прочитајте и: Зашто тоне мол", "Пратите нас на Фејсбуку", "Најчитаније", "Коментари"),
    "sl": ("Preberite tudi: Zakaj tone pomol", "Sledite nam na Facebooku", "Najbolj brano", "Oglas"),
    "bg": ("Прочетете още: Защо потъва кеят", "Последвайте ни във Фейсбук", "Най-четени", "Реклама"),
    "el": ("Διαβάστε επίσης: Γιατί βυθίζεται η προβλήτα", "Ακολουθήστε μας στο Facebook", "ΣΧΕΤΙΚΑ ΑΡΘΡΑ", "Διαφήμιση"),
    "ru": ("Читайте также: Почему тонет причал", "Подписывайтесь на наш телеграм-канал", "Ещё по теме", "Реклама"),
    "uk": ("Читайте також: Чому тоне причал", "Підписуйтесь на наш телеграм-канал", "Коментарі", "За темою"),
    "kk": ("Тағы оқыңыз: Айлақ неге батып барады", "Бізге жазылыңыз", "Пікірлер", "Жарнама"),
    "tr": ("İLGİLİ HABER: İskele neden batıyor", "Bizi takip edin", "ÇOK OKUNANLAR", "Yorumlar"),
    "az": ("Həmçinin oxuyun: Körpü niyə batır", "Bizi izləyin", "Şərhlər", "Reklam"),
    "ar": ("اقرأ أيضاً: لماذا يغرق الرصيف", "تابعونا على فيسبوك", "الأكثر قراءة", "إعلان"),
    "fa": ("بیشتر بخوانید: چرا اسکله فرو می‌رود", "ما را دنبال کنید", "اخبار مرتبط", "نظرات"),
    "ur": ("یہ بھی پڑھیں: گھاٹ کیوں ڈوب رہا ہے", "ہمیں فالو کریں", "متعلقہ خبریں", "اشتہار"),
    "he": ("קראו גם: למה הרציף שוקע", "עקבו אחרינו בפייסבוק", "הנקראות ביותר", "פרסומת"),
    "hi": ("यह भी पढ़ें: घाट क्यों डूब रहा है", "हमें फॉलो करें", "संबंधित खबरें", "विज्ञापन"),
    "ne": ("यो पनि पढ्नुहोस्: घाट किन डुब्दैछ", "सम्बन्धित समाचार", "प्रतिक्रिया दिनुहोस्", "विज्ञापन"),
    "bn": ("আরও পড়ুন: ঘাট কেন ডুবছে", "আমাদের অনুসরণ করুন", "সম্পর্কিত খবর", "বিজ্ঞাপন"),
    "ta": ("இதையும் படிக்க: துறை ஏன் மூழ்குகிறது", "தொடர்புடைய செய்திகள்", "விளம்பரம்"),
    "te": ("ఇది కూడా చదవండి: రేవు ఎందుకు మునుగుతోంది", "సంబంధిత వార్తలు", "ప్రకటన"),
    "ka": ("ასევე წაიკითხეთ: რატომ იძირება ნავმისადგომი", "გამოგვყევით Facebook-ზე", "კომენტარები", "რეკლამა"),
    "hy": ("Կարդացեք նաև: Ինչու է սուզվում նավամատույցը", "Հետևեք մեզ", "Մեկնաբանություններ", "Գովազդ"),
    "th": ("อ่านเพิ่มเติม: ทำไมท่าเรือจึงจม", "ติดตามเราได้ที่เฟซบุ๊ก", "ข่าวที่เกี่ยวข้อง", "โฆษณา"),
    "my": ("ဆက်စပ်သတင်း: ဆိပ်ခံတံတား", "ဆက်စပ်သတင်းများ", "ကြော်ငြာ"),
    "km": ("អានបន្ថែម: ហេតុអ្វី", "អត្ថបទទាក់ទង", "ចែករំលែក"),
    "vi": ("Xem thêm: Vì sao bến tàu chìm", "Theo dõi chúng tôi trên Facebook", "Tin liên quan", "Quảng cáo"),
    "id": ("Baca juga: Mengapa dermaga tenggelam", "Ikuti kami di Facebook", "Berita terkait", "Iklan"),
    "sw": ("Soma pia: Kwa nini gati linazama", "Tufuate", "Habari zinazohusiana", "Matangazo"),
    "zh": ("相关阅读：码头为何下沉", "欢迎关注我们的微信公众号", "猜你喜欢", "責任編輯：顧清嵐", "发表评论"),
    "ja": ("関連記事：桟橋はなぜ沈むのか", "メールマガジンに登録する", "あわせて読みたい", "この記事をシェア"),
    "ko": ("관련기사: 부두는 왜 가라앉나", "무단전재 및 재배포 금지", "많이 본 뉴스", "댓글"),
}  # fmt: skip
SECTIONS = {
    "en": "Related stories", "de": "Verwandte Artikel", "fr": "Articles liés", "es": "Noticias relacionadas",
    "ru": "Материалы по теме", "ar": "مواضيع ذات صلة", "hi": "संबंधित खबरें", "ja": "関連記事", "zh": "相关新闻",
    "ko": "관련 기사", "th": "ข่าวที่เกี่ยวข้อง", "el": "Σχετικά άρθρα", "he": "כתבות נוספות", "tr": "İLGİLİ HABERLER",
}  # fmt: skip
SENTENCES_OF_NEWSLETTERS = (
    "The council will send a newsletter to every household that must move, the mayor said on Monday.",
    "“Our app told nobody that the ferry was late,” said Maud Keller, who waited for two hours.",
    "Follow the money and you will find the harbour office, an engineer told the inquiry.",
    "Der Newsletter der Stadt erreicht nur jeden zehnten Haushalt, sagte der Bürgermeister.",
    "Читать расписание теперь можно только на сайте порта, сообщили в мэрии.",
    "据官方微信公众号消息，码头将于下周关闭，两艘渡轮停驶。",
    "港はメールマガジンで利用者に閉鎖を知らせた。",
    "قال رئيس البلدية إن قراءة الجدول متاحة على موقع الميناء.",
)


@pytest.mark.parametrize("line", [line for lines in BOILERPLATE.values() for line in lines], ids=lambda line: line[:24])
def test_a_line_that_asks_or_leads_elsewhere_is_no_text_in_any_language(line: str) -> None:
    assert is_boilerplate_line(line)


@pytest.mark.parametrize("heading", SECTIONS.values(), ids=SECTIONS.keys())
def test_a_section_of_other_articles_is_known_by_its_heading_in_any_language(heading: str) -> None:
    end = f"<h2>{heading}</h2><p>The bridge over the river was closed in 1990 and never opened again.</p>"
    assert read(page(end=end)).paragraphs == PROSE


@pytest.mark.parametrize("sentence", SENTENCES_OF_NEWSLETTERS)
def test_a_sentence_that_merely_speaks_of_such_things_stays(sentence: str) -> None:
    assert not is_boilerplate_line(sentence)


def test_every_phrase_of_the_list_is_found_on_a_page_that_shouts_it() -> None:
    data = tomllib.loads((files("headwater.extract") / "line_phrases.toml").read_text(encoding="utf-8"))
    assert len(data) >= 60
    for language, kinds in data.items():
        for kind, shown in (("headings", "• {}"), ("labels", "{}!"), ("leads", "{}: the pier"), ("starts", "{} …")):
            for phrase in kinds.get(kind, "").replace("\n", "|").split("|"):
                assert not phrase or is_boilerplate_line(shown.format(phrase.upper())), (language, kind, phrase)
        for phrase in kinds.get("pleas", "").replace("\n", "|").split("|"):
            assert not phrase or is_boilerplate_line(f"Z {phrase} z"), (language, phrase)


def test_what_is_said_of_the_author_at_the_end_is_no_text() -> None:
    head = '<meta name="author" content="Maud Keller">'
    who = "<p>Maud Keller is a reporter for The Lantern and lives by the sea.</p>"
    assert read(page(paragraphs((*PROSE, *MORE)) + who, head=head)).paragraphs == (*PROSE, *MORE)


def test_an_author_who_speaks_at_the_end_is_text() -> None:
    head = '<meta name="author" content="Maud Keller">'
    last = "Maud Keller: Thank you for the walk along the harbour, and for all that you have told us."
    assert read(page(paragraphs((*PROSE, last)), head=head)).paragraphs[-1] == last


def test_a_sentence_shown_twice_is_read_once() -> None:
    quote = f"<div>{PROSE[1]}</div>"
    assert read(page(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>{quote}{paragraphs(PROSE[2:])}")).paragraphs == PROSE


def test_figures_of_a_table_are_text() -> None:
    rows = "<tr><th>Pier</th><th>Depth</th></tr><tr><td>East</td><td>4,2</td></tr>"
    assert read(page(f"{paragraphs()}<table>{rows}</table>")).paragraphs == (*PROSE, "Pier", "Depth", "East", "4,2")


def test_a_sentence_with_a_long_link_is_text() -> None:
    link = "<a href='/x'>the pier of Saint Orlan was given up in the spring</a>"
    sentence = f"<p>It is the second such closing after {link}.</p>"
    assert len(read(page(paragraphs() + sentence)).paragraphs) == 5


def test_text_whose_class_speaks_of_a_paywall_is_text() -> None:
    assert read(page("".join(f"<p class='paywall'>{text}</p>" for text in PROSE))).paragraphs == PROSE


def test_an_anchor_made_of_a_heading_says_nothing() -> None:
    anchor = "how-to-follow-the-newsletter-of-the-harbour-on-social-media"
    body = f"<p>{PROSE[0]}</p><div id='{anchor}' class='{anchor}'>{paragraphs(PROSE[1:])}</div>"
    assert read(page(body)).paragraphs == PROSE


def test_rows_of_cards_are_no_text_and_linked_entries_of_the_text_are() -> None:
    def row(count: int) -> str:
        lead = "Volunteers near the mouth of the river repair what the storm of 1987 has left behind, number {0}."
        card = "<div><h4><a href='/n/{0}'>The night train stops in town number {0}</a></h4><p>" + lead + "</p></div>"
        return "<div>" + "".join(card.format(number) for number in range(count)) + "</div>"

    assert read(page(paragraphs((*PROSE, *MORE)) + row(4))).paragraphs == (*PROSE, *MORE)
    assert len(read(page(paragraphs((*PROSE, *MORE)) + row(2))).paragraphs) > len((*PROSE, *MORE))


def test_last_paragraph_of_a_dense_script_that_ends_in_its_agency_is_text() -> None:
    first = "港町の議会は月曜日、四十年にわたって使われてきた古いフェリー乗り場を閉鎖することを決めた。"
    last = (
        "技師たちは春から、東側の桟橋が毎年三センチずつ沈んでいると警告していた。新しい乗り場が開くまで、"
        "通勤客はバスで運ばれるが、議会は二年後の完成を見込んでおり、費用の半分は州が負担する。(c)MERIDIAN/Lena ORTIZ"
    )
    assert read(page(paragraphs((first * 2, first, last)), lang="ja")).paragraphs[-1] == last
