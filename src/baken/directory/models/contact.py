from django.db import models
from django.db.models import CheckConstraint, Q

from baken.directory.models.organisations import Organisation
from baken.directory.models.places import Location
from baken.directory.models.services import Service, ServiceAtLocation
from baken.directory.models.sourced import ExtraField, Identified, among, exactly_one


class PhoneKind(models.TextChoices):
    VOICE = "voice", "voice"
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "text message"
    FAX = "fax", "fax"
    TEXTPHONE = "textphone", "textphone"


class Phone(Identified):
    """HSDS phone; it belongs to exactly one organisation, site, service or service at a site."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="phones")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="phones")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=PhoneKind, default=PhoneKind.VOICE)
    position = models.PositiveSmallIntegerField(default=0)
    extra = ExtraField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            exactly_one("organisation", "location", "service", "service_at_location"),
            among("kind", PhoneKind.values),
            CheckConstraint(condition=~Q(number=""), name="directory_phone_number"),
        ]

    def __str__(self) -> str:
        return self.number
