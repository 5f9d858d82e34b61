"""Gives the organisations of the demonstration town their place: run it after adding one to town/.

    python demo/place.py

Writes the town's name where `@CITY` stands, and after each `neighbourhood:` that has no coordinates an invented postal
code and a fixed point in that neighbourhood, the same for the same address. The rest of the files stays as it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from geography import HERE, point_in, postal_code

TOWN = HERE / "town"
NEIGHBOURHOOD = re.compile(r"neighbourhood: *[\"']?(N\d\d)\b[\"']?(?! *\n? *,? *postal_code:)")
ADDRESS = re.compile(r"\baddress: *(.+?)(?:, [a-z_]+:|[}\n])")


def placed(text: str, city: str) -> str:
    """The file's text with the town's name and all places filled in."""

    def with_place(found: re.Match[str]) -> str:
        line_start = text.rfind("\n", 0, found.start()) + 1
        before = text[line_start : found.start()]
        address = next(reversed(ADDRESS.findall(text[: found.start()])), "")
        at, post = point_in(found[1], address.strip("\"' ")), postal_code(found[1])
        facts = (f"neighbourhood: {found[1]}", f'postal_code: "{post}"', f"lat: {at.lat}", f"lon: {at.lon}")
        return ("\n" + before).join(facts) if not before.strip() else ", ".join(facts)

    return NEIGHBOURHOOD.sub(with_place, text).replace("@CITY", city)


def main() -> None:
    city = yaml.safe_load((HERE / "quarters.yaml").read_text(encoding="utf-8"))["city"]["name"]
    for path in sorted(Path(TOWN).glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        new = placed(text, city)
        if new != text:
            yaml.safe_load(new)
            path.write_text(new, encoding="utf-8")
            print(f"placed {path.name}")


if __name__ == "__main__":
    main()
