"""Several engines: what is known of each, and generations that any of them may take."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sd_bridge", "0002_curators_may_generate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EngineState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50, unique=True, verbose_name="engine")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unknown", "not asked yet"),
                            ("online", "online"),
                            ("starting", "starting"),
                            ("away", "cannot be reached"),
                            ("refused", "log-in refused"),
                            ("faulty", "does not answer as a WebUI"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("dialect", models.CharField(blank=True, default="", max_length=20)),
                ("dialect_label", models.CharField(blank=True, default="", max_length=100)),
                ("model_names", models.JSONField(null=True)),
                ("lists_read_at", models.DateTimeField(null=True)),
                ("current_model", models.CharField(blank=True, default="", max_length=300)),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("error_code", models.CharField(blank=True, default="", max_length=40)),
                ("error_params", models.JSONField(blank=True, default=dict)),
                ("error_detail", models.TextField(blank=True, default="")),
                ("error_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "engine",
                "verbose_name_plural": "engines",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="generation",
            name="any_engine",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="generation",
            name="refused_by",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="generation",
            name="unreached_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="generation",
            name="engine",
            field=models.CharField(blank=True, default="", max_length=50, verbose_name="engine"),
        ),
        migrations.AddConstraint(
            model_name="generation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("engine", ""), _negated=True),
                    models.Q(("any_engine", True), ("running_on__isnull", True)),
                    _connector="OR",
                ),
                name="generation_has_an_engine",
            ),
        ),
    ]
