"""Every page on which something of an entry is changed, in the order in which people fill it in."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from baken.directory.selectors.editing import OrganisationEntry, ServiceEntry, SiteEntry
from baken.web.desk.contexts import ThemeRow
from baken.web.desk.themes import ORGANISATION, SERVICE, SITE, Theme


def service_themes(entry: ServiceEntry) -> tuple[ThemeRow, ...]:
    here = (entry.organisation_id, entry.id)
    own = [
        ThemeRow(_("Needs it answers"), reverse("desk-needs", args=here), bool(entry.facts["needs"])),
        ThemeRow(_("Opening hours"), reverse("desk-hours", args=here), entry.has_hours or entry.facts["always"]),
        ThemeRow(_("Days that are different"), reverse("desk-exceptions", args=here), True),
        ThemeRow(_("Places"), reverse("desk-places", args=here), bool(entry.facts["locations"])),
        ThemeRow(_("Telephone numbers"), reverse("desk-phones", args=here), bool(entry.phones)),
    ]
    themes = [_row(theme, "desk-service-edit", here, entry.facts) for theme in SERVICE]
    return (*themes[:2], *own[:-1], *themes[2:-2], own[-1], *themes[-2:])


def organisation_themes(entry: OrganisationEntry) -> tuple[ThemeRow, ...]:
    phones = ThemeRow(_("Telephone numbers"), reverse("desk-organisation-phones", args=(entry.id,)), bool(entry.phones))
    return (*(_row(theme, "desk-organisation-edit", (entry.id,), entry.facts) for theme in ORGANISATION), phones)


def site_themes(organisation_id: UUID, entry: SiteEntry) -> tuple[ThemeRow, ...]:
    here = (organisation_id, entry.id)
    phones = ThemeRow(_("Telephone numbers"), reverse("desk-site-phones", args=here), bool(entry.phones))
    return (*(_row(theme, "desk-site-edit", here, entry.facts) for theme in SITE), phones)


def _row(theme: Theme, address: str, ids: tuple[UUID, ...], facts: Any) -> ThemeRow:
    return ThemeRow(str(theme.title), reverse(address, args=(*ids, theme.code)), theme.is_known(facts))
