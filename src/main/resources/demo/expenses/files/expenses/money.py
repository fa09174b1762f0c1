"""Amounts of money as whole cents, so that sums are exact."""

import re

_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")


def parse_amount(text: str) -> int:
    """Reads an amount such as "12", "12.5" or "12,50" and returns cents."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    cents = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if cents == 0:
        raise ValueError(text)
    return cents


def format_amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
