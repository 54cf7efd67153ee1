"""What people say about an object."""
