/** What the daemon needs beside: who asked for a run and how far it came, what a person did with the quarantine, who leads. */
export default [
  // Whatever stands there was asked for by a command.
  `alter table pipeline_runs
     add column requested_by text not null default 'command',
     add column scheduled_for timestamptz,
     add column oldest_first boolean not null default false,
     add column resumes uuid,
     add column trace_id text,
     add column doing text,
     add column days_done integer,
     add column days_total integer,
     add column ahead_from date,
     add column ahead_to date,
     add column quota_remaining jsonb not null default '{}',
     add column error_remedy text,
     drop constraint pipeline_runs_outcome_check,
     add constraint pipeline_runs_outcome_check
       check (outcome in ('running', 'succeeded', 'failed', 'interrupted', 'cancelled'))`,
  `alter table pipeline_runs alter column requested_by drop default`,
  `create index on pipeline_runs (run_id) where outcome = 'running'`,
  `create index on pipeline_runs (resumes) where resumes is not null`,
  `create index on pipeline_runs (scheduled_for) where outcome = 'succeeded'`,
  `comment on column pipeline_runs.trigger is
     'Why it began: schedule, catch-up (a morning that had passed), refresh (today, between two), manual, backfill, replay'`,
  `comment on column pipeline_runs.outcome is
     'running, succeeded, failed, interrupted (its process was told to stop, or died) or cancelled (someone called it off)'`,
  `comment on column pipeline_runs.requested_by is 'Who asked for it: schedule, a command and its user, or the API and its caller'`,
  `comment on column pipeline_runs.scheduled_for is 'The hour of the schedule that it answers; null where no schedule asked'`,
  `comment on column pipeline_runs.oldest_first is 'Whether it takes the oldest month first'`,
  `comment on column pipeline_runs.resumes is 'The run that it goes on with; null where it began anew'`,
  `comment on column pipeline_runs.trace_id is 'Of its trace; null where nobody traced it'`,
  `comment on column pipeline_runs.doing is 'What it did last, in words; null before its first step'`,
  `comment on column pipeline_runs.days_done is 'Days of work behind it then: a day of a dataset read is one, a day published is one'`,
  `comment on column pipeline_runs.days_total is 'Days of work in all'`,
  `comment on column pipeline_runs.ahead_from is 'First of the days that a backfill had not behind it; null where it had all'`,
  `comment on column pipeline_runs.ahead_to is 'Last of them'`,
  `comment on column pipeline_runs.quota_remaining is 'Calls that the source still allowed at its end, by dataset'`,
  `comment on column pipeline_runs.error_remedy is 'What a person can do about the failure'`,

  `alter table quarantine
     add column resolution text check (resolution in ('retried', 'dropped')),
     add column resolved_at timestamptz`,
  `create index on quarantine (id) where resolution is null`,
  `comment on column quarantine.resolution is
     'retried: it was read after all; dropped: nothing is lost with it; null while it waits for a person'`,
  `comment on column quarantine.resolved_at is 'When a person dealt with it'`,

  `create table leadership (
     one boolean primary key default true check (one),
     candidate text not null,
     name text not null,
     since timestamptz not null,
     expires_at timestamptz not null
   )`,
  `comment on table leadership is 'Which daemon does the work: one line while any does, and none once it has given the lead back'`,
  `comment on column leadership.one is 'Keeps it to one line'`,
  `comment on column leadership.candidate is 'Identity of its process'`,
  `comment on column leadership.name is 'Its name for people'`,
  `comment on column leadership.since is 'Since when it leads'`,
  `comment on column leadership.expires_at is 'Until when, if it does not renew it; whoever asks from then on leads'`
]
