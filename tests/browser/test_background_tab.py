"""A tab in the background says that somebody waits."""

HIDE = (
    "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
)


def test_a_tab_in_the_background_says_in_its_title_that_somebody_waits(log_in, page, agent):
    log_in(agent)
    page.goto("/me/")
    page.wait_for_load_state("networkidle")
    before = page.title()
    counts = "(unread) => document.dispatchEvent(new CustomEvent('counts', { detail: { unread, sections: { calls: ['3', false] } } }))"
    page.evaluate(counts, 1)

    page.evaluate(HIDE, True)
    page.evaluate(counts, 1)
    nothing_new = page.title()
    page.evaluate(counts, 3)
    waits = page.title()
    page.evaluate(HIDE, False)

    assert (nothing_new, waits, page.title()) == (before, f"(2) 有人在等 · {before}", before)


def test_the_sound_is_switched_on_for_one_computer_and_stays_so(log_in, page, agent):
    log_in(agent)
    page.goto("/me/")
    off = page.locator("[data-sounds]").is_checked()

    page.locator("[data-sounds]").check()
    page.reload()

    assert (off, page.locator("[data-sounds]").is_checked()) == (False, True)


def test_a_group_that_comes_sounds_where_it_was_switched_on_and_one_has_touched_the_page(log_in, page, reception):
    page.add_init_script(
        "window.tones = 0; const Real = window.AudioContext; window.AudioContext = class extends Real { constructor() { super(); window.tones++; } };"
    )
    log_in(reception)
    page.goto("/reception/mine/")
    comes = """() => {
      document.querySelector("#arrivals").insertAdjacentHTML("beforeend", '<div class="r-arrival"></div>');
      document.querySelector("#arrivals").dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
    }"""
    page.mouse.click(5, 5)
    page.evaluate(comes)
    off = page.evaluate("window.tones")
    page.evaluate("localStorage.setItem('sound', 'yes')")
    page.evaluate(comes)

    assert (off, page.evaluate("window.tones")) == (0, 1)
