"""Who edits what."""

from baken.accounts.permissions import PUBLIC, Actor
from baken.accounts.selectors import roles_of
from baken.directory.models import Membership


def actor_of(user_id: int | None) -> Actor:
    """The person who asks, with roles and organisations; None, or a closed account: the public. Three queries."""
    if user_id is None:
        return PUBLIC
    edited = Membership.objects.filter(user=user_id, user__is_active=True).values_list("organisation", flat=True)
    roles = roles_of(user_id)
    return Actor(user_id=user_id, roles=roles, organisations=frozenset(edited))
