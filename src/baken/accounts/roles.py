from enum import StrEnum


class Role(StrEnum):
    """What a person does for the whole deployment. Who edits an organisation is a membership of that organisation."""

    COMPANION = "companion"
    COORDINATOR = "coordinator"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
