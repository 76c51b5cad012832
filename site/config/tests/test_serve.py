"""What `make run` starts, and for which engines."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import serve
from config.env import env

SEVERAL = "gpu-01=http://gpu-01:7860,gpu-02=http://user:hunter2@gpu-02:7860"


@pytest.fixture(autouse=True)
def no_engines(monkeypatch, tmp_path):
    for name in ("SD_WEBUI_URL", "SD_WEBUI_URL_FILE", "SD_ENGINES", "SD_ENGINES_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(env.ENVIRON, "files_cache", {})
    monkeypatch.setattr(serve, "VAR", tmp_path)


def processes() -> str:
    return serve.runner(serve.environment())[-1]


class TestMakeRun:
    def test_paints_with_a_demo_webui_of_its_own(self, capsys):
        given = serve.environment()
        serve.announce(given)

        assert given["SD_WEBUI_URL"] == "http://127.0.0.1:7861"
        assert processes() == "generate=1"
        assert "painted by the demo WebUI" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["SD_WEBUI_URL", "SD_WEBUI_URL_FILE"])
    def test_starts_none_beside_a_real_one(self, name, monkeypatch, tmp_path, capsys):
        url = "http://user:hunter2@gpu:7860"
        (tmp_path / "url").write_text(url)
        monkeypatch.setenv(name, str(tmp_path / "url") if name.endswith("FILE") else url)

        assert processes() == "generate=1,demo-webui=0"
        serve.announce(serve.environment())
        assert "painted by the gpu:7860." in capsys.readouterr().out

    def test_starts_as_many_workers_as_there_are_engines(self, monkeypatch, capsys):
        monkeypatch.setenv("SD_ENGINES", SEVERAL)

        given = serve.environment()
        serve.announce(given)

        assert processes() == "generate=2,demo-webui=0"
        assert "SD_WEBUI_URL" not in given
        told = capsys.readouterr().out
        assert "2 engines gpu-01, gpu-02" in told
        assert "hunter2" not in told

    def test_refuses_engines_it_cannot_read(self, monkeypatch):
        monkeypatch.setenv("SD_ENGINES", "gpu-01")

        with pytest.raises(ImproperlyConfigured):
            serve.environment()
