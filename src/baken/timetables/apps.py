from django.apps import AppConfig


class TimetablesConfig(AppConfig):
    name = "baken.timetables"
    verbose_name = "Timetables"
