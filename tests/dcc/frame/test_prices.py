"""A price as it is said in each language."""

from decimal import Decimal

import pytest
from django.utils import translation

from dcc.templatetags.moments import price


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "31.20 万"), ("en", "CNY 312,000")])
def test_a_price_has_its_unit(language, said):
    with translation.override(language):
        assert price(Decimal("31.20")) == said
