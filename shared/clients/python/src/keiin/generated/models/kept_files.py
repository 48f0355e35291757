from typing import Literal, cast

KeptFiles = Literal["all", "finished", "nothing", "past_retention", "unproven"]


def check_kept_files(value: str) -> KeptFiles:
    # A later version of the service may know further values: they come through as they are.
    return cast(KeptFiles, value)
