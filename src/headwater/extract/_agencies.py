"""News agencies by name, and the words that tell a desk or an organisation from a person in a byline."""

from __future__ import annotations

import re

from headwater.text.words import words

_AGENCIES = """
Reuters|Thomson Reuters|رويترز|Рейтер|Рейтерс|路透社|路透|ロイター|로이터
AFP|Agence France-Presse|Agence France Presse|أ ف ب|أ.ف.ب|فرانس برس|АФП|法新社|AFP時事
AP|Associated Press|The Associated Press|أسوشيتد برس|Ассошиэйтед Пресс|美联社|美聯社|AP通信
dpa|Deutsche Presse-Agentur|dpa-AFX|dpa international
ANSA|Agenzia ANSA|AGI|Adnkronos|LaPresse|Askanews|Italpress
EFE|Agencia EFE|EFE News|Europa Press|Servimedia|ACN|Colpisa
TASS|ТАСС|ИТАР-ТАСС|ITAR-TASS|塔斯社|تاس
Interfax|Интерфакс|Interfax-Ukraine|Интерфакс-Украина|Інтерфакс-Україна
RIA Novosti|РИА Новости|РИА «Новости»|Sputnik|Спутник|سبوتنيك
Ukrinform|Укринформ|Укрінформ|UNIAN|УНІАН|УНИАН|Українські Новини|RBC-Ukraine|РБК-Україна
BelTA|БелТА|Belta|БЕЛТА|BelaPAN|БелаПАН
Kazinform|Казинформ|Қазинформ|КазТАГ|KazTAG|Kabar|Кабар|24.kg|AKIpress|UzA|УзА|Trend|Azertac|Azərtac|Armenpress
Арменпресс|Interpressnews
Xinhua|Xinhua News Agency|新华社|新華社|شينخوا|Синьхуа
China News Service|中新社|中新网|中国新闻社|CNS|CCTV
CNA|中央社|Central News Agency
Kyodo|Kyodo News|共同通信|共同|共同社
Jiji|Jiji Press|時事通信|時事|时事社
Yonhap|Yonhap News Agency|연합뉴스|聯合通訊社|Newsis|뉴시스|News1|뉴스1
KCNA|조선중앙통신
PTI|Press Trust of India|ANI|Asian News International|IANS|UNI|United News of India|پی ٹی آئی|भाषा|एएनआई|आईएएनएस
APP|Associated Press of Pakistan|BSS|UNB|বাসস|ইউএনবি|RSS Nepal|राष्ट्रिय समाचार समिति|রয়টার্স|এএফপি
Antara|ANTARA News|Bernama|VNA|TTXVN|Vietnam News Agency|Thai News Agency|สำนักข่าวไทย|PNA|Philippine News Agency|AKP
KPL
Anadolu|Anadolu Agency|Anadolu Ajansı|AA|الأناضول|Анадолу|DHA|Demirören Haber Ajansı|İHA|İhlas Haber Ajansı|ANKA
IRNA|ایرنا|ISNA|ایسنا|Fars|فارس|Tasnim|تسنیم|Mehr|مهر|ILNA
SPA|واس|وكالة الأنباء السعودية|WAM|وام|KUNA|كونا|QNA|قنا|SANA|سانا|NNA|MENA|أ ش أ|أ.ش.أ|وكالة أنباء الشرق الأوسط|MAP
APS|TAP|وات|LANA|INA|واع|Petra|بترا|WAFA|وفا
UPI|United Press International|PA|PA Media|Press Association|AAP|Australian Associated Press|NZPA|RNZ
The Canadian Press|Canadian Press|La Presse canadienne|CP
Bloomberg|Dow Jones|Dow Jones Newswires|PR Newswire|Business Wire|GlobeNewswire|TNS|Tribune News Service
Inter Press Service|IPS|States Newsroom
APA|Austria Presse Agentur|SDA|Keystone-SDA|ATS|Belga|ANP|Ritzau|NTB|TT|TT Nyhetsbyrån|STT|Suomen Tietotoimisto|BNS
LETA|ELTA|BNN
PAP|Polska Agencja Prasowa|IAR|ČTK|CTK|ČTK|TASR|SITA|MTI|Agerpres|Mediafax|BTA|БТА|Beta|Tanjug|Танјуг|FoNet|Hina|HINA
STA|FENA|Mina|MIA|МИА|ATA|AMNA|ΑΠΕ-ΜΠΕ|ΑΜΠΕ|CNA Cyprus|ΚΥΠΕ
Lusa|Agência Lusa|Agência Brasil|Estadão Conteúdo|Folhapress|Télam|Telam|NA|Notimex|Prensa Latina|ANDINA|Andina
Colprensa|Notiamérica|Xinhua Español
NAN|News Agency of Nigeria|GNA|Ghana News Agency|SAPA|African News Agency|ANA|KBC|Kenya News Agency|ENA
Ethiopian News Agency|PANA|APAnews
"""
_DESK_WORDS = """
staff desk newsroom editorial editors editor team bureau correspondent correspondents reporter reporters agency
agencies wire wires
news newspaper magazine media press online web digital redaktion redaktionen redazione redacción redacao redação
redaction rédaction redakcja redakce
redakcia redaktsioon redaktion redaksi redaksiya redakcija toimitus redactie editors' contributors contributor
newsdesk admin administrator
webmaster publisher group company inc ltd gmbh llc corp corporation association institute university foundation
department office ministry
service services network channel tv radio guest sponsored partner content partners studio studios communications
marketing
редакция редакцию редакції редакція агентство пресс-служба корреспондент новости служба отдел
وكالة وكالات التحرير مراسل محرر هيئة رويترز فريق تحریریہ نامہ ویب ڈیسک खबर डेस्क ब्यूरो संवाददाता এজেন্সি ডেস্ক
প্রতিবেদক প্রতিনিধি 编辑部 記者 记者 编辑 編輯 編集部 取材班
통신 기자 편집국 กองบรรณาธิการ ban-biên-tập
ผู้สื่อข่าว ทีมข่าว นักข่าว टीम डेस्क न्यूज़ न्यूज संवाददाता प्रतिनिधि प्रतिनिधी वृत्तसंस्था संवादसूत्र सहयोगी ब्युरो সংবাদদাতা
প্রতিনিধি, নিজস্ব টিম অনলাইন டெஸ்க் செய்திப்பிரிவு நிருபர் செய்தியாளர் టీమ్ డెస్క్ ప్రతినిధి نمائندہ نامہ‌نگار رپورٹر بیورو
تحریریه سرویس خبرنگاران מערכת כתבי סוכנויות редакциясы tahririyat redaksiyası muxbiri
"""
_BY_AGENCY: dict[str, str] = {}
for _line in _AGENCIES.strip().splitlines():
    _names = [name.strip() for name in _line.split("|") if name.strip()]
    for _name in _names:
        _BY_AGENCY.setdefault(" ".join(words(_name)), _name)
_DESKS = frozenset(word.casefold() for word in _DESK_WORDS.split())
_SHORT = re.compile(r"^[A-ZÀ-Þ]{2,3}$")


def agency_of(text: str) -> str:
    """The agency that `text` names and nothing else, in its usual spelling; empty where it names none."""
    plain = text.strip(" .,;:()[]/|–—-\u200e\u200f")
    found = _BY_AGENCY.get(" ".join(words(plain)), "")
    # "Ap" or "na" are words of many languages; short names count in capitals only.
    if len(found) <= 4 and found.isascii() and found.isupper() and not plain.isupper():
        return ""
    return found


def is_desk(text: str) -> bool:
    """Whether a byline names a desk, a staff or an organisation rather than a person."""
    return any(word in _DESKS for word in text.casefold().replace("’", "'").split()) or any(
        part in _DESKS for part in words(text)
    )
