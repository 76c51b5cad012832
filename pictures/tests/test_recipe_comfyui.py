"""ComfyUI's graphs: which sampler, which words, which model, and where nothing is invented."""

from __future__ import annotations

import copy
import json

import pytest

from pictures.recipe import Lora, Recipe
from pictures.recipe_reader import read_recipe
from pictures.tests.generated_comfyui import GRAPH, WIDGETS, WORKFLOW, drawn
from pictures.tests.sample import NEGATIVE, PROMPT


def node(kind: str, **inputs) -> dict:
    return {"class_type": kind, "inputs": inputs}


def read(graph: dict) -> Recipe:
    return read_recipe({"prompt": json.dumps(graph)})


def with_nodes(**nodes) -> dict:
    """The plain graph, with nodes changed or added: `_3=node(…)`."""
    return {**GRAPH, **{name.removeprefix("_"): value for name, value in nodes.items()}}


def with_inputs(key: str, **inputs) -> dict:
    graph = copy.deepcopy(GRAPH)
    graph[key]["inputs"] |= inputs
    return graph


FLUX = {
    "1": node("UNETLoader", unet_name="flux1-dev.safetensors", weight_dtype="default"),
    "2": node("DualCLIPLoader", clip_name1="t5.safetensors", clip_name2="l.safetensors"),
    "3": node("CLIPTextEncode", text="a lake", clip=["2", 0]),
    "4": node("FluxGuidance", guidance=3.5, conditioning=["3", 0]),
    "5": node("BasicGuider", model=["6", 0], conditioning=["4", 0]),
    "6": node("ModelSamplingFlux", max_shift=1.15, model=["14", 0]),
    "7": node("RandomNoise", noise_seed=99),
    "8": node("KSamplerSelect", sampler_name="euler"),
    "9": node("BasicScheduler", scheduler="simple", steps=28, denoise=1.0, model=["6", 0]),
    "10": node("EmptySD3LatentImage", width=1024, height=768, batch_size=1),
    "11": node(
        "SamplerCustomAdvanced",
        noise=["7", 0],
        guider=["5", 0],
        sampler=["8", 0],
        sigmas=["9", 0],
        latent_image=["10", 0],
    ),
    "12": node("VAEDecode", samples=["11", 0], vae=["13", 0]),
    "13": node("VAELoader", vae_name="ae.safetensors"),
    "14": node(
        "LoraLoaderModelOnly", lora_name="mist.safetensors", strength_model=0.7, model=["1", 0]
    ),
    "15": node("SaveImage", images=["12", 0]),
}


