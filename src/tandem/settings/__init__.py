"""Settings: ``local`` (demo and development), ``production``, ``test``; what they share is in ``base``."""
