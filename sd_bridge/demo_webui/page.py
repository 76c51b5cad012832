"""The page that a person sees who opens the demo WebUI in a browser."""

from html import escape

from .catalogue import MODELS, VERSION

_PAGE = """<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>데모 WebUI · demo WebUI</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.65 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto;
  padding: 0 1.25rem; word-break: keep-all; }}
h1 {{ font-size: 1.6rem; line-height: 1.3; }}
section + section {{ margin-top: 2.5rem; border-top: 1px solid; padding-top: 1.5rem; }}
code {{ font-size: .95em; }}
</style>
</head>
<body>
<main>
<section>
<h1>HKPictures 데모 WebUI</h1>
<p><strong>이 서버는 Stable Diffusion이 아니에요.</strong> WebUI와 같은 API로 답하고,
그림은 모델 없이 프로그램이 규칙에 따라 그려요.
GPU 없이도 생성 화면을 써 볼 수 있게 만든 데모예요.</p>
<p>그림은 프롬프트의 낱말(노을, 바다, 네온, 대리석, 수묵, 한옥 …)과 시드로 정해지고,
같은 값이면 언제나 같은 그림이 나와요.</p>
<p>데모 모델: {models}</p>
</section>
<section lang="en">
<h1>HKPictures demo WebUI</h1>
<p><strong>This server is not Stable Diffusion.</strong> It answers with the API of a WebUI and
paints by procedure, without any model, so that generating can be tried without a GPU.</p>
<p>Words of the prompt (sunset, sea, neon, marble, ink, hanok …) and the seed decide the picture;
the same values always give the same one.</p>
<p>Demo models: {models}. Version: {version}. API: <a href="/openapi.json">openapi.json</a></p>
</section>
</main>
</body>
</html>
"""


def page() -> str:
    models = ", ".join(f"<code>{escape(model.name)}</code>" for model in MODELS)
    return _PAGE.format(models=models, version=escape(VERSION))
