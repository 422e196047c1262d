-- Who may look at everything and change nothing: the role of Grafana, of pgAdmin's readers and of anyone curious.
--
--   psql "$DATABASE_URL" --file reader.sql
--   psql "$DATABASE_URL" --command "alter role eco2mixd_reader password '…'"
--
-- Run it as the owner of the tables (the account of DATABASE_URL), which must be allowed to make roles, or as a superuser,
-- in the database that has them. It may be run again at any time. No password is written here: until one is given, nobody
-- enters by password.

do $$ begin
  if not exists (select from pg_roles where rolname = 'eco2mixd_reader') then
    create role eco2mixd_reader login;
  end if;
end $$;

-- An unlucky question ends by itself, and a transaction that someone forgot does not keep old rows alive.
alter role eco2mixd_reader set statement_timeout = '15s';
alter role eco2mixd_reader set idle_in_transaction_session_timeout = '60s';

-- A second lock on the door: without it a right that someone grants by mistake would be enough to write.
alter role eco2mixd_reader set default_transaction_read_only = on;

-- What a dashboard adds up for a month fits into memory, and is worth neither a compiler nor helpers: it asks a dozen
-- questions at once.
alter role eco2mixd_reader set work_mem = '32MB';
alter role eco2mixd_reader set jit = off;
alter role eco2mixd_reader set max_parallel_workers_per_gather = 0;

do $$ begin
  execute format('grant connect on database %I to eco2mixd_reader', current_database());
end $$;

grant usage on schema public to eco2mixd_reader;
grant select on all tables in schema public to eco2mixd_reader;

-- Tables and views to come are made by whoever made the present ones.
do $$ begin
  execute format('alter default privileges for role %I in schema public grant select on tables to eco2mixd_reader',
    (select tableowner from pg_tables where schemaname = 'public' and tablename = 'regional_energy_stats'));
end $$;
