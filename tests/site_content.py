"""What the whole site of the journeys begins with: the demo's people, one topic, one picture.

Prints their primary keys as JSON.
"""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from wagtail.users.models import UserProfile

    from config.demo.people import load_people
    from pictures.models import PicturePage
    from topics.models import TopicIndexPage, TopicPage

    people = load_people()
    for user in people.values():
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "en"
        profile.save()
    index = TopicIndexPage.objects.get()
    topic = index.add_child(instance=TopicPage(title="Lakes at dusk", slug="lakes"))
    topic.save_revision().publish()
    picture = topic.add_child(instance=PicturePage(title="Quiet water", slug="quiet", live=False))
    picture.save_revision(clean=False)  # a draft may lack its image
    print(json.dumps({"topics": index.pk, "topic": topic.pk, "picture": picture.pk}))


if __name__ == "__main__":
    main()
