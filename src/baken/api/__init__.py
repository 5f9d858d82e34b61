"""The machines' door: find and plan as JSON, with an OpenAPI description."""
