"""What Wagtail's admin learns of mails: the register and the right to read it."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from outbox.register import MessageRegister


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Lets operators give the right to read the register in Wagtail's own form of groups."""
    return Permission.objects.filter(content_type__app_label="outbox", codename="view_message")


MessageRegister().register_with_wagtail()
