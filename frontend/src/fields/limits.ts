/** Up to so many values are pills, all in view; more are a list to choose from. */
export const PILLS_AT_MOST = 7;

/** Up to so many entries that a link may lead to are pills; more are found by typing. */
export const TARGET_PILLS_AT_MOST = 6;

/** So many links of one list are edited at once; the rest stay as they are, since links change one by one. */
export const LINKS_AT_ONCE = 100;
