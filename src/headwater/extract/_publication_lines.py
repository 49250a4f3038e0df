"""Lines that say when and by whom a text was published and nothing else, however many dates and names stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.text.months import month_of

MAX_LINE_CHARS = 180
"""Longer lines are prose."""

MIN_DIGITS = 4
"""A date or a time has so many digits."""

MAX_UNKNOWN_WORDS = 1
"""Words beside dates, names and labels that such a line may hold."""

MAX_UNKNOWN_CHARS = 12
"""A longer word that is no label says more than when."""

_LABELS = """
published posted updated update last modified edited first created on at by and from the in date time originally
veröffentlicht aktualisiert erstellt stand am um uhr von zuletzt geändert publiziert letzte aktualisierung
publié publiée mis mise à jour le la modifié modifiée et par actualisé actualisée heure de en
publicado publicada publicación actualizado actualizada actualización el las los por fecha hora hrs creado y última
publicado atualizado atualizada em às há por data hora última atualização publicação modificado
pubblicato pubblicata aggiornato aggiornata aggiornamento modifica modificato il alle ore di del ultimo e
gepubliceerd bijgewerkt laatst gewijzigd geplaatst om op door publicatie laatste wijziging
publicerad publicerat uppdaterad uppdaterat senast ändrad kl den av idag igår
publisert oppdatert sist endret publiseret publiceret opdateret offentliggjort senest i dag går for minutter timer siden
julkaistu päivitetty muokattu klo viimeksi avaldatud uuendatud muudetud viimati kell publicēts atjaunots laikrakstā
paskelbta atnaujinta paskutinį kartą opublikowano opublikowane aktualizacja zaktualizowano dodano godz o dnia publikacja
publikováno aktualizováno upraveno vydáno publikované aktualizované zverejnené v ve o hodin naposledy
megjelent frissítve frissült módosítva közzétéve utolsó frissítés publicat actualizat data publicării ora la modificat
objavljeno ažurirano izmjena osvježeno posodobljeno zadnja sprememba u ob dana vreme čitanja posljednje izmijenjeno
објављено ажурирано измењено у датум последња измена публикувана публикувано обновена обновено актуализирана в на
објавено ажурирано во опубликовано обновлено изменено дата время последнее обновление публикации в и создано
опубліковано оновлено змінено о об час останнє оновлення публікації у апублікавана абноўлена а
δημοσίευση δημοσιεύθηκε δημοσιεύτηκε ενημέρωση ενημερώθηκε τελευταία τελευταια στις και ανανεωθηκε ώρα
publikuar përditësuar më ora e fundit yayınlanma yayınlandı güncelleme güncellendi giriş son tarihi saat
publicat actualitzat actualitzada a les modificat argitaratua eguneratua imechapishwa imesasishwa an wallafa
gmt utc cet cest est edt pst pdt bst ist eat wat sast msk мск h m a p am pm minutes hours ago minuten stunden vor per
minuter timmar sedan för gisteren vandaag oggi ieri hoy ayer hoje ontem heute gestern today yesterday сегодня вчера
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag
freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira maandag dinsdag
woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag
maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai poniedziałek wtorek środa czwartek piątek sobota
niedziela pondělí úterý středa čtvrtek pátek neděle pondelok utorok streda štvrtok piatok nedeľa hétfő kedd szerda
csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică ponedjeljak utorak srijeda četvrtak
petak subota nedjelja ponedeljak sreda nedelja ponedeljek torek četrtek petek nedelja понедељак уторак среда четвртак
петак субота недеља понедельник вторник четверг пятница суббота воскресенье понеділок вівторок середа четвер пʼятниця
п'ятниця неділя понеделник вторник сряда четвъртък петък събота неделя δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο
κυριακή dilluns dimarts dimecres dijous divendres dissabte diumenge pazartesi salı çarşamba perşembe cuma cumartesi
pazar
"""
_KNOWN = frozenset(_LABELS.split())
_DIGITS_OF_DATE = re.compile(r"(?<![\w.:/-])\d{1,2}[.:h/-]\d{1,2}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def is_publication_line(text: str, names: Sequence[str] = ()) -> bool:
    """Whether a line holds dates or times and, beside them, only labels, months and the given names.

    `names` are the authors' and the publisher's.
    """
    if len(text) > MAX_LINE_CHARS or text[-1] in "!?…。" or sum(map(str.isdigit, text)) < MIN_DIGITS:
        return False
    plain = text.casefold()
    for name in names:
        plain = plain.replace(name.casefold(), " ")
    said = _WORD.findall(plain)
    unknown = [word for word in said if word not in _KNOWN and not month_of(word)]
    if len(unknown) > MAX_UNKNOWN_WORDS or sum(map(len, unknown)) > MAX_UNKNOWN_CHARS:
        return False
    return _DIGITS_OF_DATE.search(plain) is not None or any(map(month_of, said))
