"""Numbers of things, in English."""


def count(number: int, noun: str, many: str = "") -> str:
    """Count things: "1 resource", "3 resources"; `many` is the plural that takes no s."""
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"
