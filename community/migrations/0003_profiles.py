"""Accounts that are older than profiles get one, under a nickname near their user name."""

from django.db import migrations

from community.nicknames import MAX_NICKNAME, nickname_key, nickname_problem, usable_part


def give(apps, schema_editor):
    profiles = apps.get_model("community.Profile").objects
    users = apps.get_model("accounts.User").objects
    taken = set(profiles.values_list("nickname_key", flat=True))
    with_one = profiles.values("user_id")
    for user in users.exclude(pk__in=with_one).order_by("pk"):
        stem = usable_part(user.username.partition("@")[0])
        stem = usable_part(f"{stem}{stem}") if len(stem) == 1 else stem
        if nickname_problem(stem):
            stem = "member"
        name, number = stem, 1
        while nickname_key(name) in taken:
            number += 1
            name = f"{stem[: MAX_NICKNAME - len(str(number))]}{number}"
        taken.add(nickname_key(name))
        profiles.create(user=user, nickname=name, nickname_key=nickname_key(name))
        users.filter(pk=user.pk).update(public_name=name)


def take(apps, schema_editor):
    apps.get_model("accounts.User").objects.update(public_name="")


class Migration(migrations.Migration):
    dependencies = [("community", "0002_groups"), ("accounts", "0002_departures")]

    operations = [migrations.RunPython(give, take)]
