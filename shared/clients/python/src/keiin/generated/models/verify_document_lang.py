from typing import Literal, cast

VerifyDocumentLang = Literal["en", "ja"]


def check_verify_document_lang(value: str) -> VerifyDocumentLang:
    # A later version of the service may know further values: they come through as they are.
    return cast(VerifyDocumentLang, value)
