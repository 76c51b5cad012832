from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pictures import scale
from topics.models import TopicIndexPage, TopicPage


class Command(BaseCommand):
    help = "Adds published pictures for measuring, by bulk creation; they share a few files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pictures", type=int, required=True, metavar="N")
        parser.add_argument(
            "--topics", type=int, default=1, metavar="T", help="how many topics share them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pictures, topics = options["pictures"], options["topics"]
        if not 1 <= topics <= pictures:
            raise CommandError("--topics must lie between 1 and --pictures.")
        images = scale.store_images()
        added = 0
        for number in range(topics):
            share = pictures // topics + (number < pictures % topics)
            progress = partial(self.progress, pictures, added)
            added += scale.load(scale_topic(number + 1), share, images=images, progress=progress)
        self.stdout.write(self.style.SUCCESS(f"{added} pictures added in {topics} topics."))

    def progress(self, total: int, before: int, done: int) -> None:
        self.stdout.write(f"Hanging: {before + done}/{total}")
        self.stdout.flush()


def scale_topic(number: int) -> TopicPage:
    """The topic that holds pictures for measuring; opened where it is missing."""
    slug = scale.NAME.format(number)
    topic = TopicPage.objects.filter(slug=slug).first()
    if topic is None:
        topic = TopicPage(title=f"물가 {number}", slug=slug)
        TopicIndexPage.objects.get().add_child(instance=topic)
        topic.save_revision().publish()
    return topic
