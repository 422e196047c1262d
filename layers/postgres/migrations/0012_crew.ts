/** What a run needs that goes on elsewhere when its process dies: what is wanted of it, and which process is heard of it. */
export default [
  `alter table pipeline_runs
     add column asked text check (asked in ('pause', 'cancel')),
     add column holder uuid`,
  `comment on column pipeline_runs.asked is
     'What someone wants of a run of several daemons: pause or cancel, done at its next step; null that it goes on'`,
  `comment on column pipeline_runs.holder is 'The process that goes on with it: of any other, nothing of it is heard any more'`
]
