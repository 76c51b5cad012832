"""What editors read, by code: what happened and what to do. Never an address or a secret."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "unreachable": _(
        "The picture engine cannot be reached. Check that it is running, then try again."
    ),
    "connection_lost": _(
        "The picture engine broke off the connection. It may have been restarted; try again."
    ),
    "starting": _(
        "The picture engine is still starting. Try again in a minute; if it stays like this, "
        "an administrator must start it with its API switched on (--api)."
    ),
    "busy": _("The picture engine has too many requests. Try again in a minute."),
    "gateway": _("The server before the picture engine cannot reach it. Try again in a minute."),
    "not_allowed": _(
        "The picture engine refused our log-in. An administrator must check its user name and "
        "password."
    ),
    "refused": _("The picture engine did not accept the request. Check the settings."),
    "redirected": _(
        "The picture engine's address leads to another one. An administrator must correct it."
    ),
    "invalid_request": _("Some settings are not possible. Correct the marked fields."),
    "unknown_sampler": _(
        "This engine does not know the sampler “%(name)s”. Choose another sampler."
    ),
    "unknown_scheduler": _(
        "This engine does not know the scheduler “%(name)s”. Choose another scheduler."
    ),
    "unknown_model": _("This engine does not have the model “%(name)s”. Choose another model."),
    "unknown_lora": _(
        "This engine does not have the LoRA “%(name)s”. Remove it from the prompt or choose "
        "another engine."
    ),
    "not_json": _(
        "The picture engine gave an answer that cannot be read. An administrator should check "
        "its address."
    ),
    "wrong_shape": _(
        "The picture engine gave an answer of an unknown kind. An administrator should check "
        "which program it is."
    ),
    "bad_picture": _("The picture engine sent a picture that cannot be opened. Try again."),
    "too_large": _("The picture engine's answer was too large. Ask for fewer or smaller pictures."),
    "out_of_memory": _(
        "The engine's graphics memory is not enough. Choose a smaller format or fewer pictures."
    ),
    "timed_out": _(
        "The picture engine did not answer in time and may still be working. Wait a little "
        "before you try again."
    ),
    "gateway_timeout": _(
        "A server between us and the picture engine gave up waiting; the engine may still be "
        "working. Wait a little before you try again."
    ),
    "not_a_number": _(
        "The model could not calculate this picture. Try another model, sampler or format."
    ),
    "no_pictures": _(
        "The picture engine sent no picture. It may have been interrupted; try again."
    ),
    "failed": _("The picture engine failed. Try again or change the settings."),
}

INVALID_FIELDS = {
    "prompt_empty": _("Write what the picture should show."),
    "prompt_length": _("The prompt is too long: at most 10,000 characters."),
    "characters": _("The text holds characters that cannot be sent."),
    "side": _("Width and height are 64 to 2,048 pixels, in steps of 8."),
    "area": _("The picture is too large: at most 4 megapixels."),
    "steps": _("Choose 1 to 150 steps."),
    "guidance": _("Choose a guidance from 1 to 30."),
    "seed": _("Choose a seed from 0 to 4,294,967,295, or -1 for a random one."),
    "count": _("Choose 1 to 8 pictures."),
    "name_missing": _("Choose a sampler."),
    "name_length": _("The name is too long."),
    "kind": _("This value is of the wrong kind."),
    "batch_size": _("The number of pictures must be a multiple of those painted at once."),
    "share": _("Choose a value from 0 to 1."),
    "styles": _("Choose at most 20 styles."),
    "style_name": _("This is no name of a style."),
    "hires_steps": _("Choose 0 to 150 steps; 0 means as many as for the first pass."),
    "scale": _("Choose a factor from 1 to 4."),
    "enlarged": _("The enlarged picture would be too large: at most 16 megapixels."),
    "upscaler_missing": _("Choose an upscaler."),
    "resize_mode": _("Choose how the picture is fitted: stretch, crop or fill."),
    "interrogator": _("Choose what is to describe the picture."),
    "image_missing": _("Choose a picture to start from."),
    "image_bytes": _("The picture to start from is too large: at most 32 MB."),
    "image_pixels": _("The picture to start from is too large: at most 16 megapixels."),
    "image_broken": _("The picture to start from cannot be opened. Choose another one."),
}

DIFFERENCES = {
    "sampler_replaced": _("The engine used the sampler “%(got)s” instead of “%(asked)s”."),
    "scheduler_replaced": _("The engine used the scheduler “%(got)s” instead of “%(asked)s”."),
    "model_replaced": _("The engine used the model “%(got)s” instead of “%(asked)s”."),
    "size_changed": _("The picture is %(got)s pixels instead of %(asked)s."),
    "steps_changed": _("The engine took %(got)s steps instead of %(asked)s."),
    "guidance_changed": _("The engine used a guidance of %(got)s instead of %(asked)s."),
    "seed_changed": _("The engine used the seed %(got)s instead of %(asked)s."),
    "prompt_changed": _("The engine changed the prompt."),
    "negative_prompt_changed": _("The engine changed the negative prompt."),
    "lora_unconfirmed": _("The engine did not confirm the LoRA “%(asked)s”; it may not have it."),
    "fewer_pictures": _("The engine made %(got)s pictures instead of %(asked)s."),
    "more_pictures": _("The engine made %(got)s pictures instead of %(asked)s."),
    "no_pictures": _("The engine made no picture."),
    "interrupted": _("The work was interrupted; the last picture may be unfinished."),
    "black_picture": _("A picture is completely black; the model may not have managed it."),
    "picture_unreadable": _("A picture of the answer could not be opened and was left out."),
}

ABSENT = {
    "not_offered": _("This engine does not offer it."),
    "not_in_program": _("%(program)s cannot do this."),
    "none_installed": _("None is installed on this engine."),
    "list_unreadable": _("The engine's list could not be read. Try again in a minute."),
}
