import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was there before states were kept is known from now on.
FIRST_STATES = (
    """
    INSERT INTO accounts_organisationstate
        (of_id, name, kind, siren, siret, region_id, department_id, merged_into_id, since, gone, act)
    SELECT id, name, kind, siren, siret, region_id, department_id, merged_into_id, now(), false, current_act()
    FROM accounts_organisation
    """,
    """
    INSERT INTO accounts_mandatestate
        (of_id, person_id, organisation_id, role, scope_kind, scope_code, validity, ground, granted_by_id,
         stands_in_for_id, since, gone, act)
    SELECT id, person_id, organisation_id, role, scope_kind, scope_code, validity, ground, granted_by_id,
        stands_in_for_id, now(), false, current_act()
    FROM accounts_mandate
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_and_mandates"),
        ("core", "0003_journal_appended_by_the_database"),  # makes current_act
        ("places", "0001_official_geography"),
    ]

    operations = [
        migrations.CreateModel(
            name="MandateState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("gone", models.BooleanField(default=False, verbose_name="supprimé")),
                ("act", models.UUIDField(verbose_name="transaction")),
                ("role", models.CharField(max_length=40, verbose_name="rôle")),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[
                            ("nation", "tout le pays"),
                            ("region", "une région"),
                            ("department", "un département"),
                            ("territory", "un territoire"),
                            ("organisation", "une organisation"),
                        ],
                        max_length=12,
                        verbose_name="périmètre",
                    ),
                ),
                ("scope_code", models.CharField(blank=True, max_length=20, verbose_name="code du périmètre")),
                ("validity", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="validité")),
                (
                    "ground",
                    models.CharField(
                        help_text="délibération, arrêté, lettre de mission", max_length=200, verbose_name="fondement"
                    ),
                ),
            ],
            options={
                "verbose_name": "état d’un mandat",
                "verbose_name_plural": "états des mandats",
                "ordering": ["of_id", "since", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("gone", models.BooleanField(default=False, verbose_name="supprimé")),
                ("act", models.UUIDField(verbose_name="transaction")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("kind", models.CharField(max_length=30, verbose_name="nature")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET de l’établissement")),
            ],
            options={
                "verbose_name": "état d’une organisation",
                "verbose_name_plural": "états des organisations",
                "ordering": ["of_id", "since", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="mandatestate",
            name="granted_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="donné par",
            ),
        ),
        migrations.AddField(
            model_name="mandatestate",
            name="of",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="states",
                to="accounts.mandate",
                verbose_name="objet",
            ),
        ),
        migrations.AddField(
            model_name="mandatestate",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="mandatestate",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="personne",
            ),
        ),
        migrations.AddField(
            model_name="mandatestate",
            name="stands_in_for",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.mandate",
                verbose_name="supplée",
            ),
        ),
        migrations.AddField(
            model_name="organisationstate",
            name="department",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="places.department",
                verbose_name="département",
            ),
        ),
        migrations.AddField(
            model_name="organisationstate",
            name="merged_into",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organisation",
                verbose_name="fondue dans",
            ),
        ),
        migrations.AddField(
            model_name="organisationstate",
            name="of",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="states",
                to="accounts.organisation",
                verbose_name="objet",
            ),
        ),
        migrations.AddField(
            model_name="organisationstate",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="places.region",
                verbose_name="région",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandatestate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a4373d4c4307ece1ba447e61bbfd043e9f73fd1f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5dd8d",
                    table="accounts_mandatestate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandatestate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="f7564e09d0e24320b66d03455599e39282482957",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f2bf5",
                    table="accounts_mandatestate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationstate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2d4f9dced219607efbdd5c1ddab0ccf9b968d697",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c96b9",
                    table="accounts_organisationstate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationstate",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="306d352fb301ce4a7bdba8479a6191c7822e7616",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9e2e6",
                    table="accounts_organisationstate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandate",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare='DECLARE kept "accounts_mandate"%ROWTYPE;',
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;\n            IF TG_OP = \'DELETE\' THEN kept := OLD; ELSE kept := NEW; END IF;\n            INSERT INTO "accounts_mandatestate" (of_id, "person_id", "organisation_id", "role", "scope_kind", "scope_code", "validity", "ground", "granted_by_id", "stands_in_for_id", since, gone, act) VALUES (kept."id", kept."person_id", kept."organisation_id", kept."role", kept."scope_kind", kept."scope_code", kept."validity", kept."ground", kept."granted_by_id", kept."stands_in_for_id", clock_timestamp(), TG_OP = \'DELETE\', current_act());\n            RETURN NULL;\n        ',
                    hash="3f3df0fb8fd60075e85f37acc5913b07c74999df",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_keep_states_64697",
                    table="accounts_mandate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare='DECLARE kept "accounts_organisation"%ROWTYPE;',
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;\n            IF TG_OP = \'DELETE\' THEN kept := OLD; ELSE kept := NEW; END IF;\n            INSERT INTO "accounts_organisationstate" (of_id, "name", "kind", "siren", "siret", "region_id", "department_id", "merged_into_id", since, gone, act) VALUES (kept."id", kept."name", kept."kind", kept."siren", kept."siret", kept."region_id", kept."department_id", kept."merged_into_id", clock_timestamp(), TG_OP = \'DELETE\', current_act());\n            RETURN NULL;\n        ',
                    hash="2a940ec84e7efaafb7a0f342882fef9732ff8f76",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_keep_states_337ca",
                    table="accounts_organisation",
                    when="AFTER",
                ),
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in FIRST_STATES),
    ]
