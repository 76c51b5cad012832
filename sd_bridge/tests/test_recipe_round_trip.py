"""What visitors download with its recipe, a WebUI reads back."""

import base64

import pytest
from django.urls import reverse

from pictures.intake import take_in
from pictures.library import add_image
from pictures.publishing import create_picture
from pictures.recipe_reader import parse_infotext
from pictures.tests.painted import painted, saved

pytestmark = pytest.mark.django_db
INFOTEXT = (
    '등대, "a lighthouse"\nby the sea <lora:mist:0.8>\nNegative prompt: blurry, low: quality\n'
    "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, "
    'Size: 64x48, Model hash: 9ce000b877, Model: demo-painter, Lora hashes: "mist: 0123456789", '
    "Version: demo-painter 1.0"
)


@pytest.mark.parametrize("is_corrected", [False, True], ids=["as found", "corrected"])
@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "avif"])
def test_png_info_reads_the_same_fields(shared, client, topic, ana, kind, is_corrected):
    taken = take_in(saved(painted(), kind))
    recipe = parse_infotext(INFOTEXT)
    image = add_image(taken, title="A", user=ana, recipe=recipe)
    if is_corrected:
        image.recipe_data = {**recipe.as_json(), "is_corrected": True}
        image.save()
    picture = create_picture(
        topic=topic, image=image, title="A", user=ana, alt_text="A", publish=True
    )
    data = client.get(reverse("download", args=[picture.pk, "with-recipe"])).content
    asked = {"image": base64.b64encode(data).decode()}
    read = shared.post("/sdapi/v1/png-info", asked).json()["parameters"]
    assert read["Prompt"] == '등대, "a lighthouse"\nby the sea <lora:mist:0.8>'
    assert read["Negative prompt"] == "blurry, low: quality"
    wanted = {
        "Steps": "20",
        "Sampler": "DPM++ 2M",
        "Schedule type": "Karras",
        "CFG scale": "6.5",
        "Seed": "1234567890",
        "Size-1": "64",
        "Size-2": "48",
        "Model hash": "9ce000b877",
        "Model": "demo-painter",
        "Version": "demo-painter 1.0",
    }
    assert {name: read.get(name) for name in wanted} == wanted
