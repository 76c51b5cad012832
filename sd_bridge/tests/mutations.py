"""Proves that the trap tests can fail: takes each handling out and requires its test to notice.

    python -m sd_bridge.tests.mutations [trap number …]

Works on a copy of the package in a temporary folder. Exits 1 when a mutation survives, when the
tests fail without any, or when a mutation's text is no longer found in the source.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = "sd_bridge/tests/test_engine_traps.py"
NOT_NEEDED = {".git", ".venv", "node_modules", "sd_bridge"}
TESTS_FAILED = 1  # pytest's exit code; 2 and more mean that the tests could not run


@dataclass(frozen=True)
class Mutation:
    """`old` must occur exactly once in `module` of the engines package."""

    trap: int
    takes_out: str
    module: str
    old: str
    new: str


MUTATIONS = (
    Mutation(
        1,
        "the long time limit of a generation",
        "transport",
        "body, timeout=timeout, max_bytes=MAX_ANSWER_BYTES)",
        "body, timeout=LIST_TIMEOUT, max_bytes=MAX_ANSWER_BYTES)",
    ),
    Mutation(
        1,
        "sending only once",
        "deadline",
        "max_retries=0",
        'max_retries=__import__("urllib3").Retry(2, allowed_methods=None)',
    ),
    Mutation(2, "asking whose task runs", "webui", "        if is_ours:\n", "        if True:\n"),
    Mutation(
        2,
        "doing nothing when nobody can tell",
        "webui",
        "            return False\n        if is_ours:",
        "            is_ours = True\n        if is_ours:",
    ),
    Mutation(
        3, "comparing seeds and pictures", "answers", "if made < len(info.seeds):", "if False:"
    ),
    Mutation(
        3,
        "asking for the interrupted flag",
        "webui",
        "if answer.was_interrupted or not",
        "if True or not",
    ),
    Mutation(
        3,
        "asking whose flag it is",
        "watching",
        ' or state.get("job_timestamp") != job_timestamp:',
        ":",
    ),
    Mutation(3, "null for no pictures", "answers", 'body["images"] or []', 'body["images"]'),
    Mutation(
        4,
        "checking the sampler",
        "checking",
        "if request.sampler not in",
        "if False and request.sampler not in",
    ),
    Mutation(
        4,
        "checking the scheduler",
        "checking",
        "if request.scheduler and",
        "if False and",
    ),
    Mutation(4, "comparing the sampler", "comparing", "if info.sampler and", "if False and"),
    Mutation(
        4,
        "comparing the scheduler",
        "comparing",
        'if asked not in ("", _AUTOMATIC) and',
        "if False and",
    ),
    Mutation(5, "checking the model", "checking", "if request.model and", "if False and"),
    Mutation(5, "comparing the model", "comparing", "if request.model and", "if False and"),
    Mutation(
        5,
        "comparing the model's hash",
        "comparing",
        "if info.model_hash and model and",
        "if False and",
    ),
    Mutation(6, "checking LoRAs", "checking", "if lists.loras is not None:", "if False:"),
    Mutation(6, "comparing LoRAs", "comparing", "if lora.name not in used:", "if False:"),
    Mutation(
        6,
        "sending only fields that exist",
        "dialects",
        '"batch_size": 1,',
        '"batch_size": 1, "batch_count": 1,',
    ),
    Mutation(
        7,
        "decoding info twice",
        "info",
        "if isinstance(value, str):\n        try",
        "if False:\n        try",
    ),
    Mutation(
        7,
        "bearing an info that is no JSON",
        "info",
        "    except (ValueError, RecursionError):\n            return {}",
        "    except RecursionError:\n            return {}",
    ),
    Mutation(
        7,
        "not believing the echoed request",
        "answers",
        'Info(body.get("info") if',
        'Info(body.get("info") or body.get("parameters") if',
    ),
    Mutation(7, "reading the file's own text", "answers", " or decoded.text", ""),
    Mutation(8, "measuring", "answers", "width=decoded.width,", "width=info.width,"),
    Mutation(8, "comparing the size", "comparing", "if size != asked_size:", "if False:"),
    Mutation(
        9,
        "overriding nothing but the model",
        "dialects",
        '{"sd_model_checkpoint": request.model}',
        '{"sd_model_checkpoint": request.model, "CLIP_stop_at_last_layers": 2}',
    ),
    Mutation(
        9,
        "restoring afterwards",
        "dialects",
        '"override_settings_restore_afterwards": True',
        '"override_settings_restore_afterwards": False',
    ),
    Mutation(
        10,
        "Forge's key",
        "refusals",
        '("detail", "errors", "message")',
        '("detail", "errors")',
    ),
    Mutation(
        10,
        "the middleware's key",
        "refusals",
        '("detail", "errors", "message")',
        '("detail", "message")',
    ),
    Mutation(
        10,
        "lists of validation errors",
        "refusals",
        "elif isinstance(value, list):",
        "elif False:",
    ),
    Mutation(
        10,
        "the middleware's own class name",
        "refusals",
        ' and error != "HTTPException"',
        "",
    ),
    Mutation(
        10,
        "plain text",
        "refusals",
        'return _title_of(text) if text[:1] == "<" else text',
        'return ""',
    ),
    Mutation(
        11,
        "trying the log-in where it counts",
        "watching",
        '    """Of whatever runs at the moment, without its preview; any EngineError."""\n',
        '    return _of_server(transport.get("/internal/ping"))\n',
    ),
    Mutation(
        11,
        "sending the log-in unasked",
        "transport",
        'self._headers["Authorization"] = f"Basic {token}"',
        "pass",
    ),
    Mutation(
        12,
        "taking a 404 for a start",
        "refusals",
        "return EngineStarting(detail=detail)",
        "return EngineRefused(detail=detail)",
    ),
    Mutation(
        12,
        "waiting for a server that starts",
        "webui",
        'if error.code not in ("unreachable", "starting"):',
        "if True:",
    ),
    Mutation(
        12,
        "telling late lists from missing ones",
        "webui",
        "self.samplers()  # if",
        "pass  # if",
    ),
    Mutation(
        12,
        "finding the dialect only of a server that is up",
        "dialects",
        'transport.get("/sdapi/v1/samplers")',
        "pass",
    ),
)


class StaleMutationError(Exception):
    """A mutation's text is not (or more than once) in the source any more."""


