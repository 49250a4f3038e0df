"""Words by which pages that are no articles name themselves, in the world's languages; case-folded, one after `|`."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase for line in text.split("|") if (phrase := line.strip().casefold()))


ERROR_OPENINGS = _listed(
    """
page not found|not found|page introuvable|page non trouvée|cette page n'existe|article introuvable|
seite nicht gefunden|diese seite existiert nicht|artikel nicht gefunden|página no encontrada|la página que busca|
noticia no encontrada|página não encontrada|a página que você|pagina non trovata|pagina niet gevonden|
deze pagina bestaat niet|sidan kunde inte hittas|sidan hittades inte|sidan finns inte|siden ble ikke funnet|
siden blev ikke funnet|siden blev ikke fundet|siden findes ikke|siden finnes ikke|fant ikke siden|sivua ei löy|
síðan fannst ekki|síða fannst ekki|lehte ei leitud|lehekülge ei leitud|lapa nav atrasta|puslapis nerastas|
strona nie została znaleziona|strona nie znaleziona|nie znaleziono strony|strona nie istnieje|
stránka nebyla nalezena|stránka nenalezena|stránka neexistuje|stránka sa nenašla|stránka nebola nájdená|
az oldal nem található|oldal nem található|a keresett oldal|pagina nu a fost găsită|pagina nu există|
stranica nije pronađena|stranica ne postoji|страница није пронађена|strani ni mogoče najti|stran ne obstaja|
faqja nuk u gjet|faqja nuk ekziston|страницата не е пронајдена|страницата не е намерена|страницата не съществува|
η σελίδα δεν βρέθηκε|η σελίδα δεν υπάρχει|η σελίδα που ζητήσατε|страница не найдена|такой страницы нет|
страница не существует|страница удалена|сторінку не знайдено|сторінка не знайдена|сторінки не існує|
старонка не знойдзена|бет табылмады|барак табылган жок|sahifa topilmadi|səhifə tapılmadı|sayfa bulunamadı|
aradığınız sayfa|გვერდი ვერ მოიძებნა|გვერდი არ მოიძებნა|էջը չի գտնվել|էջը չգտնվեց|الصفحة غير موجودة|
الصفحة المطلوبة|لم يتم العثور على الصفحة|عذرا، الصفحة|عذراً، الصفحة|صفحه یافت نشد|صفحه پیدا نشد|
صفحه مورد نظر یافت نشد|صفحه مورد نظر پیدا نشد|صفحہ نہیں ملا|صفحہ موجود نہیں|הדף לא נמצא|העמוד לא נמצא|דף לא נמצא|
העמוד שחיפשת|पृष्ठ नहीं मिला|पेज नहीं मिला|पृष्ठ सापडले नाही|पान सापडले नाही|पृष्ठ फेला परेन|
পৃষ্ঠাটি পাওয়া যায়নি|পাতাটি খুঁজে পাওয়া যায়নি|பக்கம் காணப்படவில்லை|பக்கம் கிடைக்கவில்லை|పేజీ కనుగొనబడలేదు|
పేజీ దొరకలేదు|ಪುಟ ಕಂಡುಬಂದಿಲ್ಲ|പേജ് കണ്ടെത്തിയില്ല|പേജ് കണ്ടെത്താനായില്ല|પૃષ્ઠ મળ્યું નથી|ਪੰਨਾ ਨਹੀਂ ਮਿਲਿਆ|
පිටුව හමු නොවීය|ไม่พบหน้า|ไม่พบเพจ|រកមិនឃើញទំព័រ|ບໍ່ພົບໜ້າ|စာမျက်နှာ ရှာမတွေ့|စာမျက်နှာကို ရှာမတွေ့|页面不存在|
页面未找到|页面找不到|找不到该|找不到此|找不到您|您访问的页面|抱歉，您访问|对不起，您访问|很抱歉，您|找不到网页|頁面不存在|找不到頁面|您訪問的頁面|
ページが見つかりません|お探しのページ|指定されたページ|ご指定のページ|페이지를 찾을 수 없|요청하신 페이지|
존재하지 않는 페이지|존재하지 않는 기사|삭제된 기사|không tìm thấy trang|trang không tồn tại|trang bạn yêu cầu|
halaman tidak ditemukan|halaman tidak dijumpai|hindi nahanap ang pahina|hindi natagpuan ang pahina|
ukurasa haukupatikana|ukurasa haujapatikana|ገጹ አልተገኘም|no s'ha trobat la pàgina|pàgina no trobada|
orria ez da aurkitu|páxina non atopada|bogga lama helin|ba a sami shafin|
just a moment|one moment, please|attention required|robot check|are you a robot|are you human|
verify you are human|verifying you are human|verify that you are human|security check|checking your browser|
ddos protection|pardon our interruption|human verification|access denied|access to this page has been denied|
unusual traffic|sicherheitsüberprüfung|sicherheitsprüfung|vérification de sécurité|vérification du navigateur|
verificação de segurança|verificación de seguridad|comprobando su navegador|controllo di sicurezza|
проверка браузера|проверка безопасности|вы не робот|подтвердите, что вы не робот|перевірка браузера|
weryfikacja przeglądarki|tarayıcınız kontrol ediliyor|güvenlik kontrolü|التحقق من أنك لست روبوت|
جار التحقق من المتصفح|בדיקת אבטחה|مرورگر شما در حال بررسی|ブラウザを確認しています|アクセスが拒否|安全验证|安全驗證|
正在检查您的浏览器|人机验证|访问验证|请完成验证|보안 확인|브라우저를 확인|kiểm tra bảo mật|pemeriksaan keamanan|
เข้าถึงถูกปฏิเสธ|zugriff verweigert|accès refusé|acceso denegado|acesso negado|accesso negato|доступ запрещ|
доступ заборон|under maintenance|wartungsarbeiten|site en maintenance|sitio en mantenimiento|em manutenção|
технические работы|технічні роботи|ведутся технические работы|bakım çalışması|メンテナンス中|系统维护|시스템 점검|
this site can.t be reached|account suspended|domain for sale|this domain is for sale
"""
)
"""A title that begins so, with little behind it, is that of an error page, a challenge or a site at rest."""

LOGIN_TITLES = frozenset(
    _listed(
        """
