"""Client of Keiin (契印), an electronic contract service.

`Keiin` blocks, `AsyncKeiin` does not; both do the same.
"""

from .asynchronous import AsyncKeiin
from .client import Keiin
from .files import File
from .people import person
from .problems import (
    Conflict,
    DownloadFailed,
    FieldError,
    Forbidden,
    Gone,
    InvalidFields,
    InvalidRequest,
    KeiinError,
    NotFound,
    NotReached,
    PreconditionFailed,
    Problem,
    ServerError,
    StillWaiting,
    TooManyRequests,
    Unauthorized,
    UploadFailed,
)
from .retries import Retries
from .settings import __version__

__all__ = [
    "AsyncKeiin",
    "Conflict",
    "DownloadFailed",
    "FieldError",
    "File",
    "Forbidden",
    "Gone",
    "InvalidFields",
    "InvalidRequest",
    "Keiin",
    "KeiinError",
    "NotFound",
    "NotReached",
    "PreconditionFailed",
    "Problem",
    "Retries",
    "ServerError",
    "StillWaiting",
    "TooManyRequests",
    "Unauthorized",
    "UploadFailed",
    "__version__",
    "person",
]