def main(wanted: list[str]) -> int:
    chosen = [m for m in MUTATIONS if not wanted or str(m.trap) in wanted]
    for mutation in chosen:
        _mutated(mutation)  # complains about stale ones before anything runs
    if _run(None) != 0:
        _say("The tests fail without any mutation.")
        return 1
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        codes = list(pool.map(_run, chosen))
    for mutation, code in zip(chosen, codes, strict=True):
        verdict = {TESTS_FAILED: "noticed", 0: "SURVIVED"}.get(code, f"COULD NOT RUN ({code})")
        _say(f"trap {mutation.trap:2}  {verdict:10}  without {mutation.takes_out}")
    survivors = sum(code != TESTS_FAILED for code in codes)
    _say(f"{len(chosen)} mutations of {len({m.trap for m in chosen})} traps, {survivors} survived.")
    return 1 if survivors else 0


def _mutated(mutation: Mutation) -> str:
    source = (ROOT / "sd_bridge/engines" / f"{mutation.module}.py").read_text()
    if source.count(mutation.old) != 1:
        raise StaleMutationError(f"{mutation.module}.py: {mutation.old!r} ({mutation.takes_out})")
    return source.replace(mutation.old, mutation.new)


def _run(mutation: Mutation | None) -> int:
    """pytest's exit code for the trap's tests on a mutated copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for entry in ROOT.iterdir():
            if entry.name not in NOT_NEEDED:
                (copy / entry.name).symlink_to(entry)
        shutil.copytree(
            ROOT / "sd_bridge", copy / "sd_bridge", ignore=shutil.ignore_patterns("__pycache__")
        )
        tests = ["-k", f"TestTrap{mutation.trap:02}"] if mutation else []
        if mutation:
            target = copy / "sd_bridge/engines" / f"{mutation.module}.py"
            target.write_text(_mutated(mutation))
        command = [sys.executable, "-m", "pytest", TESTS, *tests]
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
        return subprocess.run(
            [*command, *options],
            cwd=copy,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""},
            capture_output=True,
            timeout=120,
            check=False,
        ).returncode


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StaleMutationError as stale:
        _say(f"STALE: {stale}")
        sys.exit(1)
