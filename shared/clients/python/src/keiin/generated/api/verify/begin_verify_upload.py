from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.begun_upload import BegunUpload
from ...models.declared_file import DeclaredFile
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: DeclaredFile,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/verify/uploads",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BegunUpload | None:
    if response.status_code == 201:
        response_201 = BegunUpload.from_dict(response.json())

        return response_201

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BegunUpload]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: DeclaredFile,
    accept_language: str | Unset = UNSET,
) -> Response[BegunUpload]:
    """Begins the upload of a PDF that is too large for a request.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept. Sent again
    it gives another upload, and what is not used is removed by itself. The answer has no Location,
    since an upload has no address: it is known by the token alone, which is in no URL.

    Args:
        accept_language (str | Unset):
        body (DeclaredFile): A file that is about to be left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BegunUpload]
    """

    kwargs = _get_kwargs(
        body=body,
        accept_language=accept_language,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: DeclaredFile,
    accept_language: str | Unset = UNSET,
) -> BegunUpload | None:
    """Begins the upload of a PDF that is too large for a request.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept. Sent again
    it gives another upload, and what is not used is removed by itself. The answer has no Location,
    since an upload has no address: it is known by the token alone, which is in no URL.

    Args:
        accept_language (str | Unset):
        body (DeclaredFile): A file that is about to be left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BegunUpload
    """

    return sync_detailed(
        client=client,
        body=body,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: DeclaredFile,
    accept_language: str | Unset = UNSET,
) -> Response[BegunUpload]:
    """Begins the upload of a PDF that is too large for a request.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept. Sent again
    it gives another upload, and what is not used is removed by itself. The answer has no Location,
    since an upload has no address: it is known by the token alone, which is in no URL.

    Args:
        accept_language (str | Unset):
        body (DeclaredFile): A file that is about to be left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BegunUpload]
    """

    kwargs = _get_kwargs(
        body=body,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: DeclaredFile,
    accept_language: str | Unset = UNSET,
) -> BegunUpload | None:
    """Begins the upload of a PDF that is too large for a request.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept. Sent again
    it gives another upload, and what is not used is removed by itself. The answer has no Location,
    since an upload has no address: it is known by the token alone, which is in no URL.

    Args:
        accept_language (str | Unset):
        body (DeclaredFile): A file that is about to be left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BegunUpload
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            accept_language=accept_language,
        )
    ).parsed
