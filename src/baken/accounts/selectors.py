"""What other rooms and the doors may read of accounts."""

from django.contrib.auth import get_user_model

from baken.accounts.roles import Role


def roles_of(user_id: int) -> frozenset[Role]:
    """An administrator of the host has that role without a grant."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).prefetch_related("role_grants").first()
    if user is None:
        return frozenset()
    granted = {Role(grant.role) for grant in user.role_grants.all()}
    return frozenset(granted | {Role.ADMINISTRATOR} if user.is_superuser else granted)
