/** What goes over the links, by which a scenario finds its moment. */

/** The program appends a day's rows. */
export const APPEND = "insert into regional_energy_stats"

/** Of a record, as it goes into the lake and as it comes from the source. */
export const RECORD = "\"libelle_region\""
