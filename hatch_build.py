"""Compiles the gettext catalogues in pure Python, at build time and whenever the launcher finds a newer one."""

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> None:
    """Writes a .mo beside every .po; raises ValueError where Plural-Forms is missing (every page would fail)."""
    for po in sorted((root / "src/baken/locale").rglob("*.po")):
        catalogue = polib.pofile(str(po))
        plural_forms = catalogue.metadata.get("Plural-Forms", "")
        if not plural_forms or "EXPRESSION" in plural_forms or "INTEGER" in plural_forms:
            raise ValueError(f"{po}: set the Plural-Forms header of this language")
        catalogue.save_as_mofile(str(po.with_suffix(".mo")))


class Hook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
