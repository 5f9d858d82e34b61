from django.contrib import admin

from baken.needs.models import Domain, Need, Phrasing


class PhrasingInline(admin.TabularInline):  # type: ignore[type-arg]  # subscripted by the stubs only
    model = Phrasing
    extra = 1


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ["code", "position"]


@admin.register(Need)
class NeedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ["code", "domain", "sensitive", "retired"]
    list_filter = ["domain", "sensitive", "retired"]
    search_fields = ["code", "phrasings__text"]
    inlines = [PhrasingInline]
