/** Which text each migration had when it was done: one that was changed since can be told from it. */
export default [
  `alter table eco2mixd_migrations add column sha256 text`,
  `comment on table eco2mixd_migrations is 'Which migrations of the tables have been done'`,
  `comment on column eco2mixd_migrations.migration_id is 'Number of the migration'`,
  `comment on column eco2mixd_migrations.created_at is 'When it was done'`,
  `comment on column eco2mixd_migrations.name is 'Its name'`,
  `comment on column eco2mixd_migrations.sha256 is 'Of its statements'`
]