class TestSamplers:
    def test_spread_over_many_nodes_are_put_together(self):
        recipe = read(FLUX)
        assert recipe.standing == "read"
        assert (recipe.prompt, recipe.negative_prompt, recipe.seed) == ("a lake", "", 99)
        assert (recipe.steps, recipe.sampler, recipe.scheduler) == (28, "euler", "simple")
        assert (recipe.guidance, recipe.model) == (3.5, "flux1-dev")
        assert recipe.loras == (Lora("mist", 0.7),)
        assert (recipe.width, recipe.height, recipe.extras) == (1024, 768, {"VAE": "ae"})

    def test_keep_both_guidances_apart(self):
        graph = {**FLUX, "5": node("CFGGuider", cfg=1.0, model=["6", 0], positive=["4", 0])}
        recipe = read(graph)
        assert recipe.guidance == 1
        assert recipe.extras["Distilled CFG Scale"] == "3.5"

    def test_for_one_scheduler_alone_name_it(self):
        graph = {**FLUX, "9": node("KarrasScheduler", steps=28, sigma_max=14.6)}
        assert (read(graph).steps, read(graph).scheduler) == (28, "karras")

    def test_that_refine_give_way_to_the_one_that_began(self):
        graph = with_nodes(
            _20=node(
                "KSamplerAdvanced",
                add_noise="disable",
                noise_seed=1,
                steps=40,
                cfg=3.0,
                sampler_name="euler",
                scheduler="normal",
                start_at_step=20,
                model=["4", 0],
                positive=["6", 0],
                negative=["7", 0],
                latent_image=["3", 0],
            ),
            _8=node("VAEDecode", samples=["20", 0], vae=["4", 2]),
        )
        recipe = read(graph)
        assert (recipe.seed, recipe.steps) == (2**40 + 7, 24)
        assert recipe.extras["Passes"] == "2"
        assert recipe.standing == "read"

    def test_that_lead_to_no_saved_picture_do_not_count(self):
        other = copy.deepcopy(GRAPH["3"])
        other["inputs"]["seed"] = 1
        graph = {"2": other, **GRAPH}
        assert read(graph).seed == 2**40 + 7

    def test_of_a_preview_give_way_to_that_of_the_saved_picture(self):
        other = copy.deepcopy(GRAPH["3"])
        other["inputs"]["seed"] = 1
        shown = {"1": node("PreviewImage", images=["2", 0]), "2": other}
        assert read({**shown, **GRAPH}).seed == 2**40 + 7

    def test_of_two_saved_pictures_leave_open_which_one_it_was(self):
        other = copy.deepcopy(GRAPH["3"])
        other["inputs"]["seed"] = 1
        recipe = read({**GRAPH, "20": other, "21": node("SaveImage", images=["20", 0])})
        assert (recipe.seed, recipe.standing) == (2**40 + 7, "partly")

    def test_of_which_several_painted_parts_are_only_partly_told(self):
        other = copy.deepcopy(GRAPH["3"])
        graph = with_nodes(
            _20=other,
            _21=node("LatentComposite", samples_to=["3", 0], samples_from=["20", 0]),
            _8=node("VAEDecode", samples=["21", 0]),
        )
        assert read(graph).standing == "partly"

    @pytest.mark.parametrize("kind", ["KSampler (Efficient)", "KSampler Adv. (Efficient)"])
    def test_of_other_makers_are_known_by_their_inputs(self, kind):
        loader = node(
            "Efficient Loader",
            ckpt_name="painter.safetensors",
            lora_name="mist.safetensors",
            lora_model_strength=0.4,
            positive="a lake",
            negative="boats",
            empty_latent_width=640,
            empty_latent_height=960,
        )
        sampler = node(
            kind,
            seed=5,
            steps=20,
            cfg=7.0,
            sampler_name="euler",
            scheduler="normal",
            denoise=1.0,
            model=["1", 0],
            positive=["1", 1],
            negative=["1", 2],
            latent_image=["1", 3],
        )
        recipe = read({"1": loader, "2": sampler, "3": node("SaveImage", images=["2", 5])})
        assert (recipe.prompt, recipe.negative_prompt) == ("a lake", "boats")
        assert (recipe.model, recipe.loras) == ("painter", (Lora("mist", 0.4),))
        assert (recipe.width, recipe.height, recipe.standing) == (640, 960, "read")


class TestWords:
    def test_are_followed_through_nodes_that_hold_or_join_them(self):
        graph = with_nodes(
            _6=node("CLIPTextEncode", text=["20", 0], clip=["4", 1]),
            _20=node("Text Concatenate", text_a=["21", 0], text_b="evening", delimiter=", "),
            _21=node("PrimitiveStringMultiline", value="a lake"),
        )
        assert (read(graph).prompt, read(graph).standing) == ("a lake, evening", "read")

    def test_of_both_encoders_are_told_once(self):
        graph = with_nodes(_6=node("CLIPTextEncodeSDXL", text_g="a lake", text_l="a lake"))
        assert read(graph).prompt == "a lake"

    def test_keep_their_sides_on_the_way_through_a_control_net(self):
        graph = with_nodes(
            _20=node("ControlNetApplyAdvanced", positive=["6", 0], negative=["7", 0], strength=1.0)
        )
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"] |= {"positive": ["20", 0], "negative": ["20", 1]}
        assert (read(graph).prompt, read(graph).negative_prompt) == (PROMPT, NEGATIVE)

    def test_that_were_combined_stand_in_lines(self):
        graph = with_nodes(
            _20=node("ConditioningCombine", conditioning_1=["6", 0], conditioning_2=["21", 0]),
            _21=node("CLIPTextEncode", text="a boat"),
        )
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"]["positive"] = ["20", 0]
        assert read(graph).prompt == f"{PROMPT}\na boat"

    def test_that_are_taken_out_are_not_told(self):
        graph = with_nodes(_20=node("ConditioningZeroOut", conditioning=["6", 0]))
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"]["negative"] = ["20", 0]
        assert read(graph).negative_prompt == ""

    @pytest.mark.parametrize("kind", ["OllamaGenerate", "Florence2Run", "TextRandomLine"])
    def test_that_a_model_made_up_are_not_invented(self, kind):
        graph = with_nodes(
            _6=node("CLIPTextEncode", text=["20", 0]), _20=node(kind, prompt="describe a lake")
        )
        assert (read(graph).prompt, read(graph).standing) == ("", "partly")

    def test_that_a_model_made_up_are_read_where_they_were_shown(self):
        graph = with_nodes(
            _6=node("CLIPTextEncode", text=["20", 0]),
            _20=node("ShowText|pysssss", text=["21", 0], text_0="a lake, very still"),
            _21=node("OllamaGenerate", prompt="describe a lake"),
        )
        assert read(graph).prompt == "a lake, very still"


