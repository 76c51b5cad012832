"""Moderators decide everywhere, curators on their own topics, all with reasons at hand.

Groups are got or created.
"""

from django.db import migrations

from community.migrations._submission_workflow import create_workflow, remove_workflow

CURATORS, MODERATORS = "Curators", "Moderators"
RIGHTS = {
    CURATORS: [("community", "report", "moderate_own_topics")],
    MODERATORS: [
        ("community", "report", "moderate_everywhere"),
        ("wagtailadmin", "admin", "access_admin"),
    ],
}

REASONS = [
    ("Spam", "", "광고나 도배로 보여요.", "It looks like spam or advertising."),
    ("Insult", "", "다른 사람을 모욕하거나 괴롭히는 말이에요.", "It insults or harasses somebody."),
    ("Rights", "picture", "다른 사람의 권리를 침해해요.", "It violates somebody's rights."),
    (
        "Sensitive",
        "picture",
        "민감한 내용이라 가려서 보여 드려요.",
        "Its content is sensitive, so it is blurred at first.",
    ),
    ("Off topic", "submission", "이 주제와 맞지 않아요.", "It does not fit this topic."),
    (
        "Title or description",
        "submission",
        "제목이나 대체 텍스트를 다듬어 주세요.",
        "Please improve the title or the alternative text.",
    ),
    (
        "Repeated",
        "person",
        "안내를 받고도 여러 번 규칙을 어겼어요.",
        "The rules were broken again and again.",
    ),
]


def add_reasons(apps, schema_editor):
    template = apps.get_model("community.ReasonTemplate")
    for position, (name, use, text_ko, text_en) in enumerate(REASONS):
        template.objects.create(
            name=name, use=use, text_ko=text_ko, text_en=text_en, position=position
        )


def remove_reasons(apps, schema_editor):
    names = [name for name, *_ in REASONS]
    apps.get_model("community.ReasonTemplate").objects.filter(name__in=names).delete()


def allow(apps, schema_editor):
    groups = apps.get_model("auth.Group").objects
    for name, rights in RIGHTS.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*(_permission(apps, *right) for right in rights))


def _permission(apps, app_label, model, codename):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission


def forbid(apps, schema_editor):
    """Take the rights back; the groups stay, with the people in them."""
    for name, rights in RIGHTS.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        if group is not None:
            names = [codename for app_label, _, codename in rights if app_label == "community"]
            found = group.permissions.filter(
                content_type__app_label="community", codename__in=names
            )
            group.permissions.remove(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(allow, forbid),
        migrations.RunPython(create_workflow, remove_workflow),
        migrations.RunPython(add_reasons, remove_reasons),
    ]
