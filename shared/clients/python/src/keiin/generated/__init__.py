"""Written by openapi-python-client from infra/openapi.yaml. Not by hand."""
