/** What a person can do about a failure, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  "Ingest.Unreachable":
    "Nothing: it is tried again, and the next morning reads what this one missed. See whether ODRÉ answers with `eco2mixd doctor`.",
  "Ingest.Incomplete":
    "Nothing: ODRÉ sent a part of the window, and it is read again. If it lasts for a day, tell ODRÉ.",
  "Ingest.QuotaExhausted":
    "Wait for the new month, or run from another address; ECO2MIXD_QUOTA_RESERVE keeps more for the mornings.",
  "Ingest.Refused":
    "ODRÉ says that the request is wrong: see whether ECO2MIXD_SOURCE_URL is right, and whether the dataset still exists.",
  "Ingest.Unreadable": "The answer is not ODRÉ's: a proxy may stand between, or ECO2MIXD_SOURCE_URL is wrong.",
  "Lake.Unreachable": "See whether the lake is up (`eco2mixd doctor`), and MONGO_URL right where it is set.",
  "Lake.Busy": "Nothing: it is tried again. If it lasts, the lake's server is too small or does something else.",
  "Lake.Refused": "The lake refused a command: see the account's rights, and the lake's disk.",
  "Lake.Corrupt": "The lake holds what this program never wrote: compare with a backup before anything else is done.",
  "Transform.LakeUnavailable": "See whether the lake is up: `eco2mixd doctor`.",
  "Transform.Corrupt": "The lake holds what can't be added up: `eco2mixd audit` names the days.",
  "Sink.Unreachable": "See whether PostgreSQL is up (`eco2mixd doctor`), and DATABASE_URL right where it is set.",
  "Sink.Busy": "Nothing: it is tried again. If it lasts, look for locks and for the number of connections.",
  "Sink.Refused": "PostgreSQL refused a statement: see the account's rights, and the disk.",
  "Ledger.Unreachable": "See whether PostgreSQL is up (`eco2mixd doctor`), and DATABASE_URL right where it is set.",
  "Ledger.Busy": "Nothing: it is tried again. If it lasts, look for locks and for the number of connections.",
  "Ledger.Refused": "PostgreSQL refused a statement: see the account's rights, and the disk.",
  "Gate.LeadershipLost": "Nothing: another daemon leads now and does this work.",
  "Gate.QuotaReserved":
    "Begin the backfill again in the new month, it goes on where it stopped; or lower ECO2MIXD_QUOTA_RESERVE.",
  "Gate.CalledOff": "Nothing: someone called the run off.",
  "Crew.GivenUp":
    "See why the daemons died that did this month (memory?), and begin the run again: it goes on where it was.",
  Defect: "This is a mistake in the program: report it with the lines of the log around it."
}

/** One line; the log has the details of what is not known here. */
export const remedyOf = (code: string): string => REMEDIES[code] ?? "See the log of the run."
