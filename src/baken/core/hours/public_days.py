"""Public holidays of a country, from the kept library `holidays`."""

from datetime import date
from functools import lru_cache

from baken.core.hours.opening import HoursError


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of the whole country in that year, Sundays among them (Easter, Pentecost).

    `country` is an ISO 3166-1 code; Belgium (BE) and the Netherlands (NL) are tested. Raises HoursError for a
    country that the library does not know.
    """
    import holidays  # loaded at the first question: it is not needed to build hours

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError as error:
        raise HoursError(f"no public holidays are known for the country {country!r}; write it like BE or NL") from error
