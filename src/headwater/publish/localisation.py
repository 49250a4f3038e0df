"""The interface's language: gettext catalogues, and CLDR (through Babel) for dates, numbers and names."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "headwater"
# English without a country takes the 24-hour clock and day before month, as the rest of the site is written.
_PREFERRED_LOCALE = {"en": "en_GB"}
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


class Localisation:
    """One interface language: its strings, its writing direction, its dates, numbers, language and country names."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.locale = Locale.parse(_PREFERRED_LOCALE.get(language, language), sep="-" if "-" in language else "_")
        self.direction: str = self.locale.text_direction
        catalogue = gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[language], fallback=True)
        self.gettext: Callable[[str], str] = catalogue.gettext
        self.ngettext: Callable[[str, str, int], str] = catalogue.ngettext
        self.language_name = lru_cache(maxsize=1024)(self._language_name)

    def number(self, value: float) -> str:
        """A number as this language writes it."""
        return str(format_decimal(value, locale=self.locale))

    def _language_name(self, code: str) -> str:
        if not code:
            return self.gettext("language not stated")
        try:
            name = Locale.parse(code, sep="-").get_display_name(self.locale)
        except (ValueError, UnknownLocaleError):
            name = None
        return str(name or self.locale.languages.get(code.partition("-")[0], code))

    def country_name(self, code: str) -> str:
        """A country's name in this language from its ISO 3166-1 code; the code itself where it is unknown."""
        return str(self.locale.territories.get(code.upper(), code)) if code else ""

    def long_day(self, at: datetime) -> str:
        """`Monday 23 November 2026`."""
        return str(format_date(at.astimezone(UTC), "full", locale=self.locale))

    def day(self, at: datetime) -> str:
        """`23 Nov 2026`."""
        return str(format_skeleton("yMMMd", at.astimezone(UTC), locale=self.locale))

    def short_day(self, at: datetime) -> str:
        """`23 Nov`."""
        return str(format_skeleton("MMMd", at.astimezone(UTC), locale=self.locale))

    def clock(self, at: datetime) -> str:
        """`22:31`, in UTC."""
        return at.astimezone(UTC).strftime("%H:%M")

    def moment(self, at: datetime) -> str:
        """`22 Nov 22:31 UTC`."""
        return f"{self.short_day(at)} {self.clock(at)} UTC"

    def span(self, duration: timedelta) -> str:
        """A length of time in its largest unit: `9 hours`, `3 days`."""
        seconds = max(0, round(duration.total_seconds()))
        if seconds < _HOUR:
            return self._count("%(num)s minute", "%(num)s minutes", max(1, round(seconds / _MINUTE)))
        if seconds < 2 * _DAY:
            return self._count("%(num)s hour", "%(num)s hours", round(seconds / _HOUR))
        return self._count("%(num)s day", "%(num)s days", round(seconds / _DAY))

    def lag(self, duration: timedelta) -> str:
        """How much later: `+19 min`, `+3 h 05`, `+2 d 4 h`; a minus sign where it is earlier."""
        minutes = round(duration.total_seconds() / _MINUTE)
        sign = "+" if minutes >= 0 else "−"
        hours, rest = divmod(abs(minutes), 60)
        if hours == 0:
            return self.gettext("%(sign)s%(minutes)s min") % {"sign": sign, "minutes": rest}
        if hours < 24:
            if rest == 0:
                return self.gettext("%(sign)s%(hours)s h") % {"sign": sign, "hours": hours}
            return self.gettext("%(sign)s%(hours)s h %(minutes)02d") % {"sign": sign, "hours": hours, "minutes": rest}
        days, hours = divmod(hours, 24)
        return self.gettext("%(sign)s%(days)s d %(hours)s h") % {"sign": sign, "days": days, "hours": hours}

    def _count(self, one: str, many: str, number: int) -> str:
        return self.ngettext(one, many, number) % {"num": self.number(number)}
