"""Every message that the package says through gettext, extracted as makemessages does."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

KEYWORDS = [
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
    "_",
]


def extracted(sources: list[Path], into: Path) -> polib.POFile:
    """The messages of Python files and templates (html, txt), as a catalogue without translations."""
    into.mkdir()
    files = [_as_python(source, into / f"{number:04}.py") for number, source in enumerate(sources)]
    catalogue = into / "messages.pot"
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", "--force-po", "--add-location"]
    command += [f"--keyword={keyword}" for keyword in KEYWORDS]
    subprocess.run([*command, "--output", catalogue, *files], check=True, capture_output=True)
    return polib.pofile(str(catalogue))


def sources_of(package: Path) -> Iterator[Path]:
    """The files of the package that can say something."""
    yield from sorted(path for path in package.rglob("*") if path.suffix in {".py", ".html", ".txt"} and path.is_file())


def _as_python(source: Path, written: Path) -> Path:
    text = source.read_text()
    written.write_text(text if source.suffix == ".py" else templatize(text, origin=str(source)))
    return written


def identity(entry: polib.POEntry) -> tuple[str | None, str, str]:
    """What makes a message one: context, words, words of the plural."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def bare_words(template: str) -> set[str]:
    """Words, those of spoken attributes too, that stand in a template outside gettext."""
    for tag in ("comment", "blocktranslate"):
        template = re.sub(rf"{{%\s*{tag}\b.*?{{%\s*end{tag}\s*%}}", " ", template, flags=re.DOTALL)
    for hidden in (r"{#.*?#}", r"{%.*?%}", r"{{.*?}}", r"<(script|style|svg)\b.*?</\1>", r'<html lang="en".*'):
        template = re.sub(hidden, " ", template, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', template)
    return set(re.findall(r"[^\W\d_]+", " ".join([re.sub(r"<[^>]*>", " ", template), *spoken])))
