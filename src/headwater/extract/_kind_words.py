"""Words that name the form of a page in addresses and headlines, and the labels of links to a next page.

Blanks inside a phrase are written as dashes. Of scripts without spaces a part of a word is enough (`…_PARTS`).
"""

from __future__ import annotations

LIVE_WORDS = """
live liveblog live-blog liveticker live-ticker livebericht liveuppdatering livestudio direct en-direct
minute-par-minute en-vivo envivo en-directo minuto-a-minuto ao-vivo aovivo diretta in-diretta na-żywo relacja-live
relacja-na-żywo na-zywo online-přenos živě élő élőben onlajn liveblogg suora-seuranta hetki-hetkeltä canlı canli
canlı-anlatım онлайн текстовая-трансляция прямая-трансляция онлайн-трансляция трансляция наживо пряма-трансляція
на-живо уживо уживо-блог ζωντανά לייב בשידור-חי مباشر مباشرة تغطية-مباشرة زنده لحظه-به-لحظه لائیو लाइव লাইভ நேரலை
ถ่ายทอดสด langsung liputan-langsung trực-tiếp moja-kwa-moja тікелей-эфир პირდაპირი-ეთერი ონლაინ ուղիղ
ప్రత్యక్ష-ప్రసారం లైవ్ ቀጥታ
"""
GALLERY_WORDS = """
gallery galleries photos pictures in-pictures slideshow photo-essay photogallery picture-gallery galerie bildergalerie
fotostrecke bilderstrecke diaporama en-images photo-gallery galería galeria fotogalería fotogaleria galeria-de-fotos
em-fotos en-fotos fotos fotogallery galleria in-foto fotoserie in-beeld bildspel bildextra kuvagalleria kuvat galeria
zdjęcia fotogalerie fotogaléria galéria képgaléria képekben galerie-foto fotogalerija фотогалерея фоторепортаж
фотолента фотогалерия фоторепортажі foto-galeri fotogaleri φωτογραφίες φωτορεπορτάζ גלריה معرض-صور بالصور صور
گالری گزارش-تصویری تصاویر تصویریں तस्वीरें तस्वीरों-में ছবিতে ছবি-ঘর ประมวลภาพ galeri galeri-foto foto ảnh-đẹp
chùm-ảnh picha ფოტოგალერეა ფოტორეპორტაჟი ფოტოამბავი ფოტოები ֆոտոշարք լուսանկարներ фотоальбом фотогалерэя ፎቶ ఫోటోలు
"""
VIDEO_WORDS = """
video videos watch vídeo vídeos vidéo vidéos wideo videó filmpje filmik tv-klip videot видео відео видеосюжет бидео
βίντεο וידאו סרטון فيديو بالفيديو ویدئو ویدیو فیلم ویڈیو वीडियो ভিডিও வீடியோ คลิป วิดีโอ видеолар ვიდეო տեսանյութ
бейне వీడియో ቪዲዮ
"""
AUDIO_WORDS = """
podcast podcasts audio audios listen episode folge podcast-folge hören nachhören anhören zum-nachhören écouter à-écouter
balado baladodiffusion escuchar escucha pódcast ouvir ouça ascolta ascoltare audiolibro luister beluister poddradio
podd lyssna lytt lyt podkast podkasty posłuchaj poslechněte poslech počúvajte hallgasd ascultă podcasturi slušaj
podkasts tinklalaidė taskuhääling podcastit kuuntele ακούστε подкаст подкасты аудио слушать слушайте слухати аудіо
подкасти слушай падкаст dinle სმენა პოდკასტი აუდიო փոդքաստ بودكاست استمع صوتي پادکست بشنوید صوتی رادیو پوڈکاسٹ سنیے
פודקאסט הסכת האזינו पॉडकास्ट सुनिए सुनें ऑडियो পডকাস্ট শুনুন பாட்காஸ்ட் పాడ్‌కాస్ట్ พอดแคสต์ dengarkan siniar
nghe-podcast phát-thanh sikiliza ፖድካስት
"""
AUDIO_PARTS = ("播客", "音频", "音頻", "收听", "ポッドキャスト", "音声配信", "팟캐스트", "오디오", "พอดแคสต์")
LIVE_PARTS = ("直播", "滚动更新", "滾動更新", "实时", "實時", "速報中", "ライブ", "実況", "중계", "실시간", "라이브")
GALLERY_PARTS = ("组图", "組圖", "图集", "圖集", "写真特集", "フォト", "写真集", "포토", "화보", "사진으로")
VIDEO_PARTS = ("视频", "視頻", "影片", "動画", "映像", "영상", "동영상", "วิดีโอ", "คลิป")

NEXT_WORDS = """
next next-page weiter nächste-seite suivant page-suivante suite siguiente página-siguiente próxima próxima-página
seguinte avanti successiva pagina-successiva volgende volgende-pagina nästa neste næste seuraava następna
następna-strona další další-strana následující ďalej ďalšia következő următoarea slijedeća sljedeća naslednja επόμενη
далее следующая следующая-страница дальше далі наступна наступна-сторінка следваща следећа sonraki sonraki-sayfa
növbəti келесі التالي الصفحة-التالية بعدی صفحه-بعد صفحه-بعدی اگلا-صفحہ הבא לעמוד-הבא अगला अगला-पेज পরবর্তী அடுத்த
తదుపరి ถัดไป หน้าถัดไป 下一页 下一頁 次へ 次のページ 다음 다음-페이지 tiếp trang-sau trang-tiếp berikutnya selanjutnya
ukurasa-unaofuata შემდეგი հաջորդ
"""
