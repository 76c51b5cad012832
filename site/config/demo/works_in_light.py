"""Light over land and cities: words and seeds only, the painter does the rest."""

from __future__ import annotations

from config.demo.work import L, P, S, T, Topic, W, w

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
    ),
)

MIST = Topic(
    "안개 낀 산",
    "안개-낀-산",
    "<p>노을이 지나간 뒤의 산이에요. 능선이 겹겹이 옅어지는 그림만 따로 모았어요.</p>",
    (
        w(
            "설산의 아침",
            "snowy mountain peaks at dawn, pastel sky, low mist over a pine valley",
            P,
            4021,
            "옅은 분홍빛 하늘 아래 안개를 두른 눈 덮인 봉우리",
            "설산 아침",
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
            "잿빛 호수",
            "misty mountain lake, monochrome grey, moon over still water",
            W,
            77,
            "먹빛 산과 호수 위에 걸린 희미한 달",
            "호수 흑백",
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
    inside=SUNSETS.slug,
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
