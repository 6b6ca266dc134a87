"""Every page in Chromium: WCAG rules (axe), keyboard only, 400 % zoom, without JavaScript, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in
from tests.portal_world import World, delivery

PAGES = [
    "/",
    "/aanleveren",
    "/leveringen",
    "/leveringen/{a}",
    "/leveringen/{a}/ontvangstbewijs",
    "/leveringen/{a}/bevindingen",
    "/spiegel",
    "/spiegel/GM0344/2024-2025",
    "/spiegel/RMC19/2024-2025",
    "/kalender",
    "/instellingen",
    "/toegankelijkheid",
    "/bestaat-niet",
    "/leveringen/{b-fout}",
    "/leveringen/{b-fout}/bevindingen",
    "/leveringen/{b-wacht}",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SPOKEN = {
    *("button", "link", "textbox", "checkbox", "combobox", "region", "navigation", "table", "image"),
    *("columnheader", "rowheader", "heading", "progressbar", "DisclosureTriangle"),
}
REFLOW = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  const free = e.closest('.rz-scroll') || getComputedStyle(e).position === 'absolute';
  return !free && box.right > innerWidth + 1;
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str, built: World) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    log_in(context, address, "samen")
    return context.new_page()


def place(world: World, path: str) -> str:
    for name, number in world.numbers.items():
        path = path.replace("{" + name + "}", number)
    return path


def check(page: Page) -> None:
    """No rule of axe is broken, and the page has the parts that a screen reader needs."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("h1").count() == 1
    assert page.locator("main#inhoud").count() == 1
    assert page.title().endswith("| Rizoom")
    nameless = [node for node in spoken(page) if node[0] in SPOKEN and not node[1].strip()]
    assert nameless == [], "a screen reader has nothing to say here"


def spoken(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything in the tree that the browser gives to a screen reader."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (str(node["role"]["value"]), str(node.get("name", {}).get("value", "")))
        for node in tree
        if not node.get("ignored") and "role" in node
    ]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_reflows_at_400_percent(
    page: Page, address: str, world: World, path: str
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda r: r.url.startswith(address) or faults.append(r.url))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + place(world, path))
    check(page)
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.evaluate(REFLOW)
    assert page.evaluate(REFLOW) == []
    assert faults == []


@pytest.mark.parametrize(
    ("who", "path"), [("auditor", "/audit"), ("helpdesk", "/kalender"), (None, "/inloggen")]
)
def test_pages_of_other_roles_are_accessible(
    chromium: Browser, address: str, world: World, who: str | None, path: str
) -> None:
    context = chromium.new_context()
    if who:
        log_in(context, address, who)
    page = context.new_page()
    page.goto(address + path)
    check(page)
    context.close()


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return text


def test_uploading_with_the_keyboard_only(
    chromium: Browser, address: str, world: World, script: bool, tmp_path: Path
) -> None:
    file = tmp_path / "utrecht.zip"
    file.write_bytes(delivery("GM0344", volgnummer=100 + script))
    context = chromium.new_context(java_script_enabled=True)
    log_in(context, address, "a")
    cookies = context.cookies()
    context.close()
    context = chromium.new_context(java_script_enabled=script)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    # From the first listener on the browser hands its file dialogs to us; asked for only at the key press, the
    # dialog could be open before the browser had heard of it.
    page.on("filechooser", lambda _: None)
    page.goto(f"{address}/aanleveren")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.get_by_label("Zipbestand").evaluate("e => e === document.activeElement"):
            break
    expect(page.get_by_label("Zipbestand")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Aanleveren")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ontvangstbewijs*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ontvangstbewijs")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het ontvangstbewijs").press("Enter")
    assert download.value.suggested_filename.startswith("ontvangstbewijs-R")
    context.close()


def test_a_file_that_is_not_accepted_says_why(page: Page, address: str, tmp_path: Path) -> None:
    file = tmp_path / "niets.zip"
    file.write_bytes(b"geen zip")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/aanleveren")
    page.get_by_label("Zipbestand").set_input_files(file)
    page.get_by_role("button", name="Aanleveren").click()
    page.wait_for_url("**/inzendingen/*")
    expect(page.get_by_role("alert")).to_contain_text("geen leesbaar zipbestand")
    check(page)


def test_confirming_a_warning_with_the_keyboard(page: Page, address: str, world: World) -> None:
    page.goto(address + place(world, "/leveringen/{b}/bevindingen?ernst=waarschuwing"))
    page.locator("summary").first.press("Enter")
    page.get_by_label("Reden").first.fill("Dit is nagekeken en het klopt.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dit is nagekeken en het klopt.")).to_be_visible()
    check(page)


def test_the_mirror_report_prints_without_menu(page: Page, address: str, built: World) -> None:
    page.goto(f"{address}/spiegel/GM0344/2024-2025")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
    assert page.locator("svg[role=img]").first.is_visible()
    page.emulate_media(media="screen")
