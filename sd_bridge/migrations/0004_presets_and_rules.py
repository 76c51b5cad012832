"""Further kinds of requests, presets, the rules for generating, and what was made with what."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pictures.models.gallery_image


class Migration(migrations.Migration):
    dependencies = [
        ("pictures", "0001_initial"),
        ("sd_bridge", "0003_engines"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GenerationRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "blocked_words",
                    models.TextField(
                        blank=True,
                        help_text="One word or phrase a line. A prompt that contains one is refused, whether in capitals or small letters; Korean words also within longer words.",
                        verbose_name="blocked words",
                    ),
                ),
                (
                    "max_pixels",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Width × height of the finished picture, after enlarging. 1048576 is 1024 × 1024. 0: no limit.",
                        verbose_name="pixels of a picture",
                    ),
                ),
                (
                    "max_count",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0: as many as the form offers.",
                        validators=[django.core.validators.MaxValueValidator(8)],
                        verbose_name="pictures of a request",
                    ),
                ),
                (
                    "max_waiting",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="Waiting and running ones together. 0: no limit.",
                        verbose_name="requests of an editor at a time",
                    ),
                ),
                (
                    "daily_quota",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Counted from midnight. Requests that ended before an engine was asked do not count. 0: no limit.",
                        verbose_name="pictures of an editor a day",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules for generating",
                "verbose_name_plural": "rules for generating",
            },
        ),
        migrations.AddField(
            model_name="generation",
            name="caption",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="description"
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "From words"),
                    ("image", "From a picture"),
                    ("upscale", "Enlarged"),
                    ("interrogate", "Description"),
                ],
                default="text",
                editable=False,
                max_length=11,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="preset_label",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=200, verbose_name="preset"
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="preset_revision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="settings",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="further settings"
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="slots",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="generation",
            name="source_file",
            field=models.FileField(
                blank=True,
                default="",
                editable=False,
                max_length=200,
                storage=pictures.models.gallery_image.private_storage,
                upload_to="",
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="source_image",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pictures.galleryimage",
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="source_page",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.WAGTAIL_PAGE_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="source_recipe",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="generation",
            name="source_result",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="sd_bridge.result",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="dhash",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
        ),
        migrations.CreateModel(
            name="Preset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tall", "Tall 9:16"),
                            ("portrait", "Portrait 2:3"),
                            ("square", "Square 1:1"),
                            ("landscape", "Landscape 3:2"),
                            ("wide", "Wide 16:9"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="format",
                    ),
                ),
                (
                    "width",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="width"),
                ),
                (
                    "height",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="height"),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="number of pictures"
                    ),
                ),
                (
                    "batch_size",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="painted at once"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As the engine names it.",
                        max_length=300,
                        verbose_name="model",
                    ),
                ),
                (
                    "sampler",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="sampler"
                    ),
                ),
                (
                    "scheduler",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="scheduler"
                    ),
                ),
                (
                    "steps",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="steps"),
                ),
                ("cfg_scale", models.FloatField(blank=True, null=True, verbose_name="guidance")),
                (
                    "eta",
                    models.FloatField(
                        blank=True,
                        help_text="0 to 1; empty leaves it to the sampler.",
                        null=True,
                        verbose_name="eta",
                    ),
                ),
                (
                    "styles",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="One a line.",
                        verbose_name="styles of the engine",
                    ),
                ),
                (
                    "restore_faces",
                    models.BooleanField(blank=True, null=True, verbose_name="restore faces"),
                ),
                ("tiling", models.BooleanField(blank=True, null=True, verbose_name="tiling")),
                (
                    "hires_upscaler",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="With one, pictures are painted small and enlarged.",
                        max_length=300,
                        verbose_name="upscaler",
                    ),
                ),
                (
                    "hires_scale",
                    models.FloatField(
                        blank=True, help_text="1 to 4.", null=True, verbose_name="enlarge by"
                    ),
                ),
                (
                    "hires_steps",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="steps of the second pass"
                    ),
                ),
                (
                    "hires_denoising",
                    models.FloatField(
                        blank=True,
                        help_text="0 to 1.",
                        null=True,
                        verbose_name="strength of the second pass",
                    ),
                ),
                (
                    "hires_model",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="model of the second pass",
                    ),
                ),
                (
                    "hires_sampler",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="sampler of the second pass",
                    ),
                ),
                (
                    "hires_scheduler",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="scheduler of the second pass",
                    ),
                ),
                (
                    "hires_prompt",
                    models.TextField(
                        blank=True, default="", verbose_name="prompt of the second pass"
                    ),
                ),
                (
                    "hires_negative_prompt",
                    models.TextField(
                        blank=True, default="", verbose_name="negative prompt of the second pass"
                    ),
                ),
                (
                    "refiner",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="refiner"
                    ),
                ),
                (
                    "refiner_switch_at",
                    models.FloatField(
                        blank=True,
                        help_text="0 to 1.",
                        null=True,
                        verbose_name="switch to the refiner at",
                    ),
                ),
                (
                    "denoising",
                    models.FloatField(
                        blank=True,
                        help_text="0 keeps the picture it starts from, 1 forgets it.",
                        null=True,
                        verbose_name="strength over a picture",
                    ),
                ),
                (
                    "resize_mode",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "Stretch"), (1, "Crop"), (2, "Fill")],
                        null=True,
                        verbose_name="fit of a picture",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="How editors find it in the list.",
                        max_length=100,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "prompt_template",
                    models.TextField(
                        help_text="Slots stand in braces and are asked for in the form: “{subject}, oil painting”. A brace that is meant as such is written twice: “{{” and “}}”.",
                        verbose_name="prompt",
                    ),
                ),
                (
                    "negative_prompt",
                    models.TextField(blank=True, default="", verbose_name="negative prompt"),
                ),
                (
                    "allowed_models",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="One a line, as the engine names it. Empty: every model.",
                        verbose_name="allowed models",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "preset",
                "verbose_name_plural": "presets",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MadeWith",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="kept at")),
                (
                    "generation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sd_bridge.generation",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="pictures.galleryimage",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="picture",
                    ),
                ),
                (
                    "preset_revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "preset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sd_bridge.preset",
                        verbose_name="preset",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture made with a preset",
                "verbose_name_plural": "pictures made with presets",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="generation",
            name="preset",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="sd_bridge.preset",
                verbose_name="preset",
            ),
        ),
        migrations.AddConstraint(
            model_name="generation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["text", "image", "upscale", "interrogate"])),
                name="generation_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="madewith",
            index=models.Index(fields=["preset", "label"], name="made_with_version"),
        ),
    ]
