/** What was done, and what was set aside. */
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"

const statements = [
  `create table pipeline_runs (
     run_id uuid primary key,
     trigger text not null,
     window_from date not null,
     window_to date not null,
     datasets text[] not null,
     started_at timestamptz not null default now(),
     ended_at timestamptz,
     outcome text not null default 'running' check (outcome in ('running', 'succeeded', 'failed', 'interrupted')),
     records integer not null default 0,
     blank integer not null default 0,
     ghost integer not null default 0,
     repeated integer not null default 0,
     quarantined integer not null default 0,
     revisions integer not null default 0,
     unchanged integer not null default 0,
     days integer not null default 0,
     rows integer not null default 0,
     error_code text,
     error_message text
   )`,
  `create index on pipeline_runs (started_at)`,
  `comment on table pipeline_runs is 'Every run, written before its work begins'`,
  `comment on column pipeline_runs.run_id is 'Identity of the run'`,
  `comment on column pipeline_runs.trigger is 'Why it began: manual, backfill, replay'`,
  `comment on column pipeline_runs.window_from is 'First day asked for, in Paris'`,
  `comment on column pipeline_runs.window_to is 'Last day asked for, included'`,
  `comment on column pipeline_runs.datasets is 'Datasets of ODRÉ asked for'`,
  `comment on column pipeline_runs.started_at is 'When it began'`,
  `comment on column pipeline_runs.ended_at is 'When it ended, or when it was found that its process had died; null while it runs'`,
  `comment on column pipeline_runs.outcome is 'running, succeeded, failed or interrupted'`,
  `comment on column pipeline_runs.records is 'Records that the source sent'`,
  `comment on column pipeline_runs.blank is 'Of these, published ahead without a measure'`,
  `comment on column pipeline_runs.ghost is 'Of these, of March''s hour that does not exist in Paris'`,
  `comment on column pipeline_runs.repeated is 'Of these, replaced by a fuller or later one of the same fetch'`,
  `comment on column pipeline_runs.quarantined is 'Entries set aside, see quarantine'`,
  `comment on column pipeline_runs.revisions is 'Revisions that were news to the lake'`,
  `comment on column pipeline_runs.unchanged is 'Observations that the lake knew already'`,
  `comment on column pipeline_runs.days is 'Days published'`,
  `comment on column pipeline_runs.rows is 'Rows appended to regional_energy_stats'`,
  `comment on column pipeline_runs.error_code is 'Stable code of the reason of a failure'`,
  `comment on column pipeline_runs.error_message is 'The failure in words'`,

  `create table quarantine (
     id bigint generated always as identity primary key,
     dataset text not null,
     reason text not null,
     detail text not null,
     record text not null,
     record_bytes bigint not null,
     record_sha256 text not null,
     first_seen_at timestamptz not null default now(),
     run_id uuid not null,
     unique (record_sha256, reason, detail, dataset)
   )`,
  `comment on table quarantine is 'Records, or single measures of records, that could not be read; each once'`,
  `comment on column quarantine.id is 'Number of the entry'`,
  `comment on column quarantine.dataset is 'Dataset of ODRÉ that sent it'`,
  `comment on column quarantine.reason is 'What is wrong with it: NotJson, TooLarge, NotAnObject, UnknownRegion, UnknownNature, BadInstant, NotANumber'`,
  `comment on column quarantine.detail is 'What is wrong, naming the field and the value'`,
  `comment on column quarantine.record is 'Its verbatim text (a NUL as ␀), or the beginning where it was too long'`,
  `comment on column quarantine.record_bytes is 'Length of the whole record'`,
  `comment on column quarantine.record_sha256 is 'SHA-256 of the text that was kept'`,
  `comment on column quarantine.first_seen_at is 'When it was first seen'`,
  `comment on column quarantine.run_id is 'By which run, see pipeline_runs'`
]

export default Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  for (const statement of statements) yield* sql.unsafe(statement)
})
