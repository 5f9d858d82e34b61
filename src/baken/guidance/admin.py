from django.contrib import admin

from baken.guidance.models import Helpline


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("code", "country", "number", "source", "source_date", "confirmed", "confirmed_on", "invented")
    list_filter = ("country", "confirmed", "invented")
