//! One case for each check that fires, and a near miss that does not.
