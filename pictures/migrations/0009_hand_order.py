from django.db import migrations, models


class Migration(migrations.Migration):
    """A position for every placement: 0 where no curator gave one."""

    dependencies = [("pictures", "0008_search_index")]

    operations = [
        migrations.RemoveIndex(model_name="placement", name="placement_position"),
        migrations.AlterField(
            model_name="placement",
            name="position",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                fields=["topic", "state", "position", "picture"], name="placement_position"
            ),
        ),
    ]
