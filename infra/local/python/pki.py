"""Makes the certificate authorities of one local stack, and issues from them.

pki.py create URL < pki.yml     keys and certomancer.yml in the current folder; prints the root, then all other certificates
pki.py issue LABEL < request    adds the certificate of a PKCS#10 request; prints it and its issuer's
pki.py serve PORT               OCSP, CRLs, issuers' certificates and timestamps
"""

import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml
from asn1crypto import csr, pem
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509 import load_pem_x509_csr

ARCHITECTURE = "keiin"
CONFIG = Path("certomancer.yml")
ALGORITHMS = {
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "p-256": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def create(url):
    shape = yaml.safe_load(sys.stdin)
    keys = shape.pop("keys")
    with ThreadPoolExecutor() as pool:
        for name, key in zip(keys, pool.map(lambda algorithm: ALGORITHMS[algorithm](), keys.values())):
            text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            file = Path(f"{name}.key.pem")
            file.touch(mode=0o600)
            file.write_bytes(text)
    signer = shape.pop("signer")
    # Certomancer's own entity-defaults would be added to the names in requests as well.
    common = shape.pop("common-name-parts")
    shape["entities"] = {label: {**common, **name} for label, name in shape["entities"].items()}
    shape["certs"] = {label: certificate(spec) for label, spec in shape["certs"].items()}
    config = {
        "external-url-prefix": url,
        "keysets": {ARCHITECTURE: {"keys": {name: {"path": f"{name}.key.pem"} for name in keys}}},
        "pki-architectures": {ARCHITECTURE: shape},
    }
    Path("signer.yml").write_text(yaml.safe_dump(signer))
    save(config, shape["certs"])


def issue(label):
    request = sys.stdin.read().encode()
    if not load_pem_x509_csr(request).is_signature_valid:
        sys.exit("the request's own signature is wrong: whoever sent it does not hold the key")
    config = yaml.safe_load(CONFIG.read_text())
    architecture = config["pki-architectures"][ARCHITECTURE]
    if label in architecture["certs"]:
        sys.exit(f"there is a certificate {label} already")

    public = load_pem_x509_csr(request).public_key()
    Path(f"{label}.public.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    config["keysets"][ARCHITECTURE]["keys"][label] = {"path": f"{label}.public.pem", "public-only": True}
    architecture["entities"][label] = subject(request)
    architecture["certs"][label] = certificate(yaml.safe_load(Path("signer.yml").read_text()))
    save(config, [label, "signing-ca"])


def serve(port):
    from certomancer.integrations import animator
    from werkzeug.serving import run_simple

    # Certomancer's own command answers with fractions of seconds, which RFC 6960 forbids and strict readers refuse.
    animator._now = lambda: datetime.now(timezone.utc).replace(microsecond=0)
    store = animator.AnimatorArchStore(load(CONFIG).pki_archs)
    app = animator.Animator(store, with_web_ui=False, allow_time_override=False)
    run_simple("127.0.0.1", int(port), app, threaded=True)


def subject(request):
    _, _, der = pem.unarmor(request)
    name = csr.CertificationRequest.load(der)["certification_request_info"]["subject"]
    parts = [(part["type"].native, part["value"].native) for rdn in name.chosen for part in rdn]
    if len(dict(parts)) != len(parts):
        sys.exit("the subject has an attribute twice, which certomancer cannot express")
    return dict(parts)


def certificate(spec):
    # The same clock on two machines is never quite the same.
    start = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=10)
    spec = dict(spec)
    end = start + timedelta(days=365 * spec.pop("years"))
    spec["validity"] = {"valid-from": start.isoformat(), "valid-to": end.isoformat()}
    spec["serial"] = secrets.randbits(120) | 1 << 120
    return spec


def load(file):
    # Private keys are checked when they are read, which takes most of the time: only those that are needed.
    return CertomancerConfig(yaml.safe_load(file.read_text()), key_search_dir=".", lazy_load_keys=True)


def save(config, labels):
    """Prints these certificates, and keeps the configuration that could make them."""
    draft = CONFIG.with_suffix(".new")
    draft.write_text(yaml.safe_dump(config, sort_keys=False))
    architecture = load(draft).get_pki_arch(ArchLabel(ARCHITECTURE))
    for label in labels:
        print(pem.armor("CERTIFICATE", architecture.get_cert(CertLabel(label)).dump()).decode(), end="")
    draft.replace(CONFIG)


if __name__ == "__main__":
    {"create": create, "issue": issue, "serve": serve}[sys.argv[1]](sys.argv[2])
