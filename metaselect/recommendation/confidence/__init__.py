"""How far the advice is to be trusted: familiarity, scores to expect with intervals, odds of the first candidate."""
