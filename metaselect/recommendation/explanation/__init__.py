"""Why the advice is what it is: reasons, contributions of metafeatures, a path through a tree, what would change it."""
