"""Work of the `default` queue."""

import logging

from django_tasks import task

from pictures import renditions
from pictures.intake import IntakeError
from pictures.models import GalleryImage
from pictures.searching import indexing

logger = logging.getLogger(__name__)


@task(queue_name="default")
def sync_renditions(image_id: int) -> int:
    """Bring the public copies of an image up to date; copies made. A deleted image has none."""
    image = GalleryImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return renditions.sync(image)
    except (IntakeError, FileNotFoundError):
        logger.exception("The original of gallery image %s cannot be read", image_id)
        raise


@task(queue_name="default")
def index_pictures(picture_ids: list[int]) -> int:
    """Bring pictures up to date in the search index; how many had changed."""
    return indexing.index(picture_ids)


@task(queue_name="default")
def rebuild_search() -> int:
    """Look at every picture of the search index again; how many were not as they should be."""
    return indexing.rebuild()


@task(queue_name="default")
def tend_media() -> int:
    """Look at all files; how many findings wait for somebody."""
    from pictures.media.tending import tend

    return tend().open_findings


@task(queue_name="default")
def look_for_duplicates(whole: bool) -> int:
    """Sort the whole library for duplicates (how many groups), or what is new (how many)."""
    from pictures import resemblance

    return resemblance.rebuild() if whole else resemblance.catch_up()
