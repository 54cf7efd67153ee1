from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diagnosis", "0003_keep_snapshots_of_diagnoses"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicatorvalue",
            name="remark",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="pourquoi un calcul ne dirait rien ici, ou à quoi la valeur est comparée",
                verbose_name="remarque",
            ),
        ),
        migrations.AlterField(
            model_name="indicatorvalue",
            name="availability",
            field=models.CharField(
                choices=[
                    ("value", "valeur"),
                    ("estimate", "estimation"),
                    ("partial", "partielle"),
                    ("not_available", "non disponible"),
                    ("secret", "secret statistique"),
                    ("meaningless", "non significatif"),
                ],
                max_length=15,
                verbose_name="disponibilité",
            ),
        ),
    ]
