/**
 * Who asked for what, and what became of it: runs and entries of the quarantine change as the work goes on, and this does not.
 * Whoever works with the tables may add to it, and not even their owner changes it unawares.
 */
export default [
  `create table journal (
     id bigint generated always as identity primary key,
     at timestamptz not null default now(),
     requested_by text not null,
     deed text not null check (deed in ('start', 'pause', 'resume', 'cancel', 'retry', 'drop')),
     subject text,
     details jsonb not null default '{}',
     became text not null check (became in
       ('asked', 'begun', 'done', 'refused', 'succeeded', 'failed', 'interrupted', 'cancelled'))
   )`,
  `comment on table journal is 'Who asked for what, when, and what became of it; only ever added to'`,
  `comment on column journal.id is 'Number of the line'`,
  `comment on column journal.at is 'When it was written: with the run or the resolution itself, and before a run is paused, resumed or called off'`,
  `comment on column journal.requested_by is 'Who: schedule, a command and its user, or the API, its caller and the token'`,
  `comment on column journal.deed is
     'What: start (of a run; its end too), pause, resume, cancel, and of the quarantine retry and drop'`,
  `comment on column journal.subject is
     'The run, see pipeline_runs, or the entries of quarantine; null for a run that was refused'`,
  `comment on column journal.details is 'With what: trigger, days and datasets; the code of a refusal or a failure'`,
  `comment on column journal.became is
     'asked (about to be done), begun, done or refused; of a run its outcome'`,

  `create function refuse_rewriting() returns trigger language plpgsql as $$
     begin
       raise exception '% refused: % is only ever added to, as it says who did what', lower(tg_op), tg_table_name
         using errcode = 'insufficient_privilege',
           hint = 'What was wrong is told by another line. Whoever must do it nevertheless, as the owner: '
             'alter table … disable trigger user.';
     end $$`,
  `comment on function refuse_rewriting() is 'The trigger of the journal, which is only ever added to'`,
  `create trigger append_only before update or delete on journal for each row execute function refuse_rewriting()`,
  `create trigger append_only_whole before truncate on journal execute function refuse_rewriting()`,

  // A daemon goes on after an upgrade, whether or not roles/writer.sql is run again.
  `do $$ begin
     if exists (select from pg_roles where rolname = 'eco2mixd_writer') then
       grant select, insert on journal to eco2mixd_writer;
     end if;
   end $$`
]
