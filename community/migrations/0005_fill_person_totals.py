"""How many pictures the lists of people hold, for those that are there."""

from django.db import migrations
from django.db.models import Count

from pictures.alphabet import alphabet_key

PORTION = 500


def fill(apps, schema_editor):
    PersonTotal = apps.get_model("pictures", "PersonTotal")
    rows = apps.get_model("pictures", "PersonPlacement").objects.order_by()
    counted = rows.values_list("home_id", "person_id", "person__public_name")
    PersonTotal.objects.bulk_create(
        [
            PersonTotal(home_id=home, person_id=pk, key=alphabet_key(name), pictures=number)
            for home, pk, name, number in counted.annotate(number=Count("pk"))
        ],
        batch_size=PORTION,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_audience"),
        ("pictures", "0010_tag_and_person_totals"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
