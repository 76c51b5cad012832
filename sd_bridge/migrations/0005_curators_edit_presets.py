"""Curators write and publish presets. The group is got or created, as in 0002."""

from django.db import migrations

GROUP = "Curators"
ACTIONS = ("add", "change", "publish")


def allow(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="sd_bridge", model="preset"
    )
    permissions = apps.get_model("auth.Permission").objects
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=GROUP)
    for action in ACTIONS:
        permission, _ = permissions.get_or_create(
            content_type=content_type,
            codename=f"{action}_preset",
            defaults={"name": f"Can {action} preset"},
        )
        group.permissions.add(permission)


def forbid(apps, schema_editor):
    group = apps.get_model("auth.Group").objects.filter(name=GROUP).first()
    if group is not None:
        names = [f"{action}_preset" for action in ACTIONS]
        group.permissions.remove(
            *group.permissions.filter(content_type__app_label="sd_bridge", codename__in=names)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("sd_bridge", "0004_presets_and_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
