from django.db import migrations, models

# Its entries and the states of rows that it leaves bear one identifier, forgotten when the transaction ends.
CURRENT_ACT = """
CREATE FUNCTION current_act() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(
        nullif(current_setting('tandem.act', true), ''), set_config('tandem.act', gen_random_uuid()::text, true)
    )::uuid
$$
"""

# What depends on whoever wrote last is read once the lock is held: each statement of the function then sees their
# entry. `content` and `acting` are what `tandem.core.journal.chain.items` writes: code, actor, subject and data;
# mandate, organisation and reason.
JOURNAL_APPEND = """
CREATE FUNCTION journal_append(
    code text, actor text, mandate text, organisation text, reason text, subject text, data jsonb,
    content text, acting text
) RETURNS core_journalentry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    last record;
    entry core_journalentry;
BEGIN
    PERFORM pg_advisory_xact_lock(7210001);
    SELECT before.sequence, before.digest INTO last
        FROM core_journalentry AS before ORDER BY before.sequence DESC LIMIT 1;
    entry.sequence := coalesce(last.sequence, 0) + 1;
    entry.previous_digest := coalesce(last.digest, '');
    entry.at := clock_timestamp();
    entry.act := current_act();
    entry.digest := encode(sha256(convert_to(
        '[' || entry.sequence
        || ', "' || to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00", '
        || content || ', "' || entry.previous_digest || '", [' || acting || ', "' || entry.act || '"]]', 'UTF8'
    )), 'hex');
    INSERT INTO core_journalentry (
        sequence, at, code, actor, mandate, organisation, reason, subject, data, act, previous_digest, digest
    ) VALUES (
        entry.sequence, entry.at, code, actor, mandate, organisation, reason, subject, data, entry.act,
        entry.previous_digest, entry.digest
    ) RETURNING * INTO entry;
    RETURN entry;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_who_acts_and_why"),
    ]

    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="act",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="transaction"),
        ),
        # The number in it makes a digest the only one of its kind already: two large indexes less to write.
        migrations.AlterField(
            model_name="journalentry",
            name="digest",
            field=models.CharField(max_length=64, verbose_name="empreinte"),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["subject", "sequence"], name="journal_of_an_object"),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["act"], name="journal_of_an_act"),
        ),
        migrations.RunSQL(CURRENT_ACT, "DROP FUNCTION current_act()"),
        migrations.RunSQL(JOURNAL_APPEND, "DROP FUNCTION journal_append"),
    ]
