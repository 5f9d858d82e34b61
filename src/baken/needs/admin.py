from typing import ClassVar

from django.contrib import admin

from baken.needs.models import Domain, Need, Phrasing


class PhrasingInline(admin.TabularInline):  # type: ignore[type-arg]  # subscripted by the stubs only
    model = Phrasing
    extra = 1


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display: ClassVar = ["code", "position"]


@admin.register(Need)
class NeedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display: ClassVar = ["code", "domain", "sensitive", "retired"]
    list_filter: ClassVar = ["domain", "sensitive", "retired"]
    search_fields: ClassVar = ["code", "phrasings__text"]
    inlines: ClassVar = [PhrasingInline]
