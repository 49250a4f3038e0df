"""`Link` headers as servers write them, well and badly."""

import pytest

from headwater.text.link_headers import MAX_LINKS, read_links

HOST = "https://gazette.example"
HERE = "https://gazette.example/feed"


def pairs(header: str) -> list[tuple[str, list[str]]]:
    return [(link.url, sorted(link.relations)) for link in read_links(header, HERE)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        ('<https://hub.example/>; rel="hub"', [("https://hub.example/", ["hub"])]),
        ("<https://hub.example/>;rel=hub", [("https://hub.example/", ["hub"])]),
        ("<https://hub.example/>; REL=Hub", [("https://hub.example/", ["hub"])]),
        ('</x>; rel="self hub"', [("https://gazette.example/x", ["hub", "self"])]),
        ('<a>; rel="hub", <b>; rel=self', [(f"{HOST}/a", ["hub"]), (f"{HOST}/b", ["self"])]),
        ('<a,b;c>; title="x, <y>; rel=hub"; rel=self', [("https://gazette.example/a,b;c", ["self"])]),
        (r'<a>; title="say \"hub\""; rel=self', [("https://gazette.example/a", ["self"])]),
        ("<a>; rel=self; rel=hub", [("https://gazette.example/a", ["self"])]),
        ("<a>; rel=hub; anchor=\"https://other.example/\"", []),
        ('<a>; rel=hub; anchor="/feed"', [("https://gazette.example/a", ["hub"])]),
        ("<a>; rel", [("https://gazette.example/a", [])]),
        ("<http://[broken>; rel=hub, <b>; rel=self", [("https://gazette.example/b", ["self"])]),
        ('<a>; rel="hub', [("https://gazette.example/a", [])]),
        ("no link at all; rel=hub", []),
        ("<never closed; rel=hub", []),
    ],
)  # fmt: skip
def test_links_are_read_as_rfc_8288_says(header: str, expected: list[tuple[str, list[str]]]):
    assert pairs(header) == expected


def test_only_so_many_links_are_read():
    assert len(pairs(", ".join(f"<{n}>; rel=x" for n in range(500)))) == MAX_LINKS


@pytest.mark.parametrize("piece", ["<", '<a>; title="', "<a>;" + " " * 60, "<a>; a=\\", "<>;;;;", "; \t" * 20])
def test_hostile_headers_end_in_values(piece: str):
    """A pattern that tries twice would need minutes here."""
    assert len(read_links(piece * (64_000 // len(piece)), HERE)) <= MAX_LINKS
