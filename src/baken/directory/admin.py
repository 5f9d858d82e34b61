"""The directory in Django's admin: for whoever runs the deployment, until editors have their own desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models as db
from django.http import HttpRequest
from django.utils import timezone

from baken.directory import models
from baken.directory.services import search_again


class _Inline(admin.TabularInline):  # type: ignore[type-arg]  # subscripted by the stubs only
    extra = 0


class ServiceNeedInline(_Inline):
    model = models.ServiceNeed


class ServiceAccessInline(_Inline):
    model = models.ServiceAccess


class ServiceWelcomeInline(_Inline):
    model = models.ServiceWelcome


class ServiceAreaInline(_Inline):
    model = models.ServiceArea
    exclude = ("extra",)


class ServiceLanguageInline(_Inline):
    model = models.ServiceLanguage
    exclude = ("extra",)


class ServiceAtLocationInline(_Inline):
    model = models.ServiceAtLocation
    exclude = ("extra",)
    autocomplete_fields = ("location",)


class ScheduleInline(_Inline):
    model = models.Schedule
    exclude = ("extra", "service_at_location")


class ScheduleExceptionInline(_Inline):
    model = models.ScheduleException
    exclude = ("service_at_location",)


class ServiceChangeInline(_Inline):
    model = models.TemporaryChange
    exclude = ("location",)


class LocationChangeInline(_Inline):
    model = models.TemporaryChange
    exclude = ("service",)


class ServicePhoneInline(_Inline):
    model = models.Phone
    exclude = ("extra", "organisation", "location", "service_at_location")


class LocationPhoneInline(_Inline):
    model = models.Phone
    exclude = ("extra", "organisation", "service", "service_at_location")


class OrganisationPhoneInline(_Inline):
    model = models.Phone
    exclude = ("extra", "location", "service", "service_at_location")


@admin.register(models.Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("name", "formality", "target", "assured_date", "source")
    list_filter = ("formality", "leadership", "target", "source")
    search_fields = ("name", "alternate_name")
    readonly_fields = ("source", "source_id", "last_modified")
    inlines: ClassVar = [OrganisationPhoneInline]


@admin.register(models.Location)
class LocationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("__str__", "organisation", "municipality", "wheelchair", "neighbourhood")
    list_filter = ("wheelchair", "country", "source")
    list_select_related = ("organisation",)
    search_fields = ("address", "municipality", "organisation__name")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("source", "source_id", "last_modified")
    inlines: ClassVar = [LocationPhoneInline, LocationChangeInline]


@admin.register(models.Service)
class ServiceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    """Saving here brings the search index up to date like any other change."""

    list_display = ("__str__", "organisation", "status", "room", "room_said_on", "assured_date", "source")
    list_filter = ("status", "room", "residence_rule", "free", "source")
    list_select_related = ("organisation",)
    search_fields = ("name", "alternate_name", "organisation__name")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("source", "source_id", "last_modified")
    date_hierarchy = "assured_date"
    inlines: ClassVar = [
        ServiceNeedInline,
        ServiceAccessInline,
        ServiceWelcomeInline,
        ServiceAreaInline,
        ServiceLanguageInline,
        ServiceAtLocationInline,
        ServicePhoneInline,
        ScheduleInline,
        ScheduleExceptionInline,
        ServiceChangeInline,
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search_again([form.instance.pk])

    def save_model(self, request: HttpRequest, obj: models.Service, form: Any, change: bool) -> None:
        obj.last_modified = timezone.now()
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: models.Service) -> None:
        removed = obj.pk
        super().delete_model(request, obj)
        search_again([], removed=[removed])

    def delete_queryset(self, request: HttpRequest, queryset: db.QuerySet[models.Service]) -> None:
        removed = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        search_again([], removed=removed)
