"""What the API takes and answers, by the names of `infra/openapi.yaml`."""

from .generated.models import *  # noqa: F403
from .generated.models import __all__ as __all__
