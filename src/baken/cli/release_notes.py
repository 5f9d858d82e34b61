"""`baken release-notes`: what a release must say by itself; CHANGELOG.md holds it, and a test that it is still so."""

import click
from django.conf import settings

from baken.cli.ready import ready
from baken.guidance import urgent_words
from baken.translations import selectors as translations


@click.command("release-notes")
def release_notes() -> None:
    """Says which urgent texts no person has reviewed, by language, as a section for CHANGELOG.md."""
    ready()
    click.echo(unreviewed_urgent_texts())


def unreviewed_urgent_texts() -> str:
    """Markdown, the same for the same state of review."""
    lacking = [tag for tag, _ in settings.LANGUAGES if not translations.urgent_words_reviewed(tag)]
    texts = urgent_words.messages()
    if not lacking:
        return "Urgent texts: a person has reviewed all of them in every language."
    where = f"{len(texts)} in each of {len(lacking)} languages: {', '.join(lacking)}"
    head = f"Urgent texts that no person has reviewed ({where}):"
    return "\n".join([head, "", *(f"- {text.replace('%(number)s', '112')}" for text in texts)])
