"""What `mutations` takes out of the client, each by one replacement in its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """`old` must occur exactly once in `module` of the engines package.

    Its trap's class in the tests of the traps has to notice, or the tests named in `noticed_by`.
    """

    trap: int
    takes_out: str
    module: str
    old: str
    new: str
    noticed_by: str = "traps"


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
        "leaving servers alone that name no tasks",
        "dialects/sdnext",
        "names_tasks=False",
        "names_tasks=True",
        noticed_by="sdnext",
    ),
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
        "painting",
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
        "if not is_known(name, (sampler.name",
        "if False and not is_known(name, (sampler.name",
    ),
    Mutation(
        4,
        "checking the scheduler",
        "checking",
        "if normalised(name) not in scheduler_names(lists)",
        "if False",
    ),
    Mutation(4, "comparing the sampler", "comparing", "if is_told and", "if False and"),
    Mutation(
        4,
        "sending the server's own spelling",
        "spelling",
        "return next((each for each in known if",
        "return next((each for each in known if False and",
        noticed_by="payloads",
    ),
    Mutation(
        4,
        "checking upscalers",
        "checking",
        "if known and not is_known(request.hires_upscaler, known):",
        "if False:",
        noticed_by="lists",
    ),
    Mutation(
        4,
        "comparing the upscaler",
        "comparing_extras",
        "if asked and told and",
        "if False and",
        noticed_by="differences",
    ),
    Mutation(
        4,
        "comparing the scheduler",
        "comparing",
        'if asked not in ("", AUTOMATIC, _DEFAULT) and',
        "if False and",
    ),
    Mutation(
        5,
        "checking the model",
        "checking",
        "if model and lists.model_named(model) is None:",
        "if False:",
    ),
    Mutation(5, "comparing the model", "comparing", "if request.model and", "if False and"),
    Mutation(
        5,
        "comparing the model's hash",
        "comparing",
        "if info.model_hash and model and",
        "if False and",
    ),
    Mutation(6, "checking LoRAs", "checking", "if lists.loras is None:", "if True:"),
    Mutation(6, "checking styles", "checking", "if lists.styles:", "if False:", noticed_by="lists"),
    Mutation(
        6,
        "comparing styles",
        "comparing",
        "if request.styles and _are",
        "if False and _are",
        noticed_by="differences",
    ),
    Mutation(
        6,
        "sending LoRAs beside the prompt",
        "dialects/sdcpp",
        "takes_lora_paths=True",
        "takes_lora_paths=False",
        noticed_by="sdcpp",
    ),
    Mutation(
        6,
        "opening an image before it is sent",
        "sendable",
        'raise EngineRefused("image_broken", detail=error.code) from error',
        'return Image.new("RGB", (64, 64))',
        noticed_by="other_work",
    ),
    Mutation(6, "comparing LoRAs", "comparing", "if lora.name not in used:", "if False:"),
    Mutation(
        6,
        "sending only fields that exist",
        "payloads",
        '"batch_size": request.batch_size,',
        '"batch_size": request.batch_size, "batch_count": 1,',
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
    Mutation(8, "comparing the size", "comparing", "if not (size == request.size", "if not (True"),
    Mutation(
        8,
        "comparing the size of an enlarged one",
        "enlarging",
        "if not is_about(got, size):",
        "if False:",
        noticed_by="other_work",
    ),
    Mutation(
        9,
        "overriding nothing but the model",
        "payloads",
        '{"sd_model_checkpoint": request.model}',
        '{"sd_model_checkpoint": request.model, "CLIP_stop_at_last_layers": 2}',
    ),
    Mutation(
        9,
        "closing the settings that a prompt can hold",
        "dialects/sdcpp",
        "while _EXTRA_ARGUMENTS.search(prompt):",
        "while False:",
        noticed_by="sdcpp",
    ),
    Mutation(
        9,
        "restoring afterwards",
        "payloads",
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
        10,
        "a failure that says 200",
        "describing",
        "if not caption or _FAILED in caption:",
        "if not caption:",
        noticed_by="other_work",
    ),
    Mutation(
        10,
        "bare texts",
        "refusals",
        "        return body\n    if not",
        '        return ""\n    if not',
        noticed_by="recordings",
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
        "gathering",
        'transport.get("/sdapi/v1/samplers")  # if',
        "pass  # if",
    ),
    Mutation(
        12,
        "finding the dialect only of a server that is up",
        "dialects/detection",
        'transport.get("/sdapi/v1/samplers")',
        "[]",
    ),
)
