"""Dates, numbers and masked phones as the pages write them."""

from django import template

register = template.Library()
