"""Word lists that tell names by their company: titles, verbs of speech, words of organisations. Ours, all folded."""

from __future__ import annotations

import re

HEAD_TITLES = frozenset(
    """president minister premier mr mrs ms dr prof professor chancellor senator governor mayor king queen prince princess
    pope judge general colonel captain sir lord secretary chairman chairwoman spokesman spokeswoman spokesperson director
    coach chief ceo sheriff rep sen gov lt sgt congressman congresswoman lawmaker ambassador chairperson deputy
    präsident präsidentin kanzler kanzlerin bundeskanzler bundespräsident ministerin herr frau bürgermeister
    bürgermeisterin trainer sprecher sprecherin abgeordneter ministerpräsident
    président présidente ministre monsieur madame maire sénateur juge général roi reine pape porte-parole directeur
    directrice presidente ministro ministra señor señora alcalde alcaldesa senador senadora juez rey reina papa portavoz
    director directora prefeito prefeita porta-voz sindaco premier signor signora portavoce direttore
    prezydent premier minister pan pani burmistrz rzecznik rzeczniczka prezes ministr prezident předseda starosta
    prezidentas borgmester borgmästare statsminister ordfører statsråd direktør ordförande talesperson talskvinne
    cumhurbaşkanı başbakan bakan bakanı başkan başkanı belediye sözcüsü vali presidentti pääministeri ministeri kaupunginjohtaja
    presiden menteri gubernur tổng thủ tướng rais waziri
    президент премьер премьер-министр министр мэр губернатор сенатор король королева папа судья генерал директор депутат
    спикер пресс-секретарь господин госпожа президенты министрі әкімі президента президентом президенту министра мэра
    президентът министърът кметът прем'єр міністр мер
    πρόεδρος πρωθυπουργός υπουργός δήμαρχος κύριος κυρία
    الرئيس رئيس الوزير وزير وزيرة الأمير الملك الشيخ السيد السيدة الدكتور المتحدث رئيسة النائب الوزيرة القاضي عمدة العمدة مدير المدير مديرة المديرة
    הנשיא נשיא השר שר שרת ראש הממשלה מר גברת דובר אלוף השופט ד"ר פרופ'
    राष्ट्रपति प्रधानमंत्री मंत्री मुख्यमंत्री राज्यपाल श्री श्रीमती डॉ महापौर निदेशक प्रवक्ता न्यायाधीश
    রাষ্ট্রপতি প্রধানমন্ত্রী মন্ত্রী মেয়র ড জনাব
    رئیس صدر وزیر آقای خانم دکتر جناب ዶክተር አቶ ወይዘሮ ፕሬዚዳንት
    პრეზიდენტი მინისტრი მერი நடிகர் அமைச்சர் முதலமைச்சர் பிரதமர்""".split()
)
"""Stand before a person's name."""

TAIL_TITLES = frozenset(
    """대통령 총리 장관 의원 대표 시장 지사 회장 교수 위원장 씨 대변인 소장 감독 판사 先生 女士 总统 總統 主席 总理 總理 部长 部長 市长 市長 教授 表示 说 指出
    さん 氏 首相 大統領 大臣 知事 議員 社長 監督 選手 所長""".split()
)
"""Stand after a person's name (Korean, Chinese, Japanese)."""

SPEECH_VERBS = frozenset(
    """said says told added stated announced claimed warned argued insisted explained tweeted wrote asked replied
    sagte sagt erklärte betonte warnte kündigte forderte so teilte dit déclare déclaré affirmé expliqué annoncé ajouté
    dijo afirmó declaró explicó anunció añadió aseguró disse afirmou declarou ha dichiarato spiegato detto
    powiedział powiedziała stwierdził zapowiedział řekl řekla uvedl uvedla sade säger sa sier sagde siger sanoi kertoi
    dedi söyledi belirtti açıkladı сказал сказала заявил заявила сообщил сообщила отметил подчеркнул сказав заявив каза
    айтты мәлімдеді деді δήλωσε είπε kata ujar nói alisema zei zegt aldus mondta spus declarat
    قال قالت صرح أكد أعلن אמר אמרה הוסיף הוסיפה कहा बताया বলেন گفت کہا""".split()
)
"""Stand beside a speaker's name."""

COMPANY_WORDS = frozenset(
    """ministry party university institute council committee commission agency company corp inc ltd llc plc group bank
    association union federation foundation organization organisation court police department office club united fc
    parliament senate congress house airlines airways motors network times post news media authority board service
    gmbh ag ministerium partei universität verein polizei gericht bundestag amt stiftung verband gesellschaft
    ministère parti université police tribunal conseil société banque institut agence association
    ministerio partido universidad policía instituto consejo banco empresa asociación ministério universidade polícia
    ministero partito università polizia banca istituto ministerstwo partia uniwersytet policja sąd rada instytut
    bakanlığı üniversitesi partisi polisi kurumu kurulu derneği bankası
    министерство партия университет институт комитет агентство полиция банк совет суд дума компания служба фонд
    министрлігі университеті институты комитеті departementet universitet universitetet instituttet direktoratet
    yliopisto ministeriö poliisi yhtiö υπουργείο πανεπιστήμιο αστυνομία wizara kementerian universitas polisi""".split()
)
"""Occur inside names of organisations."""

PARTICLES = frozenset("de da do dos das del della di du des la le van von der den ter ten zu af bin ben ibn al el y e of".split())
"""May stand small inside a name."""

WORDS_THAT_ARE_NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december breaking update exclusive watch live video photos analysis opinion
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember
    lundi mardi mercredi jeudi vendredi samedi dimanche english german french""".split()
)

HANGUL_NAME = re.compile(r"(?:^|[^\uac00-\ud7a3])([김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용][\uac00-\ud7a3]{1,2}) ?$")
"""A Korean family name with one or two syllables, standing right before a title."""

HAN_NAME = re.compile(r"([\u4e00-\u9fff]{2,3})$")
"""Two or three characters right before a Chinese or Japanese title."""
