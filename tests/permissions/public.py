"""What everybody may read, and the files."""

from __future__ import annotations

from tests.permissions.table import BOTH, EVERYONE, GET, POST, Rule


def _file(field) -> str:
    return field.name.removeprefix("originals/")


PUBLIC: dict[str, Rule] = {
    "pictures": GET(EVERYONE),
    "around": GET(EVERYONE).of(lambda s: [s.picture.pk]),
    "sitemap": GET(EVERYONE),
    "sitemap_pages": GET(EVERYONE),
    "sitemap_pictures": GET(EVERYONE).of(lambda s: [s.picture.pk // 5000]),
    # The address of a picture is asked for in the query.
    "oembed": GET("00000000"),
    "count_view": POST(EVERYONE).sent(lambda s: {"page": s.picture.pk}),
    "api_schema": GET(EVERYONE),
    "api_docs": GET(EVERYONE),
    "api_unknown": BOTH("00000000", "00000000").of(lambda s: ["nowhere"]),
    "robots": GET(EVERYONE),
    "feed_latest": GET(EVERYONE),
    "feed_topic": GET(EVERYONE).of(lambda s: [s.topic.slug]),
    "feed_tag": GET(EVERYONE).of(lambda s: [s.tag.slug]),
    "feed_person": GET(EVERYONE).of(lambda s: ["bo"]),
    "me_state": GET(EVERYONE),
    "search": GET(EVERYONE),
    "search_suggestions": GET(EVERYONE),
    "tags": GET(EVERYONE),
    "people": GET(EVERYONE),
    "tag": GET(EVERYONE).of(lambda s: [s.tag.slug]),
    "person": GET(EVERYONE).of(lambda s: ["bo"]),
    "person_collections": GET(EVERYONE).of(lambda s: ["bo"]),
    "person_about": GET(EVERYONE).of(lambda s: ["bo"]),
    # Likes are private until their owner says otherwise.
    "person_likes": GET("00000000").of(lambda s: ["bo"]),
    "list_comments": GET(EVERYONE).of(lambda s: [s.picture.pk]),
    "comment": GET(EVERYONE).of(lambda s: [s.comment.pk]),
    # The scene's is private.
    "collection": GET("0+000000").of(lambda s: [s.collection.key]),
    "recipe_file": GET(EVERYONE).of(lambda s: [s.picture.pk]),
    "download": GET(EVERYONE).of(lambda s: [s.picture.pk, "clean"]),
    "media": GET(EVERYONE).of(lambda s: [s.picture.image.renditions.first().file.name]),
    # For who sent it (the curator) and who may choose images.
    "original": GET("0000++++").of(lambda s: [_file(s.picture.image.file)]),
    # Results are shown to who asked, and to who may generate on their page.
    "result_file": GET("0000++0+").of(lambda s: [s.generation.uuid, 0]),
    # The scene's generation is over and began with no picture: there is neither.
    "preview_file": GET("00000000").of(lambda s: [s.generation.uuid]),
    "source_file": GET("00000000").of(lambda s: [s.generation.uuid]),
    # One click in a mail, without signing in; an unknown token stops nothing.
    "stop_mail": BOTH("00000000", "00000000").of(lambda s: ["none"]),
}
