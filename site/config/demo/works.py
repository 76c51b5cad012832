"""What hangs in the demo: words and seeds only, the painter does the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

T, P, S, L, W = "tall", "portrait", "square", "landscape", "wide"


@dataclass(frozen=True)
class Work:
    """A picture to paint; several seeds make a series of one idea."""

    title: str
    prompt: str
    format: str
    seeds: tuple[int, ...]
    alt: str
    caption: str = ""
    negative: str = ""
    tags: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True)
class Topic:
    title: str
    slug: str
    description: str
    works: tuple[Work, ...]
    language: str = "ko"
    curators: tuple[str, ...] = field(default=("editor",))
    has_cover: bool = True  # its first picture; else the three newest stand together


def w(title, prompt, format, seeds, alt, tags="", **more) -> Work:
    seeds = seeds if isinstance(seeds, tuple) else (seeds,)
    return Work(title, prompt, format, seeds, alt, tags=tuple(tags.split()), **more)


SUNSETS = Topic(
    "노을과 산",
    "노을과-산",
    "<p>해가 능선을 넘는 몇 분 동안의 색만 모아요. 겹친 산, 낮은 안개, 물에 비친 빛이 있는 그림을 골라 걸어요.</p>",
    (
        w(
            "물가의 마지막 빛",
            "wide matte painting of a mountain lake at dusk, (last light behind the ridge:1.3), "
            "layered misty mountains, still water with long reflections, pine treeline",
            L,
            (1834920177, 1834920178, 1834920179, 1834920180),
            "보랏빛 노을 아래 겹친 산과 잔잔한 호수, 물 위에 길게 비친 해",
            "노을 호수 산",
            caption="해가 능선 뒤로 넘어가기 직전의 호수예요. 시드만 바꿔 네 장을 만들었어요.",
            negative="text, watermark, people, boats",
        ),
        w(
            "청록 산그늘",
            "안개 낀 청록 산맥, 새벽달, 겹겹의 능선과 전나무 숲",
            P,
            285,
            "청록빛 안개 속에 겹겹이 물러나는 산과 낮은 달",
            "산 안개",
        ),
        w(
            "설산의 아침",
            "snowy mountain peaks at dawn, pastel sky, low mist over a pine valley",
            P,
            4021,
            "옅은 분홍빛 하늘 아래 안개를 두른 눈 덮인 봉우리",
            "설산 아침",
        ),
        w(
            "잿빛 호수",
            "misty mountain lake, monochrome grey, moon over still water",
            W,
            77,
            "먹빛 산과 호수 위에 걸린 희미한 달",
            "호수 흑백",
        ),
        w(
            "사막의 저녁",
            "desert dunes at sunset, long shadows, warm wind over sand",
            L,
            512,
            "노을빛 모래언덕이 물결처럼 이어지는 사막",
            "사막 노을",
        ),
        w(
            "붉은 능선",
            "crimson autumn ridge, burning sky, forest in the valley",
            S,
            903,
            "타오르는 듯한 하늘 아래 붉게 물든 능선",
            "가을 능선",
        ),
        w(
            "초록 골짜기",
            "green summer valley, misty forest hills, pale sun",
            P,
            1207,
            "여름 안개가 걸린 초록 골짜기와 흐린 해",
            "숲 여름",
        ),
    ),
)

CITIES = Topic(
    "네온 도시",
    "네온-도시",
    "<p>비가 그친 밤, 간판과 창문만 남은 도시예요. 물에 비친 불빛이 있는 그림을 먼저 골라요.</p>",
    (
        w(
            "네온 강변",
            "neon city skyline at night, cyberpunk, full moon, wet river reflection",
            W,
            (1102, 1103, 1104, 1105),
            "커다란 달 아래 자홍빛 고층 건물이 강물에 비치는 밤",
            "야경 네온",
            caption="같은 프롬프트, 다른 시드. 달의 자리를 보고 골랐어요.",
            negative="people, cars, text",
        ),
        w(
            "보름달 아래 골목",
            "네온 도시 야경, 좁은 골목과 높은 빌딩, 보름달",
            T,
            42,
            "푸른 보름달과 보랏빛 마천루가 있는 밤거리",
            "야경 골목",
        ),
        w(
            "해 질 녘의 탑",
            "city skyline at sunset, orange towers, warm windows",
            P,
            18,
            "주황빛 노을을 등진 도시의 탑들과 켜지기 시작한 창",
            "노을 도시",
        ),
        w(
            "자정의 남색",
            "midnight city, navy blue skyscrapers, starry sky, quiet windows",
            S,
            640,
            "별이 뜬 남색 하늘 아래 불 꺼진 고층 건물",
            "밤 도시",
        ),
        w(
            "형광 안개",
            "synthwave metropolis, electric violet haze, tower lights",
            L,
            2210,
            "보랏빛 안개에 잠긴 형광 도시",
            "네온 안개",
        ),
        w(
            "서울의 밤",
            "서울 야경, 강변 빌딩, 밤하늘의 달빛",
            W,
            915,
            "달빛 아래 강을 따라 늘어선 서울의 빌딩",
            "서울 야경",
        ),
        w(
            "비 갠 거리",
            "neon street after rain, skyscraper canyon, ultraviolet signs",
            T,
            3301,
            "비 갠 뒤 네온 간판이 젖은 길에 번지는 거리",
            "비 네온",
            is_draft=True,
        ),
    ),
)

WAVES = Topic(
    "바다와 물결",
    "바다와-물결",
    "<p>청해파 무늬에서 먼바다까지, 되풀이되는 결을 모아요. 해와 달의 자리가 그림마다 달라요.</p>",
    (
        w(
            "청해파, 붉은 해",
            "seigaiha waves, woodblock print, red sun disc, teal sea",
            P,
            (311, 312, 313, 314),
            "둥근 물결무늬 위로 떠오른 붉은 해",
            "물결 목판화",
            caption="되풀이되는 무늬는 시드가 바뀌어도 남고, 해만 자리를 옮겨요.",
        ),
        w(
            "회색 파도",
            "woodblock waves, monochrome grey, red sun",
            S,
            8,
            "회색 물결무늬와 붉은 해",
            "물결 흑백",
        ),
        w(
            "금빛 물결",
            "golden seigaiha wave pattern, amber sky, dark sun disc",
            L,
            71,
            "금빛 물결무늬 위의 짙은 해",
            "물결 금",
        ),
        w(
            "밤바다",
            "밤바다의 파도, 달빛, 남색 물결 무늬",
            P,
            1290,
            "달빛이 내린 남색 물결",
            "밤 바다",
        ),
        w(
            "분홍 너울",
            "pink sakura waves, woodblock print, pale moon",
            S,
            404,
            "벚꽃빛 물결 위의 옅은 달",
            "물결 분홍",
        ),
        w(
            "먼바다의 아침",
            "sea horizon at sunrise, calm ocean, pastel mist",
            W,
            566,
            "옅은 안개 너머로 밝아 오는 수평선",
            "바다 아침",
        ),
        w(
            "옥빛 해안",
            "turquoise ocean waves, ukiyo-e coast, white foam",
            T,
            37,
            "옥빛 물결이 층층이 밀려오는 해안",
            "바다 옥빛",
        ),
    ),
)

MARBLES = Topic(
    "대리석과 금",
    "대리석과-금",
    "<p>돌의 결과 비단의 흐름. 무엇을 그렸는지보다 어떻게 흘렀는지를 보는 그림이에요.</p>",
    (
        w(
            "금맥 대리석",
            "marble with gold veins, pastel lavender and cream, polished stone",
            P,
            (2024, 2025, 2026, 2027),
            "크림색과 연보라색이 굽이치는 대리석에 금빛 결",
            "대리석 금",
            caption="결이 끊기지 않고 위에서 아래로 흐르는 시드를 골랐어요.",
        ),
        w(
            "공작석",
            "emerald green marble, gold veins, malachite mineral",
            S,
            91,
            "짙은 초록 돌을 가르는 금빛 선",
            "대리석 초록",
        ),
        w(
            "불의 비단",
            "burning silk, ember red and orange, flowing swirl",
            P,
            6,
            "붉은 비단이 소용돌이치는 결",
            "비단 불",
        ),
        w(
            "보랏빛 소용돌이",
            "neon violet silk, electric flowing fabric, vortex",
            L,
            1188,
            "보랏빛 비단결이 만나 도는 두 소용돌이",
            "비단 네온",
        ),
        w(
            "청록 비단",
            "teal silk, flowing fabric, soft light",
            S,
            230,
            "청록색 비단의 부드러운 흐름",
            "비단 청록",
        ),
        w(
            "한밤의 석영",
            "midnight marble, indigo stone with golden veins",
            T,
            777,
            "남색 돌에 가늘게 박힌 금맥",
            "대리석 밤",
        ),
        w(
            "장미 대리석",
            "rose pink marble, fluid agate, gold",
            W,
            55,
            "장밋빛 돌결과 금빛 테두리",
            "대리석 분홍",
        ),
        w(
            "꿀빛 결",
            "golden amber silk, honey light, flowing hair",
            P,
            1441,
            "꿀빛으로 흐르는 가는 결",
            "비단 금",
            is_draft=True,
        ),
    ),
    has_cover=False,
)

INK = Topic(
    "먹과 한옥",
    "먹과-한옥",
    "<p>먹 한 가지로, 또는 지붕 몇 줄로. 비워 둔 자리가 넓은 그림을 골라요.</p>",
    (
        w(
            "대숲의 안개",
            "수묵화 대나무, 안개, 먹빛",
            T,
            12,
            "안개 속에 선 먹빛 대나무",
            "수묵 대나무",
        ),
        w(
            "댓잎 몇 장",
            "bamboo ink painting, sumi-e, wide empty paper",
            L,
            310,
            "넓은 여백 한쪽에 드리운 댓잎",
            "수묵 대나무",
        ),
        w(
            "푸른 대숲",
            "green bamboo forest, morning mist, brush painting",
            P,
            88,
            "초록빛 안개가 스민 대숲",
            "대나무 초록",
        ),
        w(
            "기와의 저녁",
            "한옥 기와지붕, 저녁노을, 겹친 처마",
            W,
            1392,
            "노을 진 하늘 아래 겹친 기와지붕",
            "한옥 노을",
        ),
        w(
            "매화와 처마",
            "hanok roof with plum blossom, spring pink sky",
            P,
            401,
            "분홍빛 하늘과 처마 끝의 매화",
            "한옥 매화",
        ),
        w(
            "눈 내린 마을",
            "snowy hanok village, winter night, quiet roofs",
            L,
            2,
            "눈 덮인 지붕이 이어진 겨울 마을",
            "한옥 눈",
        ),
        w(
            "고궁의 달밤",
            "고궁 지붕, 달밤, 남색 하늘과 별",
            S,
            1443,
            "달이 뜬 남색 밤하늘과 궁궐 지붕",
            "한옥 밤",
        ),
        w(
            "먹으로 그린 산",
            "ink wash mountain landscape, mist, monochrome",
            P,
            64,
            "안개 위로 솟은 먹빛 산",
            "수묵 산",
        ),
    ),
)

WORLDS = Topic(
    "Small Worlds",
    "small-worlds",
    "<p>Planets that fit on a card, and the dust they came from. The titles are in English; "
    "so are the prompts.</p>",
    (
        w(
            "Ringed Amber",
            "ringed planet, golden amber, soft starlight",
            S,
            9,
            "An amber planet tilted in its own rings",
            "planet ring",
        ),
        w(
            "Rose Giant",
            "rose pink planet with a thin ring, dusk colours",
            S,
            2718,
            "A rose-coloured planet in a dark sky",
            "planet",
        ),
        w(
            "Teal Moonrise",
            "teal planet, moonrise, ocean world, starry space",
            P,
            31,
            "A teal planet rising over the dark",
            "planet sea",
        ),
        w(
            "Winter World",
            "icy blue planet, frost rings, starry night",
            T,
            1618,
            "A pale blue planet with frosted rings",
            "planet ice",
        ),
        w(
            "Violet Nursery",
            "neon violet nebula, cosmic dust, young stars",
            L,
            415,
            "Violet clouds of dust with young stars",
            "nebula",
        ),
        w(
            "The Long Cloud",
            "teal nebula, galaxy dust, milky way",
            W,
            926,
            "A long teal cloud across a field of stars",
            "nebula",
        ),
        w(
            "Embers in Space",
            "burning red nebula, orange cosmic fire",
            S,
            53,
            "A red nebula glowing like embers",
            "nebula fire",
        ),
        w(
            "Neon Saturn",
            "neon saturn, electric ring, ultraviolet space",
            P,
            808,
            "A violet planet with an electric ring",
            "planet neon",
        ),
    ),
    language="en",
    has_cover=False,
)

TOPICS = (SUNSETS, CITIES, WAVES, MARBLES, INK, WORLDS)
