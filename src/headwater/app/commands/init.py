"""`headwater init`: make the data folder, its settings file and an empty database."""

from __future__ import annotations

from headwater.app import opening
from headwater.app.console import err, out, plainly
from headwater.app.options import Data
from headwater.app.settings import CONFIG_NAME, load_settings

_TEMPLATE = """\
# headwater's settings. Every line is optional; docs/settings.md explains all of them.

# site_name = "headwater"
# site_url = "https://news.example.org"          # how readers reach the site
# rights_address = "rights@news.example.org"     # where rights-holders write to
# contact_url = "https://news.example.org/about" # shown to every server we ask
# port = 8080
"""


@plainly
def init(data: Data = None) -> None:
    """Make a data folder with a settings file and an empty database, and say what comes next."""
    settings = load_settings(data)
    with opening.writing_store(settings):
        config = settings.data / CONFIG_NAME
        if config.exists():
            err.print(f"{config} is there already: kept as it is.")
        else:
            config.write_text(_TEMPLATE, "utf-8")
    shown = "" if data is None else f" --data {data}"
    out.print(f"Ready: [bold]{settings.data}[/]. Next:", highlight=False)
    out.print(f"  headwater sources add https://www.example.org/{shown}   a home page, a feed or a domain")
    out.print(f"  headwater run{shown}                                    read, trace, group, and serve the site")
