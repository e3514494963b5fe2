//! Files of cases: what they may say, what is wrong with them, and what running them shows.

mod load;
