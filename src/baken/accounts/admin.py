"""Accounts and roles in Django's admin, for the administrator of the host."""

from typing import ClassVar

from django.contrib import admin

from baken.accounts import models


class RoleGrantInline(admin.TabularInline):  # type: ignore[type-arg]  # subscripted by the stubs only
    model = models.RoleGrant
    fk_name = "user"
    extra = 0
    readonly_fields = ("granted_on", "granted_by")


@admin.register(models.User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    """No password here: people sign in by mail, with a passkey, or through their city."""

    list_display = ("email", "is_active", "is_superuser", "last_login")
    search_fields = ("email",)
    fields = ("email", "language", "is_active", "is_superuser")
    inlines: ClassVar = [RoleGrantInline]
