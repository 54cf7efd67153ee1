"""Comments, documents, notices, home and search, as pages show them."""
