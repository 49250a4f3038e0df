"""Captions and credits as European, American and African pages write them."""

from __future__ import annotations

import pytest

from headwater.extract._captions import split_credit
from unit.extract.pages import page, paragraphs, read


@pytest.mark.parametrize(
    ("said", "caption", "credit"),
    [
        ("Bărci în port, sâmbătă. Sursa foto: Vlad Tomescu", "Bărci în port, sâmbătă.", "Vlad Tomescu"),
        ("Lode v prístave. (zdroj: Ján Petrík, Slovo)", "Lode v prístave.", "Ján Petrík, Slovo"),
        ("Boti zikisubiri bandarini. Picha na Said Lubuva", "Boti zikisubiri bandarini.", "Said Lubuva"),
        ("Il traghetto al largo di Capo Rosso (Ansa)", "Il traghetto al largo di Capo Rosso", "Ansa"),
        ("Valovi na rivi. Izvor: Cropix", "Valovi na rivi.", "Cropix"),
        ("Łodzie w porcie | źródło: PAP", "Łodzie w porcie", "PAP"),
        ("Hajók (Forrás: MTI/Kovács Anna)", "Hajók", "MTI/Kovács Anna"),
        ("Boats in the harbour. PHOTO | ANNA BERG | EMG", "Boats in the harbour.", "ANNA BERG | EMG"),
        ("Laivai uoste | Jono Petraičio nuotr.", "Laivai uoste", "Jono Petraičio"),
        ("- RIPRODUZIONE RISERVATA", "", ""),
        ("Il molo (destra)", "Il molo (destra)", ""),
        ("Il molo (Palermo)", "Il molo (Palermo)", ""),
    ],
)
def test_a_caption_and_its_credit_are_told_apart(said: str, caption: str, credit: str) -> None:
    assert split_credit(said) == (caption, credit)


def _figure(inner: str) -> tuple[str, str]:
    figure = f'<figure><img src="/boats.jpg" width="640" alt="Boats">{inner}</figure>'
    (picture,) = read(page(figure + paragraphs())).pictures
    return picture.caption, picture.credit


@pytest.mark.parametrize("said", ["Anna Berg", "Getty Images", "Image source, Anna Berg", "Foto: Anna Berg"])
def test_a_name_beside_the_figcaption_is_the_credit(said: str) -> None:
    credit = said.removeprefix("Image source, ").removeprefix("Foto: ")
    html = f"<span>{said}</span><figcaption><p>The boats on Monday</p></figcaption>"
    assert _figure(html) == ("The boats on Monday", credit)


@pytest.mark.parametrize("said", ["Read more", "Tap to open the picture", "3 / 12"])
def test_a_button_beside_the_figcaption_is_no_credit(said: str) -> None:
    assert _figure(f"<span>{said}</span><figcaption>The boats on Monday</figcaption>") == ("The boats on Monday", "")


def test_a_caption_in_an_element_that_is_named_a_source_is_kept() -> None:
    html = '<p class="image-source">Цистерне са водом у центру Раче (Фото: Танјуг)</p>'
    assert _figure(html) == ("Цистерне са водом у центру Раче", "Танјуг")
