"""Work of the `default` queue."""

import logging

from django_tasks import task

from pictures import renditions
from pictures.intake import IntakeError
from pictures.models import GalleryImage

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
