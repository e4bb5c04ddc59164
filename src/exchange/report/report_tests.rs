//! Hostile texts never become markup, and what is confidential is not in the page.
