"""What a phone cell says: the table “Phone” of the import rules, line by line."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.intake.phones import Phone, looks_like_phone, mask, mask_digits, read_phone, read_phone_cell, tail

MOBILE = "13812345678"

CLEANED = [
    MOBILE,
    " 13812345678\t",
    "\ufeff13812345678",
    "\u202d13812345678\u202c",
    "\u00a0138\u30001234\u00a05678",
    "１３８１２３４５６７８",
    "138 1234 5678",
    "138-1234-5678",
    "138—1234—5678",
    "138.1234.5678",
    "(138)1234-5678",
    "（13812345678）",
    "【13812345678】",
    "+8613812345678",
    "+86 138 1234 5678",
    "＋86-13812345678",
    "(+86)13812345678",
    "+86-(138)-1234-5678",
    "008613812345678",
    "0086-138-1234-5678",
    "8613812345678",
    "86-13812345678",
    "'13812345678",
    "‘13812345678",
    "13812345678.0",
    "13812345678.00",
    '="13812345678"',
    "tel:+86-138-1234-5678",
    "013812345678",
    "0 13812345678",
    "0-138-1234-5678",
    "(0)13812345678",
    "+86 0 13812345678",
    "\u206813812345678\u2069",
    "\u200b13812345678",
    "\u2060138\ufe0f12345678",
    "\u316413812345678",
    "\ue5e513812345678\ue5e5",
    "13812345678;",
    "13,812,345,678",
    "13,812,345,678.00",
    "+86+8613812345678",
    "+86 8613812345678",
    "86-+86 13812345678",
    "+86：13812345678",
    "“13812345678”",
    13812345678,
    13812345678.0,
    8613812345678.0,
]

VALID = [
    ("13000000000", Phone("13000000000")),
    ("15412345678", Phone("15412345678")),
    ("19412345678", Phone("19412345678")),
    ("19912345678", Phone("19912345678")),
    ("0431-54093638", Phone("043154093638")),
    ("(0431)5409 3638", Phone("043154093638")),
    ("0431-5409363", Phone("04315409363")),
    ("010-12345678", Phone("01012345678")),
    ("+86-0431-54093638", Phone("043154093638")),
    ("+86 431 54093638", Phone("043154093638")),
    ("0086 431 54093638", Phone("043154093638")),
    ("+86-10-12345678", Phone("01012345678")),
    ("13812345678转1234", Phone("13812345678,1234")),
    ("13812345678 转 1234", Phone("13812345678,1234")),
    ("13812345678转分机1234", Phone("13812345678,1234")),
    ("13812345678,1234", Phone("13812345678,1234")),
    ("13812345678，1234", Phone("13812345678,1234")),
    ("13812345678-1234", Phone("13812345678,1234")),
    ("138-1234-5678-1234", Phone("13812345678,1234")),
    ("13812345678#1234", Phone("13812345678,1234")),
    ("13812345678 ext 1234", Phone("13812345678,1234")),
    ("13812345678;ext=1234", Phone("13812345678,1234")),
    ("13812345678转接1234", Phone("13812345678,1234")),
    ("13812345678 分机号：1234", Phone("13812345678,1234")),
    ("13812345678 x1234", Phone("13812345678,1234")),
    ("13812345678p1234", Phone("13812345678,1234")),
    ("13812345678,,1234", Phone("13812345678,1234")),
    ("13812345678_1234", Phone("13812345678,1234")),
    ("13812345678#1234#", Phone("13812345678,1234")),
    ("13812345678EXT.1234", Phone("13812345678,1234")),
    ("86-13812345678,1234", Phone("13812345678,1234")),
    ("0431-54093638-123", Phone("043154093638,123")),
    ("13812345678/13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678、13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678；13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678 13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678\n13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678|13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678\\13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678 或 13912345678", Phone(MOBILE, "13912345678")),
    ("138 1234 5678 139 1234 5678", Phone(MOBILE, "13912345678")),
    ("13812345678，13912345678", Phone(MOBILE, "13912345678")),
    ("13812345678 / 0431-54093638", Phone(MOBILE, "043154093638")),
    ("13812345678,1234/13912345678", Phone("13812345678,1234", "13912345678")),
    ("13812345678/13812345678", Phone(MOBILE)),
    ("13812345678+13912345678", Phone(MOBILE, "13912345678")),
    ("+8613812345678+8613912345678", Phone(MOBILE, "13912345678")),
]

REFUSED = {
    "no_phone": [
        None,
        "",
        "   ",
        "\u3000\u00a0",
        "\ufeff",
        "'",
        "-",
        "无",
        "NULL",
        "None",
        "nan",
        "\\N",
        "#N/A",
        "#REF!",
        "undefined",
        "（无）",
        "未留",
        "没有",
        float("nan"),
    ],
    "masked_phone": [
        "138****1234",
        "138****1234,55",
        "１３８＊＊＊＊１２３４",
        "+86 138****1234",
        "138xxxx1234",
        "***********",
        "138●●●●1234",
        "138####1234",
        "138----1234",
        "138____1234",
        "138····1234",
        "138…1234",
        "138*1234",
    ],
    "precision_lost": [
        "1.38E+10",
        "1.38e10",
        "1.381E+10",
        "1.3812345678E+10",
        "8.61E+12",
        "'1.59E+10",
        "１.38Ｅ+10",
        "1.54 E+10",
        "+1.38E+10",
        "15,412,000,000",
        15400000000.0,
        15400000000,
    ],
    "bad_phone": [
        time(13, 5),
        date(2026, 11, 1),
        datetime(2026, 11, 1, 13, 5),  # noqa: DTZ001 — as a spreadsheet gives it
        "13:05:00",
        "2026-11-01",
        "10086",
        "4001234567",
        "1381234567",
        "138123456789",
        "86868613812345678",
        "1,381,234,567",
        "138-1234",
        "12812345678",
        "23812345678",
        "+13812345678",
        "0431",
        "王伟",
        "13812345678a",
        "13812345678/无",
        "13812345678/13912345678/13712345678",
        "13812345678 1234",
        "13812345678.5",
        "١٣٨١٢٣٤٥٦٧٨",
        13812345678.5,
        1.38e20,
        1381234567.0,
        float("inf"),
        True,
        -13812345678.0,
    ],
}


@pytest.mark.parametrize("cell", CLEANED)
def test_one_number_is_read_through_everything_people_put_around_it(cell):
    assert read_phone(cell) == Phone(MOBILE)


@pytest.mark.parametrize(("cell", "phone"), VALID)
def test_mobiles_landlines_extensions_and_pairs_are_told_apart(cell, phone):
    assert read_phone(cell) == phone


@pytest.mark.parametrize(("problem", "cell"), [(problem, cell) for problem, cells in REFUSED.items() for cell in cells])
def test_what_is_no_number_is_refused_with_its_own_reason(problem, cell):
    assert read_phone(cell) == Phone(problem=problem)
    assert not looks_like_phone(cell)


WITH_WORDS = [
    ("13812345678(微信同号)", Phone(MOBILE, words="(微信同号)")),
    ("手机:13812345678", Phone(MOBILE, words="手机")),
    ("王先生13812345678", Phone(MOBILE, words="王先生")),
    ("13812345678 微信", Phone(MOBILE, words="微信")),
    ("+86 138 1234 5678，下午打", Phone(MOBILE, words="下午打")),
    ("13812345678,3点后打", Phone(MOBILE, words="3点后打")),
    ("拨13812345678转1234（虚拟号）", Phone("13812345678,1234", words="拨 (虚拟号)")),
    ("座机0431-54093638", Phone("043154093638", words="座机")),
    ("54093638/13812345678", Phone(MOBILE, words="54093638")),
    ("王13812345678 李13912345678", Phone(MOBILE, "13912345678", words="王 李")),
    ("13812345678/13912345678/13712345678", Phone(MOBILE, "13912345678", words="13812345678/13912345678/13712345678")),
    ("13812345678/无", Phone(MOBILE)),
    ("13812345678（13812345678）", Phone(MOBILE)),
    ("138****1234 13812345678", Phone(MOBILE, words="138****1234")),
    (MOBILE, Phone(MOBILE)),
    ("13812345678 1234", Phone(problem="bad_phone")),
    ("13812345678;1234", Phone(problem="bad_phone")),
    ("13812345678转1234567", Phone(problem="bad_phone")),
    ("13812345678*1234", Phone(problem="bad_phone")),
    ("订单13812345678901", Phone(problem="bad_phone")),
    ("身份证220102199001011234", Phone(problem="bad_phone")),
    ("138****1234（微信）", Phone(problem="masked_phone")),
    ("微信同号", Phone(problem="bad_phone")),
]


@pytest.mark.parametrize(("cell", "phone"), WITH_WORDS)
def test_the_one_number_among_words_is_the_number_and_the_words_are_kept(cell, phone):
    assert read_phone_cell(cell) == phone


def test_words_are_only_read_past_in_a_senders_cell():
    assert read_phone("王先生13812345678") == Phone(problem="bad_phone")


DIGITS = st.text("0123456789", max_size=14)
GLUE = st.sampled_from(["", " ", "-", "+86", "86", "1", "138", "0431", "转", ",", "/", "、", "*", ".0", "E+", "(", ")", "\u3000", "１３８", "ext"])
WRITTEN = st.lists(st.one_of(DIGITS, GLUE, st.text(max_size=3), st.from_regex(r"\A1[3-9][0-9]{9}\Z")), max_size=6).map("".join)


def digits_in(text):
    return "".join(str(int(character)) for character in text if character.isdecimal())


@given(WRITTEN)
def test_what_was_read_once_reads_the_same_again(text):
    phone = read_phone(text)

    for number in filter(None, (phone.number, phone.second)):
        assert read_phone(number) == Phone(number)


@given(WRITTEN)
def test_no_digit_is_ever_invented(text):
    phone = read_phone(text)

    written = digits_in(text)
    for number in (phone.number, phone.second):
        assert number.replace(",", "").removeprefix("0") in written
    assert bool(phone.number) != bool(phone.problem)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers(10**9, 10**14).map(float))
def test_a_number_cell_is_taken_exactly_or_not_at_all(cell):
    phone = read_phone(cell)

    if phone.number:
        assert str(int(cell)).endswith(phone.number)
    else:
        assert phone.problem == ("no_phone" if cell != cell else "bad_phone" if cell % 1_000_000 or not 0 < cell < 1e15 else "precision_lost")


@given(st.from_regex(r"\A[1-9](\.[0-9]{1,10})?[Ee]\+?[0-9]{1,2}\Z"))
def test_a_rounded_text_is_never_guessed(text):
    assert read_phone(text) == Phone(problem="precision_lost")


@pytest.mark.parametrize(
    ("number", "masked", "last"),
    [
        ("15412341234", "154****1234", "1234"),
        ("13812345678,1234", "138****5678,1234", "5678"),
        ("043154093638", "0431****3638", "3638"),
        ("01012345678", "010****5678", "5678"),
        ("", "", ""),
    ],
)
def test_a_number_on_a_page_shows_its_ends_only(number, masked, last):
    assert mask(number) == masked
    assert tail(number) == last


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("0431-54093638", "0431****3638"),
        ("13812345678/13912345678", "138****5678/139****5678"),
        ("手机138-1234-5678,下午打", "手机138****5678,下午打"),
        ("1381234567", "****4567"),
        ("138123456789", "138****6789"),
        ("１３８１２３４５６７８号", "１３８****５６７８号"),
        ("138\u200b1234\u200b5678王", "138****5678王"),
        ("2026-10-03 09:05:07", "2026-10-03 09:05:07"),
        ("2026/10/3", "2026/10/3"),
        ("129800.00", "129800.00"),
        ("X00012", "X00012"),
        ("卡罗拉", "卡罗拉"),
        ("138****1234", "138****1234"),
        ("", ""),
    ],
)
def test_a_senders_cell_is_shown_without_its_numbers(cell, shown):
    assert mask_digits(cell) == shown


@given(WRITTEN)
def test_no_number_can_be_read_off_a_masked_cell(text):
    shown = mask_digits(text)

    assert not looks_like_phone(shown)
    assert not read_phone_cell(shown).number
    assert mask_digits(shown) == shown
