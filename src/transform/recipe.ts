/**
 * The rules by which a record becomes rows. Raised by one whenever `decode` or `aggregate` change what they mean: a
 * higher number opens a new generation in the database, so that a replay appends the mended rows instead of meeting the
 * old versions and taking them for done.
 */
export const RECIPE = 1
