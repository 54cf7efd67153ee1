from django.db import migrations

# What `createcachetable` would make for CACHES["default"]: attempts to sign in, counted for all workers together.
CREATE = """
CREATE TABLE IF NOT EXISTS tandem_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS tandem_cache_expires ON tandem_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS tandem_cache")]
