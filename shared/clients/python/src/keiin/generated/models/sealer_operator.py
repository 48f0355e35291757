from typing import Literal, cast

SealerOperator = Literal["operator"]


def check_sealer_operator(value: str) -> SealerOperator:
    # A later version of the service may know further values: they come through as they are.
    return cast(SealerOperator, value)
