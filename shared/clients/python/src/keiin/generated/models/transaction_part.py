from typing import Literal, cast

TransactionPart = Literal["amount", "counterparty", "date", "notice", "term_end", "term_start"]


def check_transaction_part(value: str) -> TransactionPart:
    # A later version of the service may know further values: they come through as they are.
    return cast(TransactionPart, value)
