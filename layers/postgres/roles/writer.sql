-- Who does the daily work, and can undo none of it: the role of the daemon. It adds to the tables of versions and may never
-- change or empty them; what is a note to itself (runs, quarantine, findings, who leads) it may keep up to date.
--
--   psql "$MIGRATOR_URL" --file writer.sql
--   psql "$MIGRATOR_URL" --command "alter role eco2mixd_writer password '…'"
--
-- Run it as the owner of the tables (eco2mixd_migrator), which must be allowed to make roles, or as a superuser, in the
-- database that has them, after `eco2mixd migrate`. It may be run again at any time. No password is written here.

do $$ begin
  if not exists (select from pg_roles where rolname = 'eco2mixd_writer') then
    create role eco2mixd_writer login;
  end if;
end $$;

-- A transaction that was forgotten keeps no other from its work; a statement may take as long as a large day needs.
alter role eco2mixd_writer set idle_in_transaction_session_timeout = '5min';
alter role eco2mixd_writer set lock_timeout = '1min';

do $$ begin
  execute format('grant connect on database %I to eco2mixd_writer', current_database());
end $$;

grant usage on schema public to eco2mixd_writer;
grant select on all tables in schema public to eco2mixd_writer;

-- Versions, and who did what: only ever added to.
grant insert on regional_energy_stats, generations, journal to eco2mixd_writer;

-- Notes, which change as the work goes on.
grant insert, update on published_days, pipeline_runs, quarantine, findings to eco2mixd_writer;
grant insert, update, delete on leadership to eco2mixd_writer;

-- What daemons that share the work keep for one another (ECO2MIXD_CLUSTER): their tables stand apart, and are made and kept by
-- them.
create schema if not exists eco2mixd_cluster;
grant usage, create on schema eco2mixd_cluster to eco2mixd_writer;

-- The partition of a new year is made with its owner's rights, by this function alone, which nobody else may call.
grant execute on function ensure_statistics_partition(integer) to eco2mixd_writer;

-- Tables to come are made by whoever made the present ones; what may be written to them, this file will say.
do $$ begin
  execute format('alter default privileges for role %I in schema public grant select on tables to eco2mixd_writer',
    (select tableowner from pg_tables where schemaname = 'public' and tablename = 'regional_energy_stats'));
end $$;
