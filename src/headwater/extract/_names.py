"""Class and id names as people write them in every content system, without hyphens: what each says."""

from __future__ import annotations

JUNK = """
a11yhidden aboutauthor abouttheauthor account ad adbanner adblock adbox adcontainer addthis addtoany addtocart adlabel
adplaceholder ads adsbygoogle adslot adspace adunit adv advert advertisement advertisements advertising advertorial
adverts adwrapper adzone affiliatedisclosure alsolike alsoread alsosee appbanner appdownload apppromo articlefeed
articlelist audioplayer authorabout authorarea authorbio authorblock authorbox authorcard authordescription
authordetails authorinfo authorprofile bacajuga backtotop bio biography bottombar breadcrumb breadcrumbs breakingnews
buybutton buynow calltoaction carousel categories catlinks ccpa cmp colophon consent contactform contributorbio cookie
cookiebanner cookiebar cookieconsent cookienotice cookies copyright copyrights correctionsbox crumb crumbs cta
ctabanner ctablock ctabox ctas ctasection dfp didomi disclaimer disclosure donate donation donations downloadbox
dropdown estimatedread eztoc eztoccontainer feedlist follow followus foot footer footers gdpr gform googlenews gpt
hashtags hatnote hiddenprint horoscope hotnews hsform hubspot infobox inthisarticle jprelatedposts jumplink jumplinks
jwplayer keywords latest latestarticles latestnews latestposts lateststories leftrail lightbox linksisip liveticker
login lottery lwptoc mailchimp mailinglist mainmenu masthead mc4wp megamenu menu menus mgid modal modals morearticles
morefrom morein morelike morenews moreon moreposts morestories mostpopular mostread mostshared mostviewed
mweditsection nav navbar navbox navigation newsfeed newsletter newsletters newslist nextarticle nextpost nextprev
nextstory nextup noprint offcanvas offscreen onetrust onthispage optin outbrain overlay pagefooter pagenav pager
pagetoc pagination paginator paging piano player poll polls popular popup popups postauthorbio postauthorbox
postcategories postcrumb postcrumbs postfeed postgrid postlist postnav postnavigation postrecommends posttags prevnext
print printer printfooter printfriendly printonly promo promos promoted promotion promotional quiz rail rating ratings
readalso readingtime readmore readnext readon readtime recirc recirculation recommend recommendation recommendations
recommended recommends references reflist regwall related relateds relnews revcontent rightcol rightcolumn rightrail
river screenreader screenreadertext scrolltop search searchbar searchbox searchform seealso share sharebar sharebutton
sharebuttons sharedaddy sharelinks sharer shares sharethis sharetools sharing sidebar sidebars siderail signup
sitefooter siteheader siteinfo sitenav skiplink skipto social socialbar socialfollow socialicons sociallinks
socialmedia socials socialshare sponsor sponsored sponsors sronly storyfeed storylist subnav subscribe subscriber
subscribers subscription supportus survey tableofcontents taboola tag tagcloud tagged taglinks taglist tags teads
telegrambox telegramlink ticker toast toc toolbar tooltip topbar topiclist topics totop trending upnext viewcount
views visuallyhidden weather whatsapp wpforms writerbio youmay youmight zergnet
"""
COMMENTS = """
comentarios comment commentaires commentarea commentbody commentcontent commentcount commentform commenti
commentlist commentrespond comments commentsection commentthread commentwrapper coral discussion disqus
disqusthread fbcomments kommentare livefyre openweb replies respond spotim
"""
CAPTION = """
autorfoto bildcopyright bildinfo bildnachweis bildquelle bildrechte bildtext bildunterschrift bildunterschriften
caption captions captiontext captionwrapper copyrightholder credit creditosfoto creditphoto credits cutline didascalia
epigraf epigrafe figcaption fotoautor fotografo imagecap imagecaption imagecopyright imagecredit imagecredits
imagedesc imagedescription imagesource imgcap imgcaption imgcopyright imgcredit imgcredits imgdesc imgdescr
imgdescription imgtitle kepala kepalairas legend legenda legendafoto legende leyenda lezanta mediacaption
mediacopyright mediacredit mediacredits mediadescription opisfoto opiszdjecia photoauthor photocap photocaption
photocredit photocredits photodesc photodescription photographer photoinfo photolegend photolegende photomemo
photosource picdesc picinfo picturecaption picturecredit picturecredits picturedescription piedefoto piedefotos
piefoto thumbcaption wpcaptiontext
"""
FIGURE = """
figure gallery imageblock imagecontainer imagefigure imagewrapper photoblock photocontainer photowrapper wpcaption
"""
BYLINE = """
articleauthor articleauthors articlebyline articlebylines articleinfo articlemeta articlesignature assinatura auteur
auteurs author authorline authorlink authorlist authorname authornames authors autor autorarticle autore autoren
autores autori autorius autorzy avtor avtorji byl byline bylineblock bylines contributor contributorname contributors
egilea egileak entryauthor entrymeta firma firmante firmas forfatter journalist journalists kirjoittaja meta metadata
metainfo metaline muhabir novinar pauthor penulis pewarta postauthor postdetails postedby postinfo postmeta redakteur
redaktor reporter reporterarea reporterin reportername reporters rptname signatura signature sinadura skribent
storyauthor storybyline storyinfo storymeta szerzo szerzok tekija vcard writeby writer writers writtenby zurnalist
zurnalistas zurnaliste
"""
DATE = """
articledate articletime createtime datahora datapubblicata datapubblicazione datapublicacao date datearea datecreated
dateinfo dateline datemodified dateposted datepublished dates datestamp datetime dateupdated datum datumvreme
dtpublished entrydate fecha fechahora fechapublicacion inputdate julkaistu lastmodified lastupdated megjelenes modified
newsdate newstime objavljeno postdate postedon posttime pubdate publicado publicerad publikovano publisert publish
publishat publishdate published publishedat publisheddate publishedon publishedtime publishon publishtime pubtime
pubtimes regdate storydate tanggal tarih timebox timestamp timestamps updated updatetime writedate
"""
BODY = """
artbody artcontent article articlebody articlecontent articlecopy articledetail articledetails articleentry
articleinner articlemain articlepage articletext articletxt articleveiwbody artikelbody artikelinhalt artikeltext
blogbody blogcontent blogdetail blogdetails blogentry blogpost blogtext bodycontent bodycopy bodymain bodytext
contentarticle contentbody contentdetail contenttext contenu conttext corpo corps corpsarticle cuerpo cuerponoticia
detailbody detailcontent detailtext econtent entry entrybody entrycontent entrytext fckdetail fieldnamebody hentry
instapaperbody jsarticlebody jsarticleinner mainarticle mainbody maincontent maintext mwparseroutput newsarticle
newsarticlebody newsbody newscontent newsdetail newsdetails newstext nodebody notacontenido notacuerpo pagecontent
post postbody postcontent postentry posttext prose richtext rte singlearticle singlecontent singleentry singlepost
story storybody storycontent storycopy storydetail storydetails storymain storytext tdpostcontent testoarticolo
textbody texto wysiwyg
"""
STANDFIRST = """
abstract anons anotace anotacia articledeck articledek articledescription articleexcerpt articleintro articlelead
articlesapo articlesubtitle articlesummary bajada chapeau chapo chapô copete deck dek detailsapo entradilla excerpt
ingres ingress intro introduction lead leadin leadparagraph leadtext lede nedryckare occhiello perex perexik podnadpis
podtytul premisa sapo sapou sommari sommario sottotitolo spot standfirst subhead subheading subheadline subtitle
subtitol subtitular subtitulo sumari sumario summary summery synopsis teasertext underrubrik vorspann zajawka
"""
TEASER = """
articlecard card cards listitemlink loopitem paywall paywalled postcard promoitem storycard tease teaser teasers
"""
