"""Curators may import. The group is got or created: whichever app migrates first makes it."""

from django.db import migrations

GROUP = "Curators"


def allow(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="pictures", model="importbatch"
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename="import_pictures",
        defaults={"name": "Can import pictures"},
    )
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=GROUP)
    group.permissions.add(permission)


def forbid(apps, schema_editor):
    group = apps.get_model("auth.Group").objects.filter(name=GROUP).first()
    if group is not None:
        group.permissions.remove(
            *group.permissions.filter(
                content_type__app_label="pictures", codename="import_pictures"
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("pictures", "0002_imports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
