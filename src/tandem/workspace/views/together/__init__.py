"""Working together: what people write, attach, are told of and look for."""
