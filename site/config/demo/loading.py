"""Hangs the demo: people, topics, pictures, drafts and a generation that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from itertools import zip_longest

from django.contrib.auth.models import AbstractUser
from django.db import close_old_connections, transaction
from django.utils import timezone
from wagtail.models import Page

from config.demo.curated import load_curated
from config.demo.painting import Order, paint_all
from config.demo.people import load_people, load_profiles
from config.demo.talk import load_talk
from config.demo.words import INFO_PAGES
from config.demo.work import Topic, Work
from config.demo.works import TOPICS
from home.models import HomePage, InfoPage
from pictures.intake import take_in
from pictures.library import add_image
from pictures.models import GalleryImage, PicturePage, Placement
from pictures.publishing import create_picture
from pictures.renditions import sync
from pictures.searching import indexing
from topics.models import TopicIndexPage, TopicPage

Progress = Callable[[str, int, int], None]
STEP_BACK = timedelta(hours=9)  # between one picture and the one hung before it


def load(*, fast: bool, progress: Progress) -> int:
    """Load what is missing of the demo; how many pictures were added."""
    people = load_people()
    load_profiles(people, fast=fast)
    load_info_pages()
    topics = {topic.slug: load_topic(topic, people) for topic in TOPICS}
    plan = list(hanging_order())
    orders = [order_of(work, seed, fast=fast) for _, work, seed in plan]
    for number, _order in enumerate(paint_all(orders), 1):
        progress("Painting", number, len(orders))
    added = 0
    start = timezone.now()
    for number, ((topic, work, seed), order) in enumerate(zip(plan, orders, strict=True), 1):
        moment = start - STEP_BACK * number
        added += hang(topics[topic.slug], topic, work, seed, order, people["editor"], moment)
        progress("Hanging", number, len(plan))
    for topic in TOPICS:
        if topic.has_cover:
            hang_cover(topics[topic.slug], topic)
    load_failed_generation(topics[TOPICS[0].slug], people["editor"])
    make_copies(progress)
    load_talk(people)
    load_curated(people["editor"])
    indexing.rebuild()  # so that the first search finds them
    return added


def hanging_order() -> Iterator[tuple[Topic, Work, int]]:
    """Every picture of the demo, topics in turns, so that the wall shows all of them; those of a
    series one after the other."""
    rows = [[(topic, work) for work in topic.works] for topic in TOPICS]
    for column in zip_longest(*rows):
        for topic, work in filter(None, column):
            yield from ((topic, work, seed) for seed in work.seeds)


def order_of(work: Work, seed: int, *, fast: bool) -> Order:
    return Order(work.prompt, work.negative, seed, work.format, fast)


def load_topic(topic: Topic, people: dict[str, AbstractUser]) -> TopicPage:
    existing = TopicPage.objects.filter(slug=topic.slug).first()
    if existing:
        return existing
    page = TopicPage(
        title=topic.title,
        slug=topic.slug,
        description=topic.description,
        content_language=topic.language,
        owner=people["admin"],
    )
    outer = TopicPage.objects.filter(slug=topic.inside).first() if topic.inside else None
    (outer or TopicIndexPage.objects.get()).add_child(instance=page)
    page.curators = [people[name] for name in topic.curators]
    page.save_revision().publish()
    return page


def load_info_pages() -> None:
    home = HomePage.objects.get()
    for title, slug, body in INFO_PAGES:
        if not InfoPage.objects.filter(slug=slug).exists():
            page = InfoPage(title=title, slug=slug, body=body, show_in_menus=True)
            home.add_child(instance=page)
            page.save_revision().publish()


def hang(
    page: TopicPage,
    topic: Topic,
    work: Work,
    seed: int,
    order: Order,
    editor: AbstractUser,
    moment,
) -> int:
    """Add one picture unless it hangs already; how many were added."""
    name = f"demo-{order.path.stem}.png"
    if GalleryImage.objects.filter(original_name=name).exists():
        return 0
    with transaction.atomic():
        taken = take_in(order.path.read_bytes(), name=name)
        image = add_image(taken, title=work.title, user=editor, name=name)
        picture = create_picture(
            topic=Page.objects.get(pk=page.pk),
            image=image,
            title=work.title,
            user=editor,
            alt_text=work.alt,
            format=work.format,
            tags=work.tags,
            caption=work.caption if seed == work.seeds[0] else "",
            content_language=topic.language,
            publish=not work.is_draft,
        )
        if not work.is_draft:
            PicturePage.objects.filter(pk=picture.pk).update(first_published_at=moment)
            Placement.objects.filter(picture=picture).update(listed_at=moment)
    return 1


def hang_cover(page: TopicPage, topic: Topic) -> None:
    """The topic's first picture becomes its cover, unless somebody chose one."""
    page.refresh_from_db()
    first = PicturePage.objects.child_of(page).filter(title=topic.works[0].title).first()
    if page.cover_id is None and first is not None:
        page.cover = first.image
        page.save_revision().publish()


def load_failed_generation(topic: TopicPage, editor: AbstractUser) -> None:
    """One generation that ran out of memory, to show what failure looks like."""
    from sd_bridge.models import Generation

    if Generation.objects.filter(error_code="out_of_memory").exists():
        return
    now = timezone.now() - timedelta(days=1)
    Generation.objects.create(
        requested_by_id=editor.pk,
        page=topic,
        engine="webui",
        state=Generation.State.FAILED,
        prompt="wide matte painting of a mountain lake at dusk, very large",
        format="wide",
        width=2048,
        height=1152,
        count=4,
        steps=28,
        cfg_scale=7.0,
        sampler="Euler a",
        seed=-1,
        queued_at=now,
        started_at=now,
        sent_at=now,
        finished_at=now + timedelta(seconds=9),
        error_code="out_of_memory",
    )


def make_copies(progress: Progress) -> None:
    """Make the public copies now, so that the first visitor sees pictures."""
    images = list(GalleryImage.objects.all())
    with ThreadPoolExecutor(max_workers=2) as pool:
        pending = [pool.submit(_copies_of, image) for image in images]
        for number, done in enumerate(as_completed(pending), 1):
            done.result()
            progress("Making copies", number, len(images))


def _copies_of(image: GalleryImage) -> None:
    try:
        sync(image)
    finally:
        close_old_connections()