class TestSettings:
    def test_are_followed_to_the_node_that_holds_them(self):
        graph = with_nodes(_20=node("Seed (rgthree)", seed=77), _21=node("PrimitiveInt", value=640))
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"]["seed"] = ["20", 0]
        graph["5"] = node("EmptyLatentImage", width=["21", 0], height=["21", 0])
        recipe = read(graph)
        assert (recipe.seed, recipe.width, recipe.height) == (77, 640, 640)

    def test_that_were_calculated_are_not_invented(self):
        graph = with_inputs("3", steps=["20", 0])
        graph["20"] = node("MathExpression", expression="a*2", a=10, b=3)
        assert (read(graph).steps, read(graph).standing) == (None, "partly")

    def test_tell_how_far_a_given_picture_was_changed(self):
        graph = with_nodes(_5=node("VAEEncode", pixels=["20", 0]), _20=node("LoadImage", image="a"))
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"]["denoise"] = 0.55
        recipe = read(graph)
        assert recipe.extras["Denoising strength"] == "0.55"
        assert (recipe.width, recipe.standing) == (None, "read")


class TestModels:
    def test_that_were_mixed_are_only_partly_told(self):
        graph = with_nodes(
            _10=node("ModelMergeSimple", model1=["4", 0], model2=["20", 0], ratio=0.5),
            _20=node("CheckpointLoaderSimple", ckpt_name="other.safetensors"),
        )
        assert (read(graph).model, read(graph).standing) == ("painter", "partly")

    def test_take_loras_in_the_order_in_which_they_were_loaded(self):
        graph = with_nodes(
            _20=node("LoraLoader", lora_name="rain.safetensors", strength_model=1, model=["10", 0])
        )
        graph["3"] = copy.deepcopy(graph["3"])
        graph["3"]["inputs"]["model"] = ["20", 0]
        assert [lora.name for lora in read(graph).loras] == ["mist", "rain"]

    def test_take_loras_of_a_stack_that_are_switched_on(self):
        stack = {
            "lora_1": {"on": True, "lora": "mist.safetensors", "strength": 0.5},
            "lora_2": {"on": False, "lora": "rain.safetensors", "strength": 1},
        }
        graph = with_nodes(_10=node("Power Lora Loader (rgthree)", model=["4", 0], **stack))
        assert read(graph).loras == (Lora("mist", 0.5),)


class TestDrawnWorkflow:
    def test_leaves_out_what_was_muted_and_passes_what_was_bypassed(self):
        workflow = copy.deepcopy(WORKFLOW)
        next(item for item in workflow["nodes"] if item["id"] == 10)["mode"] = 4
        recipe = read_recipe({"workflow": json.dumps(workflow)})
        assert (recipe.prompt, recipe.loras, recipe.model) == (PROMPT, (), "painter")

    def test_names_the_values_of_unknown_nodes_where_the_page_tells_how(self):
        graph = {**GRAPH, "4": node("SomeCheckpointBox", ckpt_name="x")}
        workflow = drawn(graph, {**WIDGETS, "4": ["strange.safetensors"]})
        for item in workflow["nodes"]:
            if item["id"] == 4:
                item["inputs"].append({"name": "ckpt_name", "widget": {"name": "ckpt_name"}})
        assert read_recipe({"workflow": json.dumps(workflow)}).model == "strange"

    def test_serves_where_the_graph_that_ran_is_damaged(self):
        texts = {"prompt": '{"3": {"class', "workflow": json.dumps(WORKFLOW)}
        assert (read_recipe(texts).model, read_recipe(texts).standing) == ("painter", "read")


class TestOtherTexts:
    def test_give_way_to_an_infotext_beside_the_graph(self):
        text = "a lake\nSteps: 20, Sampler: euler, Seed: 3, CFG scale: 7"
        recipe = read_recipe({"parameters": text, "prompt": json.dumps(GRAPH)})
        assert (recipe.prompt, recipe.seed, recipe.program) == ("a lake", 3, "ComfyUI")

    def test_without_a_sampler_stay_raw(self):
        graph = {"1": node("LoadImage", image="a.png"), "2": node("SaveImage", images=["1", 0])}
        assert read(graph).standing == "raw"
