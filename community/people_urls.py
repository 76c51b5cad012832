"""Addresses of profiles, settings, blocking."""

from django.urls import URLPattern, path

from community.block_views import block_list, block_person
from community.name_index_views import people_index
from community.people_views import my_page, person_page
from community.preference_views import choose_theme, display_settings, notification_settings
from community.profile_views import crop_picture, delete_picture, profile_settings, upload_picture

urlpatterns: list[URLPattern] = [
    path("people/", people_index, name="people"),
    path("people/<str:nickname>/", person_page, name="person"),
    path(
        "people/<str:nickname>/collections/",
        person_page,
        {"tab": "collections"},
        name="person_collections",
    ),
    path("people/<str:nickname>/likes/", person_page, {"tab": "likes"}, name="person_likes"),
    path("people/<str:nickname>/about/", person_page, {"tab": "about"}, name="person_about"),
    path("me/", my_page, name="me"),
    path("me/settings/", profile_settings, name="me_settings"),
    path("me/settings/picture/", upload_picture, name="me_picture"),
    path("me/settings/picture/crop/", crop_picture, name="me_picture_crop"),
    path("me/settings/picture/delete/", delete_picture, name="me_picture_delete"),
    path("me/settings/display/", display_settings, name="me_display"),
    path("me/settings/display/theme/", choose_theme, name="me_theme"),
    path("me/settings/notifications/", notification_settings, name="me_notification_settings"),
    path("me/settings/blocked/", block_list, name="me_blocks"),
    path("me/blocks/<id:user_id>/", block_person, name="me_block"),
]
