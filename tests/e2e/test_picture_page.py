"""The picture in a real browser: it draws, filters, keeps to itself, and stays usable when large."""

from __future__ import annotations

import datetime as dt
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from ebbline.picture.page import picture_page
from ebbline.privacy import Mask

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the page is not opened")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: the page is not opened")


def _made_up() -> Any:
    path = Path(__file__).parents[1] / "unit" / "picture" / "page_claims.py"
    spec = importlib.util.spec_from_file_location("page_claims", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_claims"] = module
    spec.loader.exec_module(module)
    return module


made_up = _made_up()


def write(folder: Path, store: Any, name: str = "picture.html") -> str:
    page = picture_page(store, mask=Mask.none(), title="A picture", generated_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    (folder / name).write_text(page, encoding="utf-8")
    return (folder / name).as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("picture"), made_up.many(90))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Open a page; afterwards no error was thrown, no rule of its policy broken, nothing asked for."""
    contexts = []
    complaints: list[str] = []

    def open_(address: str, *, wait: bool = True, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: request.url == address.split("#")[0] or complaints.append(request.url))
        page.goto(address)
        if wait:
            page.wait_for_selector("html[data-ready=yes]", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def shown(page: Any) -> int:
    """How many claims the list says it has."""
    words = page.inner_text("#shown")
    return 0 if words.startswith("No") else int(words.split()[0].replace(",", ""))


def test_the_map_has_land_borders_and_marks(opened: Any, address: str) -> None:
    page = opened(address)
    for part in ("land", "border", "province", "river"):
        assert len(page.get_attribute(f"#base .{part}", "d")) > 50
    assert page.locator("g.mark").count() == 8
    assert page.locator("#map circle.wide").count() == 1  # near Palmyra, never a point
    assert page.locator("text.label").count() >= 5
    assert shown(page) == 90


def test_a_mark_lists_its_claims_by_click_and_by_key(opened: Any, address: str) -> None:
    page = opened(address)
    mark = page.locator("g.mark").first
    title = mark.get_attribute("aria-label")
    number = int(title.split(": ")[1].split()[0])
    mark.focus()
    page.keyboard.press("Enter")
    assert shown(page) == number
    assert page.locator("#list > li").count() == number
    assert page.locator("g.mark.on").count() == 1
    page.keyboard.press("Escape")
    assert shown(page) == 90
    page.locator("g.mark").first.click()
    assert shown(page) == number


def test_labels_do_not_cover_each_other(opened: Any, address: str) -> None:
    page = opened(address)
    boxes = [label.bounding_box() for label in page.locator("text.label").all()]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            assert min(across, down) < 4, "two labels overlap"


def test_filters_narrow_and_say_what_they_leave_out(opened: Any, address: str) -> None:
    page = opened(address)
    page.select_option("#f-certainty", "no")
    assert 0 < shown(page) < 90
    assert page.locator("#list > li:not(.not)").count() == 0
    page.click("#f-clear")
    page.fill("#f-text", "003.txt mill")
    api.expect(page.locator("#shown")).to_have_text("9 claims")
    page.click("#f-clear")
    page.uncheck(".kinds input[value='6']")
    assert page.locator("g.mark .ring").count() == 0
    page.click("#f-clear")
    page.fill("#f-from", "2015-07-01")
    page.fill("#f-to", "2015-07-31")
    assert 0 < shown(page) < 90
    assert "undated are left out" in page.inner_text("#state")
    page.fill("#f-text", "no such words anywhere")
    api.expect(page.locator("#shown")).to_contain_text("No claim passes")


def test_dragging_over_the_bars_chooses_a_period(opened: Any, address: str) -> None:
    page = opened(address)
    page.locator("#time-svg").scroll_into_view_if_needed()
    box = page.locator("#time-svg").bounding_box()
    page.mouse.move(box["x"] + 150, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.input_value("#f-from") < page.input_value("#f-to")
    assert page.locator(".brush").count() == 1
    assert 0 < shown(page) < 90


def test_what_has_no_place_or_date_can_be_reached(opened: Any, address: str) -> None:
    page = opened(address)
    for chip in page.locator("button.chip").all():
        number = int("".join(filter(str.isdigit, chip.inner_text())))
        chip.click()
        assert shown(page) == number
        assert chip.get_attribute("aria-pressed") == "true"
        chip.click()


def test_cells_of_strength_and_lines_of_causes_list_their_claims(opened: Any, address: str) -> None:
    page = opened(address)
    for place in (".cell[data-claims]", "tr[data-claims]"):
        node = page.locator(place).first
        number = len(node.get_attribute("data-claims").split())
        node.click()
        assert shown(page) == number
        page.keyboard.press("Escape")


def widths(page: Any) -> dict[int, float]:
    """Of each mark that stands in the window, by its number."""
    boxes = enumerate(mark.bounding_box() for mark in page.locator("g.mark").all())
    return {number: box["width"] for number, box in boxes if box is not None}


def test_zooming_moves_the_land_and_keeps_the_marks_size(opened: Any, address: str) -> None:
    page = opened(address)
    before, sizes = page.get_attribute("#base", "transform"), widths(page)
    page.focus("#map-svg")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    api.expect(page.locator("#base")).not_to_have_attribute("transform", before)
    grown = [width / sizes[mark] for mark, width in widths(page).items() if mark in sizes]
    assert median(grown) == pytest.approx(1, rel=0.05), "marks that were drawn together may part"
    page.keyboard.press("0")
    api.expect(page.locator("#base")).to_have_attribute("transform", before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_screen_has_no_sideways_scroll(opened: Any, address: str, scheme: str) -> None:
    page = opened(address, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("g.mark").count() >= 4


def test_without_javascript_map_bars_and_claims_are_there(opened: Any, address: str) -> None:
    page = opened(address, wait=False, java_script_enabled=False)
    assert page.locator("g.mark").count() >= 4
    assert page.locator("#time-svg rect").count() > 10
    assert page.locator("#list > li mark").count() >= 90
    assert page.locator("#filters").is_hidden()


def test_the_address_of_a_claim_opens_it(opened: Any, address: str) -> None:
    wanted = list(made_up.many(90).claims())[70].claim_id
    page = opened(f"{address}#{wanted}")
    assert page.locator(f"#{wanted}.target").is_visible()


@pytest.mark.slow
def test_ten_thousand_claims_open_quickly(opened: Any, tmp_path: Path) -> None:
    page = opened(write(tmp_path, made_up.many(10_000, reports=500)))
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert timing < 3000
    assert shown(page) == 10_000
    assert page.locator("#list > li").count() < 200


def test_the_command_writes_the_page_or_says_why_not(ebbline: Any, demo_ledger: Path, tmp_path: Path) -> None:
    done = ebbline("picture", "--ledger", demo_ledger, "--output", tmp_path / "p.html", "--title", "A <title>")
    assert (done.returncode, done.stderr) == (0, "")
    assert "<h1>A &lt;title&gt;</h1>" in (tmp_path / "p.html").read_text("utf-8")
    failed = ebbline("picture", "--ledger", demo_ledger, "--output", tmp_path / "none" / "p.html")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "--output" in failed.stderr
