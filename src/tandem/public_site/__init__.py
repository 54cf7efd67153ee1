"""The public site: what anyone may read, in French, without an account."""
