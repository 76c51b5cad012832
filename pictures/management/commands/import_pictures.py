"""Files, folders and zips of this machine to pictures; see docs/importing.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.importing.access import may_import, require_topic
from pictures.importing.command_line import Importer, Order, come_upon
from pictures.importing.command_report import Report
from pictures.importing.refusals import ImportRefusedError
from pictures.models import Licence, NearDecision, PicturePage

USAGE = 2  # the exit code of a command that was given wrongly


class Command(BaseCommand):
    help = "Imports picture files, folders and zips as drafts or published pictures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--topic", required=True, metavar="SLUG")
        parser.add_argument("--publish", action="store_true", help="instead of drafts")
        parser.add_argument("--user", default="", metavar="NAME", help="who signs the pictures")
        parser.add_argument("--licence", choices=Licence.values, default=Licence.CC_BY.value)
        parser.add_argument(
            "--near",
            choices=[NearDecision.IMPORT.value, NearDecision.SKIP.value],
            default=NearDecision.IMPORT.value,
            help="what to do with pictures that are nearly the same as others",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and tell, store nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        order = _order(options)
        report = Report(self.stdout, self.stderr, self.style, is_json=options["json"])
        importer = Importer(order, report.add)
        importer.resume()
        report.total = sum(1 for _item in come_upon(order.paths))
        for item in come_upon(order.paths):
            importer.take(item)
            report.step()
        importer.flush()
        report.close()
        if report.has_trouble(wanted_live=order.publish):
            raise SystemExit(1)


def _order(options: dict[str, Any]) -> Order:
    """Raises `CommandError` where the command was given wrongly."""
    for path in options["paths"]:
        if not path.exists():
            raise CommandError(_("There is no %(path)s.") % {"path": path}, returncode=USAGE)
    topic = _topic(options["topic"])
    user = _user(options["user"], topic, options["publish"]) if options["user"] else None
    return Order(
        paths=tuple(options["paths"]),
        topic=topic,
        user=user,
        licence=options["licence"],
        publish=options["publish"],
        near=options["near"],
        dry_run=options["dry_run"],
    )


def _topic(slug: str) -> Page:
    pages = Page.objects.type(*PicturePage.allowed_parent_page_models())
    topic = pages.filter(slug=slug).order_by("pk").first()
    if topic is None:
        raise CommandError(
            _("There is no topic whose address ends in “%(slug)s”.") % {"slug": slug},
            returncode=USAGE,
        )
    return topic


def _user(name: str, topic: Page, publish: bool) -> Any:
    model = get_user_model()
    user = model.objects.filter(**{model.USERNAME_FIELD: name}).first()
    if user is None or not may_import(user):
        raise CommandError(
            _("There is nobody called “%(name)s” who may import.") % {"name": name},
            returncode=USAGE,
        )
    try:
        require_topic(user, topic, publish=publish, name=topic.title)
    except ImportRefusedError as error:
        raise CommandError(str(error), returncode=USAGE) from error
    return user
