"""Makes root, intermediate, signer and timestamp authority in the current folder."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(timezone.utc)
USAGE = {
    "ca": ["key_cert_sign", "crl_sign"],
    "tsa": ["digital_signature"],
    "signer": ["digital_signature", "content_commitment"],
}


def make(name, issuer=None, ca=False, stamps=False):
    # pyHanko's own timestamp authority knows RSA only.
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Test {name}")])
    issuer_name, issuer_key = issuer or (subject, key)
    usage = dict.fromkeys(
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only".split(),
        False,
    )
    usage |= dict.fromkeys(USAGE["ca" if ca else "tsa" if stamps else "signer"], True)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(hours=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(issuer_key, SHA256())
    Path(f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    Path(f"{name}.key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return subject, key


root = make("root", ca=True)
intermediate = make("intermediate", root, ca=True)
make("signer", intermediate)
make("tsa", intermediate, stamps=True)
Path("others.pem").write_text(Path("intermediate.pem").read_text() + Path("tsa.pem").read_text())
