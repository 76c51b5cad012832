"""Who decides by default: moderators, and the curators whom a topic names.

Wagtail's own default lets its moderators decide on every page. Where nobody has changed that, our
workflow takes its place at the root of the tree; a workflow that operators assigned is left alone.
"""

NAME = "Curators and moderators"
WAGTAILS = "Moderators approval"


def create_workflow(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="community", model="submissiontask"
    )
    task = apps.get_model("community.SubmissionTask").objects.create(
        name=NAME, content_type=content_type, active=True
    )
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    assigned = apps.get_model("wagtailcore.WorkflowPage").objects
    if _replace(assigned.filter(page=root).first(), WAGTAILS, workflow) is None:
        assigned.create(page=root, workflow=workflow)


def remove_workflow(apps, schema_editor):
    workflow = apps.get_model("wagtailcore.Workflow")
    old = workflow.objects.filter(name=WAGTAILS, active=True).first()
    for page in apps.get_model("wagtailcore.WorkflowPage").objects.filter(workflow__name=NAME):
        if old is None or page.page.depth > 1:
            page.delete()
        else:
            _replace(page, NAME, old)
    tasks = list(apps.get_model("community.SubmissionTask").objects.values_list("pk", flat=True))
    steps = apps.get_model("wagtailcore.WorkflowTask").objects
    steps.filter(task_id__in=tasks).delete()
    workflow.objects.filter(name=NAME, workflow_tasks=None).delete()
    apps.get_model("community.SubmissionTask").objects.all().delete()
    apps.get_model("wagtailcore.Task").objects.filter(pk__in=tasks).delete()


def _replace(row, name, workflow):
    """Have the page of `row` follow `workflow`, if it followed the one called `name`."""
    if row is not None and row.workflow.name == name:
        row.workflow = workflow
        row.save(update_fields=["workflow"])
    return row
