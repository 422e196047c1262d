/**
 * Days are counted from an index alone, as long as the server knows of their pages that all may see them: it looks after each
 * few days' documents, where by default it would after a fifth of the lake. They are never changed, and may be frozen at once.
 */
export default [
  `alter table lake.revisions set (
     autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000,
     autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000, autovacuum_freeze_min_age = 0)`
]