anmelden|einloggen|anmeldung|login erforderlich|kundenlogin|registrieren|jetzt registrieren|connexion|se connecter|
identifiez-vous|connectez-vous|mon compte|créer un compte|iniciar sesión|inicia sesión|inicie sesión|regístrate|
entrar|acesse sua conta|fazer login|iniciar sessão|criar conta|accedi|accesso|effettua l'accesso|registrati|
inloggen|aanmelden|logga in|logg inn|log ind|kirjaudu|kirjaudu sisään|innskráning|logi sisse|pieslēgties|
ielogoties|prisijungti|zaloguj się|logowanie|zaloguj|přihlášení|přihlásit se|prihlásenie|prihlásiť sa|
bejelentkezés|belépés|autentificare|conectare|intră în cont|prijava|prijavi se|пријава|hyrje|најава|вход|войти|
авторизация|вход на сайт|войдите в аккаунт|регистрация|вхід|увійти|авторизація|уваход|кіру|kirish|daxil ol|
giriş yap|üye girişi|giriş|შესვლა|ავტორიზაცია|մուտք|تسجيل الدخول|تسجيل دخول|دخول|ورود|ورود به سایت|ورود کاربران|
لاگ ان|لاگ ان کریں|התחברות|כניסה|כניסה למערכת|σύνδεση|είσοδος|लॉगिन|लॉगइन|लॉग इन|लॉग इन करें|साइन इन|लगइन|
লগইন|লগ ইন|লগইন করুন|உள்நுழை|உள்நுழைய|లాగిన్|లాగిన్ అవ్వండి|ಲಾಗಿನ್|ലോഗിൻ|લૉગિન|ਲੌਗਇਨ|เข้าสู่ระบบ|登录|登錄|登入|
用户登录|会员登录|會員登入|ログイン|会員ログイン|로그인|회원 로그인|đăng nhập|masuk|log masuk|ingia|mag-log in|
ចូលប្រើប្រាស់|ເຂົ້າສູ່ລະບົບ|အကောင့်ဝင်ရန်|ግባ|inicia sessió|saioa hasi
"""
    )
)
"""Whole titles (or parts of one between dashes) of login pages."""

CONSENT_PHRASES = _listed(
    """
before you continue|we value your privacy|we respect your privacy|we care about your privacy|your privacy choices|
your privacy settings|your privacy matters|manage consent|manage your consent|manage cookies|manage privacy|
accept cookies|accept all cookies|use cookies|uses cookies|cookie consent|cookie settings|cookie preferences|
cookie policy|verwenden cookies|nutzen cookies|setzen cookies|zustimmung|einwilligung|mit werbung weiterlesen|
mit werbung lesen|ihre privatsphäre|utilisons des cookies|votre vie privée|vos données|accepter et continuer|
utilizamos cookies|usamos cookies|tu privacidad|su privacidad|sua privacidade|aceitar cookies|utilizziamo i cookie|
usiamo i cookie|la tua privacy|gebruiken cookies|uw privacy|använder kakor|använder cookies|
bruker informasjonskapsler|bruker cookies|bruger cookies|dit samtykke|käytämme evästeitä|evästeasetu|
notum vafrakökur|kasutame küpsiseid|izmantojam sīkdatnes|naudojame slapukus|plików cookie|prywatność|
soubory cookie|používáme cookie|vaše soukromí|súbory cookie|sütiket|süti|adatvédelm|module cookie|fișiere cookie|
folosim cookie|kolačiće|kolačići|piškotke|користимо колачиће|χρησιμοποιούμε cookies|cookies για|απόρρητό σας|
файлы cookie|файлов cookie|используем cookie|куки|файли cookie|çerez|gizliliğiniz|kuki fayl|ქუქი|մենք օգտագործում ենք|
ملفات تعريف الارتباط|خصوصيتك|کوکی|حریم خصوصی|כוקיז|קובצי cookie|עוגיות|פרטיות|कुकीज़|कुकीज|गोपनीयता|কুকি|குக்கீ|
కుకీ|คุกกี้|ความเป็นส่วนตัว|使用cookie|cookie政策|您的隐私|您的隱私|クッキー|cookieを使用|プライバシー設定|쿠키|
개인정보 보호|sử dụng cookie|quyền riêng tư|menggunakan cookie|privasi anda|vidakuzi
"""
)
"""What consent walls say; two of them, or one on a page that declares no article."""

OFFER_PHRASES = _listed(
    """
