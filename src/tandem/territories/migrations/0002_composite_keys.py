"""What a row repeats of its parent cannot differ from it: keys of several columns, which Django does not have."""

from django.db import migrations

KEYS = (
    (
        "territories_perimeter",
        "perimeter_phase_of_territory",
        "(territory_id, phase_id) REFERENCES territories_territory (code, phase_id)",
    ),
    (
        "territories_perimetercommune",
        "perimetercommune_phase_and_validity_of_perimeter",
        "(perimeter_id, phase_id, validity) REFERENCES territories_perimeter (id, phase_id, validity)",
    ),
    (
        "territories_perimetercommune",
        "perimetercommune_member_of_perimeter",
        "(member_id, perimeter_id) REFERENCES territories_member (id, perimeter_id)",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("territories", "0001_programme")]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns}"
            " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, columns in KEYS
    ]
