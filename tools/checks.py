"""Django's own checks: missing migrations, and the production settings under `check --deploy`."""

import os
import subprocess
import sys

PRODUCTION = {
    "TANDEM_ENV": "production",
    "DJANGO_SETTINGS_MODULE": "tandem.settings.production",
    "TANDEM_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "TANDEM_ALLOWED_HOSTS": "tandem.example.org",
    # Nothing answers there: these checks read the models and the settings, not the database.
    "DATABASE_URL": "postgresql://tandem:secret@localhost:1/tandem",
}


def main() -> int:
    deploy = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, **PRODUCTION},
        check=False,
    )
    migrations = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tandem.settings.test"},
        check=False,
    )
    return deploy.returncode or migrations.returncode


if __name__ == "__main__":
    sys.exit(main())
