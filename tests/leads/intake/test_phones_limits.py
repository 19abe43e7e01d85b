"""How many digits, stars and signs make a number, a masked one, or none."""

import pytest

from leads.intake.phones import Phone, main_number, mask, mask_digits, read_phone

MOBILE = "13812345678"


@pytest.mark.parametrize("area", ["0431", "0999", "0311", "010", "020", "021", "029"])
@pytest.mark.parametrize(("digits", "valid"), [(6, False), (7, True), (8, True), (9, False)])
def test_a_landline_is_seven_or_eight_digits_behind_its_area_code(area, digits, valid):
    number = area + "54093638123"[:digits]

    assert read_phone(number) == (Phone(number) if valid else Phone(problem="bad_phone"))


@pytest.mark.parametrize("area", ["011", "0131", "00431"])
def test_what_is_no_area_code_makes_no_landline(area):
    assert read_phone(f"{area}5409363") == Phone(problem="bad_phone")


@pytest.mark.parametrize(("number", "valid"), [("12912345678", False), ("13000000000", True), ("19999999999", True), ("1391234567", False)])
def test_a_mobile_begins_with_13_to_19_and_has_eleven_digits(number, valid):
    assert bool(read_phone(number).number) is valid


@pytest.mark.parametrize("sign", ["转", "分机", ",", "-", "#", " ext "])
@pytest.mark.parametrize("extension", ["1", "12", "123", "1234", "12345", "123456"])
def test_an_extension_has_one_to_six_digits(sign, extension):
    assert read_phone(f"{MOBILE}{sign}{extension}") == Phone(f"{MOBILE},{extension}")


def test_seven_digits_are_no_extension():
    assert read_phone(f"{MOBILE}转1234567") == Phone(problem="bad_phone")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1381234**78", "masked_phone"),
        ("138123456*8", "bad_phone"),
        ("138123××678", "masked_phone"),
        ("138123●●678", "masked_phone"),
        ("138123×5678", "bad_phone"),
        ("138xx345678", "masked_phone"),
        ("138XX345678", "masked_phone"),
        ("138x2345678", "bad_phone"),
        ("xx12345678", "bad_phone"),
    ],
)
def test_two_signs_in_place_of_digits_are_masked_and_one_is_a_slip(cell, problem):
    assert read_phone(cell) == Phone(problem=problem)


@pytest.mark.parametrize(("spaces", "phone"), [(89, Phone(MOBILE)), (90, Phone(problem="bad_phone"))])
def test_a_cell_of_more_than_a_hundred_characters_is_no_number(spaces, phone):
    assert read_phone("138" + " " * spaces + "12345678") == phone


@pytest.mark.parametrize(("cell", "phone"), [("1.38E+1", "precision_lost"), ("1.38E+10", "precision_lost"), ("1.38E+100", "bad_phone")])
def test_a_rounded_number_has_a_power_of_two_digits_at_most(cell, phone):
    assert read_phone(cell) == Phone(problem=phone)


def test_a_pair_of_the_same_number_is_one_and_of_two_the_first_is_the_phone():
    assert read_phone(f"{MOBILE}/{MOBILE}") == Phone(MOBILE)
    assert read_phone(f"{MOBILE}/13912345678") == Phone(MOBILE, "13912345678")
    assert read_phone(f"13912345678/{MOBILE}") == Phone("13912345678", MOBILE)


@pytest.mark.parametrize("between", ["//", "/ /", "、、", ";\n;", "/"])
def test_what_stands_empty_between_two_numbers_is_no_third(between):
    assert read_phone(f"{MOBILE}{between}13912345678") == Phone(MOBILE, "13912345678")


def test_the_main_number_of_a_privacy_number_is_what_stands_before_its_extension():
    assert (main_number("13812345678,1234"), main_number(MOBILE)) == (MOBILE, MOBILE)


@pytest.mark.parametrize(
    ("number", "masked"),
    [("01012345678", "010****5678"), ("02112345678", "021****5678"), ("03111234567", "0311****4567"), ("09911234567", "0991****4567")],
)
def test_a_masked_landline_keeps_its_area_code(number, masked):
    assert mask(number) == masked


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("123456", "123456"),
        ("1234567", "****4567"),
        ("1234567890", "****7890"),
        ("12812345678", "128****5678"),
        ("12 34 56", "12 34 56"),
        ("12 34 56 7", "****4567"),
        ("123456789.99", "123456789.99"),
        ("2026-1-1", "2026-1-1"),
        ("1926-1-1", "1926-1-1"),
    ],
)
def test_seven_digits_are_masked_and_eleven_keep_their_beginning(cell, shown):
    assert mask_digits(cell) == shown
