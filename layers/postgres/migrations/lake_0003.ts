/** Which text each migration of the lake had when it was done. */
export default [
  `alter table eco2mixd_lake_migrations add column sha256 text`,
  `comment on table eco2mixd_lake_migrations is 'Which migrations of the lake have been done'`,
  `comment on column eco2mixd_lake_migrations.migration_id is 'Number of the migration'`,
  `comment on column eco2mixd_lake_migrations.created_at is 'When it was done'`,
  `comment on column eco2mixd_lake_migrations.name is 'Its name'`,
  `comment on column eco2mixd_lake_migrations.sha256 is 'Of its statements'`
]
