from enum import StrEnum


class Role(StrEnum):
    """What a person does for the whole deployment. Who edits an organisation is a membership of that organisation.

    A reviewer has the role for one language at a time: only the words of that language are theirs to judge.
    """

    COMPANION = "companion"
    COORDINATOR = "coordinator"
    RESEARCHER = "researcher"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
