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
    "unknown_upscaler": _(
        "This engine does not have the upscaler “%(name)s”. Choose another upscaler."
    ),
    "unknown_style": _("This engine does not have the style “%(name)s”. Choose another style."),
    "unknown_interrogator": _(
        "This engine has no such model to describe pictures. Choose the other one."
    ),
    "lacks_img2img": _("This engine cannot paint over a picture. Choose another engine."),
    "lacks_upscale": _("This engine cannot enlarge finished pictures. Choose another engine."),
    "lacks_interrogate": _("This engine cannot describe pictures. Choose another engine."),
    "lacks_deepdanbooru": _("This engine has no tagger. Choose CLIP or another engine."),
    "lacks_hires": _("This engine has no hires fix. Switch it off or choose another engine."),
    "lacks_hires_details": _(
        "This engine cannot give the second pass a model, sampler, scheduler or prompt of its "
        "own. Leave them empty or choose another engine."
    ),
    "lacks_styles": _("This engine has no styles. Choose none or another engine."),
    "lacks_refiner": _("This engine has no refiner. Choose none or another engine."),
    "lacks_variation_seed": _(
        "This engine has no variation seed. Set its strength to 0 or choose another engine."
    ),
    "lacks_restore_faces": _(
        "This engine cannot restore faces. Switch it off or choose another engine."
    ),
    "lacks_tiling": _("This engine cannot make tiles. Switch it off or choose another engine."),
    "lacks_eta": _("This engine has no eta. Leave it empty or choose another engine."),
    "prompt_without_words": _(
        "Beside its LoRAs the prompt has no words. Write what the picture should show."
    ),
    "image_broken": _("The picture to start from cannot be opened. Choose another one."),
    "image_pixels": _("The picture to start from is too large: at most 16 megapixels."),
    "enlarged_pixels": _(
        "The enlarged picture would be too large: at most 16 megapixels. Choose a smaller factor."
    ),
    "not_described": _(
        "The engine could not describe the picture. Its model for that may be missing; an "
        "administrator should check."
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
    "styles_ignored": _("The engine did not apply the styles: %(asked)s."),
    "variation_seed_changed": _("The engine used the variation seed %(got)s instead of %(asked)s."),
    "variation_strength_changed": _(
        "The engine used a variation strength of %(got)s instead of %(asked)s."
    ),
    "denoising_changed": _("The engine used a denoising of %(got)s instead of %(asked)s."),
    "upscaler_replaced": _("The engine used the upscaler “%(got)s” instead of “%(asked)s”."),
    "refiner_replaced": _("The engine used the refiner “%(got)s” instead of “%(asked)s”."),
    "refiner_unconfirmed": _("The engine did not confirm the refiner “%(asked)s”."),
    "faces_not_restored": _("The engine did not restore faces."),
    "tiling_ignored": _("The engine did not confirm that the picture can be tiled."),
    "eta_changed": _("The engine used an eta of %(got)s instead of %(asked)s."),
    "info_missing": _(
        "The engine did not tell how it made this: sampler, model and seed are not confirmed."
    ),
    "fewer_pictures": _("The engine made %(got)s of the %(asked)s pictures."),
    "more_pictures": _("The engine made %(got)s pictures instead of %(asked)s."),
    "no_pictures": _("The engine made no picture."),
    "interrupted": _("The work was interrupted; the last picture may be unfinished."),
    "black_picture": _("A picture is completely black; the model may not have managed it."),
    "picture_unreadable": _("A picture of the answer could not be opened and was left out."),
}

ABSENT = {
    "not_in_program": _("%(program)s cannot do this."),
    "not_offered": _("This engine does not offer it."),
    "none_installed": _("None is installed on this engine."),
    "list_unreadable": _("The engine's list could not be read just now."),
    "not_told": _("%(program)s does not tell whose picture it paints, so ours cannot be stopped."),
}
