"""What the demo's curators arranged: an order by hand, further places, words, the landing."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser

from config.demo.works_in_light import CITIES, MIST, SUNSETS
from config.demo.works_in_line import INK, MARBLES, WAVES
from home.models import HomePage
from pictures.models import PicturePage
from topics import hanging, ordering, rules
from topics.models import TopicPage, TopicRule

ALSO_IN_MIST = ("물가의 마지막 빛",)
HEADLINE = "해가 진 뒤"
WORDS = "<p>색이 빠지고 나면 산은 겹으로 남아요. 가까운 능선은 짙고, 먼 능선은 하늘에 닿아요.</p>"
QUOTE = "먼 산은 그리지 않고 남겨 두는 거예요."
TEXT_KO = (
    "<p>그림마다 프롬프트와 시드, 모델이 함께 걸려 있어요. 마음에 들면 그대로 따라 해 보세요.</p>"
)
TEXT_EN = "<p>Prompt, seed and model hang beside every picture. Follow the ones you like.</p>"


def load_curated(editor: AbstractUser) -> None:
    """Once, with the first content; whatever people changed since stays."""
    home = HomePage.objects.get()
    if home.latest_revision_id is not None or home.body:
        return
    topics = {page.slug: page for page in TopicPage.objects.all()}
    mist, ink = topics[MIST.slug], topics[INK.slug]
    for title in ALSO_IN_MIST:
        hanging.hang(_picture(topics[SUNSETS.slug], title), mist, user=editor)
    for place in list(ordering.in_order(ink.pk).listed()[:12])[::-3]:
        ordering.put(ink.pk, place.picture_id)
    _write_words(mist)
    _add_rule(topics[WAVES.slug])
    _compose_landing(home, topics)


def _picture(topic: TopicPage, title: str) -> PicturePage:
    return PicturePage.objects.child_of(topic).live().filter(title=title).order_by("pk")[0]


def _write_words(topic: TopicPage) -> None:
    topic.refresh_from_db()
    pictures = list(PicturePage.objects.child_of(topic).live().order_by("pk"))
    topic.body = [
        {"type": "heading", "value": HEADLINE},
        {"type": "paragraph", "value": WORDS},
        {"type": "quote", "value": {"text": QUOTE, "source": "서리"}},
        {"type": "pictures", "value": [picture.pk for picture in pictures[:3]]},
    ]
    topic.save_revision().publish()


def _add_rule(topic: TopicPage) -> None:
    """Pictures of lakes may hang among the waves, if a curator agrees."""
    topic.refresh_from_db()
    topic.rules.add(TopicRule(tags="호수"))
    topic.save_revision().publish()
    rules.propose(topic)


def _compose_landing(home: HomePage, topics: dict[str, TopicPage]) -> None:
    shown = [topics[topic.slug].pk for topic in (SUNSETS, MIST, INK)]
    marbles = PicturePage.objects.child_of(topics[MARBLES.slug]).live().order_by("pk")[:3]
    cities = PicturePage.objects.child_of(topics[CITIES.slug]).live().order_by("pk")[:2]
    chosen = [picture.pk for picture in (*marbles, *cities)]
    home.body = [
        {"type": "wall", "value": {"order": "newest", "number": 40}},
        {
            "type": "topics",
            "value": {"heading_ko": "고른 주제", "heading_en": "Chosen topics", "topics": shown},
        },
        {
            "type": "pictures",
            "value": {
                "heading_ko": "고른 그림",
                "heading_en": "Chosen pictures",
                "pictures": chosen,
            },
        },
        {
            "type": "text",
            "value": {
                "heading_ko": "그린 방법까지",
                "heading_en": "With how it was made",
                "text_ko": TEXT_KO,
                "text_en": TEXT_EN,
            },
        },
    ]
    home.save_revision().publish()
