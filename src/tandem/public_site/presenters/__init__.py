"""What the pages show, made ready for the templates: no HTML, no request."""
