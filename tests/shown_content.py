"""One of each kind of public page, for tests that look at all of them.

Prints their addresses by name as JSON.
"""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from allauth.account.models import EmailAddress
    from django.db import connection

    from community.collections import add_picture, create_collection
    from community.comments import write_comment
    from community.models import CollectionVisibility
    from config.demo.people import load_people
    from home.models import HomePage, InfoPage
    from pictures.factories import hang_picture
    from pictures.models import Sensitivity
    from pictures.sensitivity import set_sensitivity
    from topics.factories import open_topic

    people = load_people()
    editor, member = people["editor"], people["member"]
    EmailAddress.objects.update_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )
    topic = open_topic("Lakes at dusk")
    empty = open_topic("Nothing yet")
    topic.description = "<p>Water, and the last light on it.</p>"
    topic.curators = [editor]
    topic.save_revision().publish()
    sizes = [(96, 144), (144, 96), (96, 96), (81, 144), (144, 81)]
    pictures = [
        hang_picture(
            f"Quiet water {number}",
            topic=topic,
            user=editor,
            seed=number,
            prompt=f"a lake, (dusk:1.2), <lora:reeds:0.6>, {number // 3}",
            size=sizes[number % 5],
            alt_text="A lake at dusk",
            tags=["lake", "dusk"],
        )
        for number in range(30)
    ]
    set_sensitivity([pictures[3].image_id], Sensitivity.SENSITIVE)
    shown = pictures[7]
    first = write_comment(author=member, picture=shown, typed="Such light @editor")
    write_comment(author=editor, picture=shown, typed="Thank you", answers=first)
    home = HomePage.objects.get()
    info = InfoPage(title="About", slug="about", body="<p>Words</p>", show_in_menus=True)
    home.add_child(instance=info)
    collection = create_collection(
        owner_id=member.pk, title="Blue", visibility=CollectionVisibility.PUBLIC
    )
    for picture in pictures[:4]:
        add_picture(collection, picture.pk)
    connection.close()
    topics = "/topics/"
    lakes = f"{topics}{topic.slug}/"
    addresses = {
        "landing": "/",
        "topics": topics,
        "topic": lakes,
        "empty topic": f"{topics}{empty.slug}/",
        "picture": f"{lakes}{shown.slug}/",
        "sensitive picture": f"{lakes}{pictures[3].slug}/",
        "pictures": "/pictures/",
        "filtered": "/pictures/?sort=likes&period=week&format=tall",
        "notices": "/pictures/?sort=nothing",
        "search": "/search/?q=water",
        "search, nothing": "/search/?q=zebra",
        "tag": "/tags/lake/",
        "tags": "/tags/",
        "people": "/people/?sort=name",
        "person": f"/people/{editor.public_name}/",
        "about a person": f"/people/{member.public_name}/about/",
        "collection": f"/collections/{collection.key}/",
        "info": "/about/",
        "log-in": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "password": "/accounts/password/reset/",
        "not found": "/nothing/",
    }
    print(json.dumps(addresses))


if __name__ == "__main__":
    main()
