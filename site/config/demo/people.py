"""The demo's log-ins; a production site has none of them."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group

NAMES = ("admin", "editor", "member")


def load_people() -> dict[str, AbstractUser]:
    """Everyone's password is their name. Existing accounts are left as they are."""
    users = get_user_model().objects
    people: dict[str, AbstractUser] = {}
    for name in NAMES:
        user = users.filter(username=name).first()
        if user is None:
            create = users.create_superuser if name == "admin" else users.create_user
            user = create(name, f"{name}@example.com", name)
        people[name] = user
    people["editor"].groups.add(Group.objects.get(name="Curators"))
    return people