subscribe to continue|subscribe to read|subscribe to keep|subscribe now to|subscribe to unlock|already a subscriber|
for subscribers only|subscribers only|subscriber-only|exclusive to subscribers|to continue reading|
continue reading with|unlimited digital access|reached your limit|log in to read|sign in to read|become a member to|
mit einem abo|nur für abonnenten|bereits abonnent|abonnieren, um|jetzt abonnieren|weiterlesen mit|
réservé aux abonnés|déjà abonné|abonnez-vous pour|pour lire la suite|exclusivo para suscriptores|suscríbete para|
ya eres suscriptor|contenido exclusivo para|exclusivo para assinantes|já é assinante|assine para|
riservato agli abbonati|sei già abbonato|abbonati per|contenuto per gli abbonati|alleen voor abonnees|al abonnee|
för prenumeranter|redan prenumerant|bli prenumerant|kun for abonnenter|allerede abonnent|for abonnenter|
vain tilaajille|tilaajien luettavissa|tilaa jatkaaksesi|tylko dla prenumeratorów|dla prenumeratorów|
dla subskrybentów|wykup dostęp|pouze pro předplatitele|již máte předplatné|len pre predplatiteľov|
csak előfizetőknek|előfizetőink|doar pentru abonați|ești deja abonat|samo za pretplatnike|само за претплатнике|
само за абонати|μόνο για συνδρομητές|только для подписчиков|доступно по подписке|доступен по подписке|
оформите подписку|лише для передплатників|тільки для передплатників|для підписників|оформіть передплату|
abonelere özel|abone olarak|للمشتركين فقط|اشترك لمتابعة|اشترك الآن لقراءة|למנויים בלבד|כתבה למנויים|ویژه مشترکان|
सब्सक्राइबर के लिए|पढ़ने के लिए सदस्यता|শুধু গ্রাহকদের|会員限定|有料会員|続きを読むには|この記事は有料|
订阅后阅读|付费阅读|本文为付费|订阅用户|訂閱以|訂閱會員|登录后阅读全文|유료 회원|구독자 전용|구독 후|회원 전용|
dành cho thuê bao|đăng ký để đọc|สำหรับสมาชิก|khusus pelanggan|berlangganan untuk
"""
)
"""What a page says where a text would stand, if it sells it."""

LISTING_OPENINGS = _listed(
    """
search results|search:|search for:|you searched for|posts tagged|articles tagged|tag archives|tag:|
category archives|category:|archives:|all posts by|author archives|suchergebnis|
alle artikel von|alle beiträge von|schlagwort:|schlagwort-archive|kategorie:|archiv:|autor:|
résultats de recherche|résultats de la recherche|tous les articles de|étiquette :|
catégorie :|resultados de búsqueda|resultados de la búsqueda|etiqueta:|
categoría:|resultados da busca|resultados da pesquisa|categoria:|
risultati della ricerca|tutti gli articoli di|zoekresultaten|sökresultat|
søkeresultat|søgeresultat|hakutulokset|wyniki wyszukiwania|artykuły autora|výsledky vyhledávání|
výsledky hledání|výsledky vyhľadávania|keresési eredmények|rezultatele căutării|
rezultati pretrage|резултати претраге|резултати от търсене|αποτελέσματα αναζήτησης|результаты поиска|
поиск по сайту|все материалы автора|все новости по теме|результати пошуку|усі матеріали автора|іздеу нәтижелері|
arama sonuçları|axtarış nəticələri|ძიების შედეგები|որոնման արդյունքներ|نتائج البحث|نتایج جستجو|تلاش کے نتائج|
תוצאות חיפוש|खोज परिणाम|खोज के नतीजे|অনুসন্ধানের ফলাফল|தேடல் முடிவுகள்|శోధన ఫలితాలు|ผลการค้นหา|搜索结果|搜尋結果|
搜索：|検索結果|検索：|記事一覧|검색결과|검색 결과|기사 목록|kết quả tìm kiếm|hasil pencarian|hasil carian|
matokeo ya utafutaji|лента новостей|стрічка новин
"""
)
"""A title that begins so is that of a list of other pages."""

LISTING_ENDINGS = ("Search results", "Search Results", "검색결과", "검색 결과", "搜索结果", "搜尋結果", "検索結果")
"""A title that ends so is that of a search."""
