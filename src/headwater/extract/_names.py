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
bildnachweis bildunterschrift caption captions captiontext captionwrapper copyrightholder credit credits cutline
didascalia figcaption imagecap imagecaption imagecopyright imagecredit imagecredits imagedesc imagedescription
imagesource imgcap imgcaption imgcredit imgcredits imgdesc imgdescription imgtitle legend legende leyenda mediacaption
mediacredit mediacredits photocap photocaption photocredit photocredits photodesc photographer photoinfo photomemo
photosource picdesc picinfo picturecaption picturecredit picturecredits piedefoto thumbcaption wpcaptiontext
"""
FIGURE = """
figure gallery imageblock imagecontainer imagefigure imagewrapper photoblock photocontainer photowrapper wpcaption
"""
BYLINE = """
articleauthor articleauthors articlebyline articlebylines articleinfo articlemeta auteur auteurs author authorlink
authorlist authorname authornames authors autor autore autoren autores byl byline bylineblock bylines contributor
contributorname contributors entryauthor entrymeta firma journalist journalists meta metadata metainfo metaline
muhabir pauthor penulis pewarta postauthor postdetails postedby postinfo postmeta redakteur reporter reporterarea
reportername reporters rptname signature storyauthor storybyline storyinfo storymeta vcard writeby writer writers
writtenby
"""
DATE = """
articledate articletime createtime datapubblicazione date datearea datecreated dateinfo dateline datemodified
dateposted datepublished dates datestamp datetime dateupdated datum dtpublished entrydate fecha inputdate lastmodified
lastupdated modified newsdate newstime postdate postedon posttime pubdate publish publishat publishdate published
publishedat publisheddate publishedon publishedtime publishon publishtime pubtime pubtimes regdate storydate tanggal
tarih timebox timestamp timestamps updated updatetime writedate
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
abstract articledeck articledek articledescription articleexcerpt articleintro articlelead articlesapo articlesubtitle
articlesummary bajada chapeau chapo copete deck dek detailsapo entradilla excerpt ingress intro introduction lead
leadin leadparagraph leadtext lede sapo sommario spot standfirst subhead subheading subheadline subtitle summary
summery synopsis teasertext vorspann
"""
TEASER = """
articlecard card cards listitemlink loopitem paywall paywalled postcard promoitem storycard tease teaser teasers
"""
