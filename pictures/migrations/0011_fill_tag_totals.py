"""How many pictures the lists of tags hold, for those that are there; of people: `community`."""

from django.db import migrations
from django.db.models import Count

from pictures.alphabet import alphabet_key

PORTION = 500


def fill(apps, schema_editor):
    TagTotal = apps.get_model("pictures", "TagTotal")
    rows = apps.get_model("pictures", "TagPlacement").objects.order_by()
    counted = rows.values_list("home_id", "tag_id", "tag__name").annotate(number=Count("pk"))
    TagTotal.objects.bulk_create(
        [
            TagTotal(home_id=home, tag_id=tag, key=alphabet_key(name), pictures=number)
            for home, tag, name, number in counted
        ],
        batch_size=PORTION,
    )


class Migration(migrations.Migration):
    dependencies = [("pictures", "0010_tag_and_person_totals")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
