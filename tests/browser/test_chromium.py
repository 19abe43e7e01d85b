"""The browser reaches the product."""

import pytest


def test_the_browser_reads_a_page_of_the_server(page):
    page.goto("/healthz")

    text = page.inner_text("body")

    assert text == "ok"


def test_axe_tells_an_image_without_words(page, assert_accessible):
    page.goto("/healthz")
    page.set_content("<html lang='zh'><head><title>x</title></head><body><main><h1>x</h1><img src='/x.png'></main></body></html>")

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
