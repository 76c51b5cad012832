"""What is written for images, clusters and the pipeline fits the project it brings there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from config.env import ROOT
from config.manifests import kustomizations, render

PROCFILE = dict(
    re.match(r"([\w-]+): (.*)", line).groups()
    for line in (ROOT / "Procfile").read_text().splitlines()
)
NICE = "nice -n 10 "  # pods share no machine's priorities: they have limits of their own
COMMANDS = {
    "worker-default": PROCFILE["default"].removeprefix(NICE),
    "worker-generate": PROCFILE["generate"].removeprefix(NICE),
    "scheduler": PROCFILE["scheduler"],
    "migrate": "python manage.py prepare --database",
}


@pytest.fixture(scope="module", params=kustomizations(), ids=lambda path: path.name)
def manifests(request) -> list[dict]:
    return list(yaml.safe_load_all(render(request.param)))


def pods(manifests: list[dict]) -> dict[str, dict]:
    return {
        each["metadata"]["name"]: each["spec"]["template"]["spec"]
        for each in manifests
        if each["kind"] in ("Deployment", "Job")
    }


class TestManifests:
    def test_every_process_of_the_procfile_runs(self, manifests):
        found = {
            name: " ".join(pod["containers"][0]["args"]) for name, pod in pods(manifests).items()
        }
        assert found.pop("web").startswith(PROCFILE["web"])
        assert found == COMMANDS

    def test_no_pod_may_more_than_it_needs(self, manifests):
        for pod in pods(manifests).values():
            assert pod["automountServiceAccountToken"] is False
            assert pod["securityContext"]["runAsNonRoot"] is True
            for container in pod["containers"]:
                assert container["securityContext"] == {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                }

    def test_every_lasting_process_has_a_probe_and_limits(self, manifests):
        for name, pod in pods(manifests).items():
            for container in pod["containers"]:
                assert container["resources"]["limits"]["memory"]
                assert name == "migrate" or "livenessProbe" in container

    def test_secrets_come_by_reference_only(self, manifests):
        assert not [each for each in manifests if each["kind"] == "Secret"]
        for each in manifests:
            text = yaml.safe_dump(each)
            assert "SECRET_KEY" not in text
            assert "DATABASE_URL" not in text

    def test_a_generation_may_end_before_its_worker_is_killed(self, manifests):
        settings = next(each for each in manifests if each["kind"] == "ConfigMap")["data"]
        grace = pods(manifests)["worker-generate"]["terminationGracePeriodSeconds"]
        assert grace > int(settings["SD_TIMEOUT"])


class TestPipeline:
    text = (ROOT / "Jenkinsfile").read_text()

    def test_stages_come_in_order(self):
        assert re.findall(r"stage\('(\w+)'\)", self.text) == ["Lint", "Test", "Image", "Apply"]

    def test_every_verb_it_calls_is_there(self):
        verbs = set(re.findall(r"make ([a-z-]+)", self.text))
        makefile = (ROOT / "Makefile").read_text()
        assert verbs
        assert all(re.search(rf"^{verb}:", makefile, re.MULTILINE) for verb in verbs)
        assert (ROOT / ".ci" / "run").exists()

    def test_it_waits_for_every_deployment(self, manifests):
        names = {each["metadata"]["name"] for each in manifests if each["kind"] == "Deployment"}
        line = re.search(r"for name in ([\w -]+);", self.text)[1]
        assert set(line.split()) == names


class TestImage:
    text = (ROOT / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    def test_it_does_not_run_as_root(self):
        assert re.search(r"^USER 10001", self.text, re.MULTILINE)

    def test_only_what_is_named_goes_in(self):
        assert "*" in self.ignored
        named = [line[1:] for line in self.ignored if line.startswith("!")]
        assert all((ROOT / name).exists() for name in named)
        assert not {".git", ".env", "var"} & set(named)

    def test_all_code_of_the_site_goes_in(self):
        packages = {path.parent.name for path in Path(ROOT).glob("*/apps.py")}
        assert packages | {"site", "templates", "static", "locale"} <= {
            line[1:] for line in self.ignored
        }
