-- Who makes the tables and owns them: the role of `eco2mixd migrate`, and of nothing that runs all day.
--
--   psql "$SUPERUSER_URL" --file migrator.sql
--   psql "$SUPERUSER_URL" --command "alter role eco2mixd_migrator password '…'"
--
-- Run it as a superuser in the database that is to have the tables, before anything else. It may be run again at any time.
-- No password is written here.

do $$ begin
  if not exists (select from pg_roles where rolname = 'eco2mixd_migrator') then
    create role eco2mixd_migrator login;
  end if;
end $$;

-- It makes the other roles, which no one else should.
alter role eco2mixd_migrator createrole;

do $$ begin
  execute format('alter database %I owner to eco2mixd_migrator', current_database());
end $$;

-- In the schema that everyone sees, nobody else makes anything.
alter schema public owner to eco2mixd_migrator;
revoke create on schema public from public;
