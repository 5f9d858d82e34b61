from django.contrib import admin
from django.http import HttpRequest

from baken.timetables.models import FeedVersion


@admin.register(FeedVersion)
class FeedVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    """To look at: versions come from `baken import gtfs` alone, with their files."""

    list_display = ("name", "in_force", "first_day", "last_day", "licence", "source", "invented", "imported_at")
    list_filter = ("in_force", "invented")
    search_fields = ("name", "source")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FeedVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FeedVersion | None = None) -> bool:
        return False
