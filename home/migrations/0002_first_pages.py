"""What `migrate` alone yields: home page, topic index, a Site that follows BASE_URL, curators."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

GROUP = "Curators"
PAGE_PERMISSIONS = (
    "add_page",
    "change_page",
    "publish_page",
    "bulk_delete_page",
    "lock_page",
    "unlock_page",
)
IMAGE_PERMISSIONS = ("add_image", "change_image", "choose_image")


def create_first_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Locale = apps.get_model("wagtailcore.Locale")
    Site = apps.get_model("wagtailcore.Site")
    locale = Locale.objects.first() or Locale.objects.create(language_code="ko")

    Page.objects.filter(content_type__app_label="wagtailcore", slug="home", depth=2).delete()
    home = _create_page(
        apps.get_model("home.HomePage"),
        ContentType,
        locale,
        "HKPictures",
        "home",
        "/home/",
        "00010001",
        1,
    )
    _create_page(
        apps.get_model("topics.TopicIndexPage"),
        ContentType,
        locale,
        "주제",
        "topics",
        "/home/topics/",
        "000100010001",
        0,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": "HKPictures",
            "root_page_id": home.pk,
        },
    )


def _create_page(model, ContentType, locale, title, slug, url_path, path, numchild):
    content_type, _ = ContentType.objects.get_or_create(
        app_label=model._meta.app_label, model=model._meta.model_name
    )
    return model.objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type,
        locale=locale,
        path=path,
        depth=len(path) // 4,
        numchild=numchild,
        url_path=url_path,
        live=True,
    )


def remove_first_pages(apps, schema_editor):
    """Leave what Wagtail's own migrations leave: a Site with a plain page."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    apps.get_model("topics.TopicIndexPage").objects.all().delete()
    Page.objects.filter(path__startswith="0001", depth__gte=2).delete()
    page = _create_page(
        Page, ContentType, Locale.objects.first(), "Home", "home", "/home/", "00010001", 0
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page_id": page.pk},
    )


def create_curators(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Page = apps.get_model("wagtailcore.Page")
    Collection = apps.get_model("wagtailcore.Collection")
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(
        _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
    )

    index = Page.objects.get(path="000100010001")
    page_permissions = apps.get_model("wagtailcore.GroupPagePermission")
    for codename in PAGE_PERMISSIONS:
        permission = _permission(apps, "wagtailcore", "page", codename, codename.replace("_", " "))
        page_permissions.objects.get_or_create(group=group, page=index, permission=permission)

    root = Collection.objects.get(depth=1)
    collection_permissions = apps.get_model("wagtailcore.GroupCollectionPermission")
    for codename in IMAGE_PERMISSIONS:
        permission = _permission(
            apps, "wagtailimages", "image", codename, codename.replace("_", " ")
        )
        collection_permissions.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def remove_curators(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("topics", "0001_initial"),
        ("pictures", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(create_first_pages, remove_first_pages),
        migrations.RunPython(create_curators, remove_curators),
    ]
