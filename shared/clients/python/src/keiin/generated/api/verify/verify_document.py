from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.findings import Findings
from ...models.left_file import LeftFile
from ...models.verify_document_lang import VerifyDocumentLang
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: LeftFile,
    lang: VerifyDocumentLang | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    params: dict[str, Any] = {}

    json_lang: str | Unset = UNSET
    if not isinstance(lang, Unset):
        json_lang = lang

    params["lang"] = json_lang

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/verify",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Findings | None:
    if response.status_code == 200:
        response_200 = Findings.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Findings]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: LeftFile,
    lang: VerifyDocumentLang | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Findings]:
    """Tells who signed a PDF, when, and what was changed since.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept, and
    checking changes nothing. A file that was left in the store is gone with its first check: whoever
    loses that answer leaves it there again.

    Args:
        lang (VerifyDocumentLang | Unset):
        accept_language (str | Unset):
        body (LeftFile): A file that was left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Findings]
    """

    kwargs = _get_kwargs(
        body=body,
        lang=lang,
        accept_language=accept_language,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: LeftFile,
    lang: VerifyDocumentLang | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Findings | None:
    """Tells who signed a PDF, when, and what was changed since.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept, and
    checking changes nothing. A file that was left in the store is gone with its first check: whoever
    loses that answer leaves it there again.

    Args:
        lang (VerifyDocumentLang | Unset):
        accept_language (str | Unset):
        body (LeftFile): A file that was left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Findings
    """

    return sync_detailed(
        client=client,
        body=body,
        lang=lang,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: LeftFile,
    lang: VerifyDocumentLang | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[Findings]:
    """Tells who signed a PDF, when, and what was changed since.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept, and
    checking changes nothing. A file that was left in the store is gone with its first check: whoever
    loses that answer leaves it there again.

    Args:
        lang (VerifyDocumentLang | Unset):
        accept_language (str | Unset):
        body (LeftFile): A file that was left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Findings]
    """

    kwargs = _get_kwargs(
        body=body,
        lang=lang,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: LeftFile,
    lang: VerifyDocumentLang | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Findings | None:
    """Tells who signed a PDF, when, and what was changed since.

     It takes no Idempotency-Key: nobody is known here in whose name an answer could be kept, and
    checking changes nothing. A file that was left in the store is gone with its first check: whoever
    loses that answer leaves it there again.

    Args:
        lang (VerifyDocumentLang | Unset):
        accept_language (str | Unset):
        body (LeftFile): A file that was left in the store.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Findings
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            lang=lang,
            accept_language=accept_language,
        )
    ).parsed
