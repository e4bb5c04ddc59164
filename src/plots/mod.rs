//! What a plot shows, before anything is drawn. Layer `plots`: may use `model` and `figures`.
