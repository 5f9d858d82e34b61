"""One service as CPSV-AP 3.2 (JSON-LD): texts in every language, codes of others typed in the graph."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from baken.directory.export.loading import read_services
from baken.directory.languages import iso_639_code
from baken.directory.models import Service
from baken.directory.selectors.cards import name_of

Node = dict[str, Any]
_CONTEXT: Final = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
# ISO 639-1 or -3 -> as the Publications Office of the EU writes it.
_EU_LANGUAGES: Final[Mapping[str, str]] = {
    "nl": "NLD", "fr": "FRA", "en": "ENG", "ar": "ARA", "tr": "TUR", "fa": "FAS", "prs": "PRS", "ps": "PUS",
    "ti": "TIR", "so": "SOM", "uk": "UKR", "ru": "RUS", "es": "SPA", "pl": "POL", "pt": "POR", "de": "DEU",
    "it": "ITA", "ro": "RON", "bg": "BUL", "sq": "SQI", "ur": "URD", "hi": "HIN", "bn": "BEN", "zh": "ZHO",
    "ku": "KUR", "hy": "HYE", "ka": "KAT", "am": "AMH", "sr": "SRP", "hr": "HRV", "bs": "BOS", "el": "ELL",
}  # fmt: skip
_COUNTRIES: Final[Mapping[str, str]] = {"BE": "BEL", "NL": "NLD"}


def cpsv_ap(pk: UUID, *, site: str, run_by: str, country: str) -> Node | None:
    """The graph of a service in use; None: there is none. `site`: address of this site, with a slash at its end."""
    found = read_services(Service.objects.in_use().filter(pk=pk))
    return {"@context": _CONTEXT, "@graph": _graph(found[0], site, run_by, country)} if found else None


def _graph(service: Service, site: str, run_by: str, country: str) -> list[Node]:
    base, where = f"{site}id", f"{_AUTHORITY}atu/{_COUNTRIES.get(country, 'BEL')}"
    name = name_of(service, ())
    fallback = [{"@language": name.language, "@value": name.text}]
    languages = _languages(service)
    public = {
        "@id": f"{base}/service/{service.pk}",
        "@type": "cpsv:PublicService",
        "dct:identifier": str(service.pk),
        "dct:title": _texts(service.name) or fallback,
        "dct:description": _texts(service.description) or fallback,
        "cv:hasCompetentAuthority": {"@id": f"{base}/organisation/{service.organisation_id}"},
        "cv:contactPoint": {"@id": f"{base}/contact/{service.pk}"},
        "dct:language": [{"@id": tag} for tag in languages],
        "dct:spatial": {"@id": where},
        "dct:isPartOf": {"@id": f"{base}/catalogue"},
    }
    cost = _cost(service, base)
    if cost:
        public["cv:hasCost"] = {"@id": cost[0]["@id"]}
    if service.waiting_weeks is not None:
        public["cv:processingTime"] = {"@type": "xsd:duration", "@value": f"P{service.waiting_weeks * 7}D"}
    authority = _authority(service, base, where)
    return [
        public,
        authority,
        _contact(service, base),
        *cost,
        *_catalogue(base, run_by),
        *({"@id": tag, "@type": "dct:LinguisticSystem"} for tag in languages),
        {"@id": where, "@type": "dct:Location"},
    ]


def _texts(stored: Mapping[str, Mapping[str, str]]) -> list[Node]:
    return [{"@language": tag, "@value": part["text"]} for tag, part in sorted(stored.items()) if part["text"]]


def _languages(service: Service) -> list[str]:
    codes = (iso_639_code(spoken.code) for spoken in service.languages.all())
    known = dict.fromkeys(_EU_LANGUAGES[code] for code in codes if code in _EU_LANGUAGES)
    return [f"{_AUTHORITY}language/{code}" for code in known]


def _authority(service: Service, base: str, where: str) -> Node:
    name = [{"@language": "und", "@value": service.organisation.name}]
    return {
        "@id": f"{base}/organisation/{service.organisation_id}",
        "@type": "cv:PublicOrganisation",
        "dct:identifier": str(service.organisation_id),
        "skos:prefLabel": name,
        "dct:title": name,
        "dct:spatial": {"@id": where},
    }


def _contact(service: Service, base: str) -> Node:
    contact: Node = {"@id": f"{base}/contact/{service.pk}", "@type": "cv:ContactPoint"}
    phones: Iterable[Any] = [*service.phones.all(), *service.organisation.phones.all()]
    if numbers := [phone.number for phone in phones if phone.kind != "fax"]:
        contact["cv:telephone"] = numbers[0]
    if email := service.email or service.organisation.email:
        contact["cv:email"] = email
    return contact


def _cost(service: Service, base: str) -> list[Node]:
    amount = 0 if service.amount is None and service.free else service.amount
    if amount is None:
        return []
    cost: Node = {
        "@id": f"{base}/cost/{service.pk}",
        "@type": "cv:Cost",
        "dct:identifier": str(service.pk),
        "cv:hasValue": {"@type": "xsd:double", "@value": str(float(amount))},
    }
    if told := _texts(service.fees_description):
        cost["dct:description"] = told
    return [cost]


def _catalogue(base: str, run_by: str) -> list[Node]:
    name = [{"@language": "und", "@value": run_by or "Baken"}]
    publisher = f"{base}/publisher"
    return [
        {
            "@id": f"{base}/catalogue",
            "@type": "dcat:Dataset",
            "dct:title": name,
            "dct:description": name,
            "dct:publisher": {"@id": publisher},
        },
        {"@id": publisher, "@type": "foaf:Agent", "dct:identifier": publisher, "dct:title": name},
    ]
