from django.contrib import admin

from baken.localities.models import Area, Barrier, Crossing


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("code", "kind", "names", "parent", "invented", "source")
    list_filter = ("kind", "invented")
    search_fields = ("code", "names")
    readonly_fields = ("south", "west", "north", "east")


@admin.register(Barrier)
class BarrierAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("code", "kind", "names", "source")


@admin.register(Crossing)
class CrossingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("code", "kind", "names", "barrier", "source")
