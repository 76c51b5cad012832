"""What a token may be allowed; a browser's session may all that its member may."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """The right of its member is asked as well: a scope adds none."""

    READ = "read", _("Read what is yours: profile, likes, feed, collections")
    ENGAGE = "engage", _("Like, comment, subscribe, collect and report in your name")
    GENERATE = "generate", _("Generate pictures and look through the tray")
    CURATE = "curate", _("Import, create, edit and publish pictures and topics")
