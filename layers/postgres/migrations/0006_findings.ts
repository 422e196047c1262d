/** A finding ends when its data is repaired, and may come back: it is one of a kind only while it stands. */
export default [
  `alter table findings add column ended_at timestamptz, drop constraint findings_digest_key`,
  `create unique index findings_standing on findings (digest) where ended_at is null`,
  `comment on column findings.id is 'Number of the finding, in the order in which they were found'`,
  `comment on column findings.ended_at is
     'When the data was read again and no longer showed it; null while it stands. One that comes back is another line'`
]
