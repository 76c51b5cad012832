"""What lists are filtered by, and the lists of tags and people, for pictures that are there."""

from collections import defaultdict

from django.db import migrations
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Least

from pictures.colours import colour_name

HOME_DEPTH = 2
PORTION = 500
COPIED = (
    "picture_id, listed_at, popularity, popularity_year, popularity_month, popularity_week, "
    "popularity_day, trend, discussion, shuffle"
)
FROM_PLACES = """
    FROM pictures_placement place
    JOIN wagtailcore_page home ON home.id = place.topic_id AND home.depth = 2
    {join}
    WHERE place.state = 'placed' AND place.listed_at IS NOT NULL {where}
"""


def fill(apps, schema_editor):
    fill_filters(apps)
    fill_colours(apps)
    copied = ", ".join(f"place.{name}" for name in COPIED.split(", "))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pictures_tagplacement (home_id, tag_id, {COPIED})"
            f" SELECT DISTINCT place.topic_id, tagged.tag_id, {copied}"
            + FROM_PLACES.format(
                join="JOIN pictures_picturetag tagged"
                " ON tagged.content_object_id = place.picture_id",
                where="",
            )
        )
        cursor.execute(
            f"INSERT INTO pictures_personplacement (home_id, person_id, {COPIED})"
            f" SELECT place.topic_id, picture.author_id, {copied}"
            + FROM_PLACES.format(
                join="JOIN pictures_picturepage picture ON picture.page_ptr_id = place.picture_id",
                where="AND picture.author_id IS NOT NULL AND picture.author_name = ''",
            )
        )
    fill_loras(apps)


def fill_filters(apps):
    Placement = apps.get_model("pictures", "Placement")
    PicturePage = apps.get_model("pictures", "PicturePage")
    picture = PicturePage.objects.filter(pk=OuterRef("picture_id")).order_by()

    def read(column):
        return Subquery(picture.values(column)[:1])

    def told(column):
        shown = When(recipe_visibility="hidden", then=Value(""))
        return Subquery(picture.values(told=Case(shown, default=F(column)))[:1])

    side = picture.filter(image__isnull=False).values(side=Least("image__width", "image__height"))
    Placement.objects.update(
        model=told("model_name"), sampler=told("sampler_name"), format=read("format")
    )
    Placement.objects.filter(picture__image__isnull=False).update(shorter_side=Subquery(side[:1]))


def fill_colours(apps):
    Placement = apps.get_model("pictures", "Placement")
    rows = apps.get_model("pictures", "GalleryImage").objects.filter(pictures__isnull=False)
    images = defaultdict(set)
    for pk, code in rows.order_by().values_list("pk", "dominant_colour").iterator():
        images[colour_name(code)].add(pk)
    for name, found in images.items():
        ids = sorted(found)
        for start in range(0, len(ids), PORTION):
            portion = ids[start : start + PORTION]
            Placement.objects.filter(picture__image__in=portion).update(colour=name)


def fill_loras(apps):
    PicturePage = apps.get_model("pictures", "PicturePage")
    UsedLora = apps.get_model("pictures", "UsedLora")
    Placement = apps.get_model("pictures", "Placement")
    listed = Placement.objects.filter(
        topic__depth=HOME_DEPTH, state="placed", listed_at__isnull=False
    )
    shown = PicturePage.objects.filter(recipe_visibility="public", pk__in=listed.values("picture"))
    rows = []
    for pk, recipe in shown.order_by().values_list("pk", "recipe_data").iterator():
        names = {lora["name"][:200] for lora in (recipe or {}).get("loras", ()) if lora["name"]}
        rows += [UsedLora(picture_id=pk, name=name) for name in sorted(names)]
    # Names that differ in capitals alone are one to MariaDB.
    UsedLora.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("pictures", "0006_filters_and_side_lists")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
