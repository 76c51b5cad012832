"""Addresses under `/admin/moderation/`."""

from django.urls import path

from community import ban_views, moderation_views, page_rules_views

app_name = "moderation"
urlpatterns = [
    path("", moderation_views.index, name="index"),
    path("undo/", moderation_views.undo_last, name="undo"),
    path("pictures/<id:picture_id>/thumbnail/", moderation_views.thumbnail, name="thumbnail"),
    path("pages/<id:page_id>/", page_rules_views.page_rules, name="page_rules"),
    path("bans/", ban_views.ban_list, name="bans"),
    path("bans/<id:user_id>/", ban_views.ban_member, name="ban"),
    path("bans/<id:user_id>/lift/", ban_views.lift_ban, name="lift_ban"),
    path("<slug:name>/", moderation_views.index, name="tab"),
    path("<slug:name>/act/", moderation_views.act_on, name="act"),
]
