"""Names of municipalities, as different people write them, made comparable.

A name that cannot be compared (another script, a postcode alone) is None: a door is never closed on a guess. Parts
of a municipality (a district, a village) are other names: whoever knows the map resolves them first.
"""

import re
import unicodedata
from functools import lru_cache

# Belgian municipalities that people call by names too different to fold together; the first is the one kept.
OTHER_NAMES = (
    "aalst alost",
    "antwerpen antwerp anvers",
    "bergen mons",
    "brugge bruges",
    "brussel bruxelles brussels",
    "dendermonde termonde",
    "den-haag the-hague la-haye s-gravenhage",
    "doornik tournai",
    "elsene ixelles",
    "gent gand ghent",
    "geraardsbergen grammont",
    "halle hal",
    "ieper ypres",
    "kortrijk courtrai",
    "leuven louvain",
    "lier lierre",
    "luik liege luttich",
    "mechelen malines",
    "moeskroen mouscron",
    "namen namur",
    "nijvel nivelles",
    "oostende ostende ostend",
    "oudenaarde audenarde",
    "roeselare roulers",
    "ronse renaix",
    "schaarbeek schaerbeek",
    "sint-gillis saint-gilles",
    "sint-niklaas saint-nicolas",
    "tienen tirlemont",
    "tongeren tongres",
    "ukkel uccle",
    "veurne furnes",
    "vilvoorde vilvorde",
    "waver wavre",
)
_KEPT = {name: names.split()[0] for names in OTHER_NAMES for name in names.split()}


@lru_cache(maxsize=4096)
def comparable(name: str) -> str | None:
    """Folded: no case, accents, postcode or spacing, one name for the known pairs. None: cannot be compared."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return None
    folded = "-".join(re.findall(r"[a-z]+", plain))
    return _KEPT.get(folded, folded) or None
