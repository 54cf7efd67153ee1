"""Foreign keys that cascade in the database: perimeters are removed in bulk, and their results with them."""

from django.db import migrations

KEYS = (
    ("diagnosis_diagnosis", "diagnosis_of_perimeter", "perimeter_id", "territories_perimeter"),
    ("diagnosis_indicatorvalue", "value_of_diagnosis", "diagnosis_id", "diagnosis_diagnosis"),
    ("diagnosis_peer", "peer_of_diagnosis", "diagnosis_id", "diagnosis_diagnosis"),
    ("diagnosis_peer", "peer_is_a_diagnosis", "peer_id", "diagnosis_diagnosis"),
)


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0001_diagnoses"), ("territories", "0002_composite_keys")]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {parent} (id)"
            " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, column, parent in KEYS
    ]
