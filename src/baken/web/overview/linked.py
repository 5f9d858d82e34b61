"""What search engines read of a page: schema.org in JSON, beside the words that people read."""

from typing import Any, Final

from baken.core.kinds import LatLon
from baken.directory.selectors import OrganisationPage, ServiceCard, SiteCard

Node = dict[str, Any]
_CONTEXT: Final = "https://schema.org"


def service_data(card: ServiceCard, address: str) -> Node:
    """`address`: of the page itself."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Service",
            "@id": address,
            "url": address,
            "name": card.name.text,
            "description": card.description.text if card.description else "",
            "provider": {"@type": "Organization", "name": card.organisation_name},
            "isAccessibleForFree": card.free,
            "availableChannel": [_channel(card, site) for site in card.sites],
        }
    )


def _channel(card: ServiceCard, site: SiteCard) -> Node:
    numbers = [phone.number for phone in (*site.phones, *card.phones)]
    place = {
        "@type": "Place",
        "name": site.name.text if site.name else "",
        "address": ", ".join(site.address_lines),
        "geo": _geo(site.place),
    }
    return _filled(
        {
            "@type": "ServiceChannel",
            "serviceLocation": _filled(place),
            "servicePhone": {"@type": "ContactPoint", "telephone": numbers[0]} if numbers else "",
            "availableLanguage": sorted(card.languages),
        }
    )


def organisation_data(page: OrganisationPage, address: str) -> Node:
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Organization",
            "@id": address,
            "url": address,
            "name": page.name,
            "alternateName": page.alternate_name,
            "description": page.description.text if page.description else "",
            "sameAs": page.url,
            "email": page.email,
            "telephone": page.phones[0].number if page.phones else "",
            "location": [
                _filled({"@type": "Place", "address": ", ".join(site.address_lines), "geo": _geo(site.place)})
                for site in page.sites
            ],
        }
    )


def _geo(place: LatLon | None) -> Node | None:
    return {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if place else None


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [])}
