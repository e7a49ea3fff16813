"""How the ETL says no: one exception that names the place, in Dutch."""


class Refusal(Exception):  # noqa: N818  (the field's word; it is not a defect of ours)
    """Input that is refused, never guessed.

    Args:
        place: File, and where it helps sheet, row and column.
        reason: What was found and what was expected, in Dutch.
        advice: What the reader can do about it.
    """

    def __init__(self, place: str, reason: str, advice: str = "") -> None:
        """Keep the parts apart, so that a list of refusals can be shown as a table."""
        self.place = place
        self.reason = reason
        self.advice = advice
        super().__init__(f"{place}: {reason}" + (f" ({advice})" if advice else ""))
