"""Signs a page with pyHanko, for tests of the oracles: one signature with a timestamp, then a document timestamp.

sign.py OUT.pdf KEY.pem CERTIFICATE.pem OTHERS.pem (URL | TSA-KEY.pem TSA-CERTIFICATE.pem)
"""

import sys
from io import BytesIO

import pikepdf
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore


def page():
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    out = BytesIO()
    pdf.save(out)
    return out


def signer(key, certificate, others):
    registry = SimpleCertificateStore()
    registry.register_multiple(load_certs_from_pemder([others]))
    return signers.SimpleSigner(
        signing_cert=load_cert_from_pemder(certificate),
        signing_key=load_private_key_from_pemder(key, passphrase=None),
        cert_registry=registry,
    )


def stamper(others, key, certificate):
    return timestamps.DummyTimeStamper(
        tsa_cert=load_cert_from_pemder(certificate),
        tsa_key=load_private_key_from_pemder(key, passphrase=None),
        certs_to_embed=signer(key, certificate, others).cert_registry,
    )


class Http(timestamps.TimeStamper):
    """Posts with the standard library, so that no event loop outlives a session of somebody else's client."""

    def __init__(self, url):
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req):
        from urllib.request import Request, urlopen

        from asn1crypto import tsp

        headers = {"Content-Type": "application/timestamp-query"}
        with urlopen(Request(self.url, req.dump(), headers)) as answer:
            return tsp.TimeStampResp.load(answer.read())


def main(out, key, certificate, others, *authority):
    tsa = Http(authority[0]) if len(authority) == 1 else stamper(others, *authority)
    metadata = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    signed = BytesIO()
    pdf_signer = signers.PdfSigner(metadata, signer(key, certificate, others), timestamper=tsa)
    pdf_signer.sign_pdf(IncrementalPdfFileWriter(page()), output=signed)
    timestamped = BytesIO()
    signers.PdfTimeStamper(tsa, field_name="Stamp").timestamp_pdf(
        IncrementalPdfFileWriter(signed), "sha256", output=timestamped
    )
    with open(out, "wb") as stream:
        stream.write(timestamped.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
